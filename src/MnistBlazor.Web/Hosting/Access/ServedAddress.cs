using System.Text;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>By what address the server was last reached, in a file of the data directory: for the command that shows tokens.</summary>
public static class ServedAddress
{
    public const string FileName = "address.txt";

    /// <summary>Without a slash at its end.</summary>
    public static void Write(string dataDirectory, string address)
    {
        try
        {
            PrivateFiles.Write(Path.Combine(dataDirectory, FileName), Encoding.UTF8.GetBytes(address));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The command shows the token without an address then.
        }
    }

    /// <returns>Null: none is known.</returns>
    public static string? Read(string dataDirectory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(dataDirectory, FileName)).Trim() is { Length: > 0 } address ? address : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
