using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// The token that opens the app to a browser, in a file of the data directory that other accounts cannot read. It is made when it is first
/// needed. One that was changed meanwhile, by the command or by hand, counts from the next request on. Thread-safe.
/// </summary>
public sealed class AccessTokens(string dataDirectory)
{
    public const string FileName = "access.json";

    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz"; // none that is taken for another
    private const int Groups = 3, GroupLength = 4; // 59 bits: enough where guessing is slowed, and short enough to be read out

    private readonly Lock _gate = new();
    private readonly string _file = Path.Combine(dataDirectory, FileName);
    private (DateTime Written, Content Content)? _known;

    /// <summary>It was made by this process.</summary>
    public bool IsNew { get; private set; }

    /// <exception cref="StartupProblem">The file is damaged or cannot be read or written.</exception>
    public string Class
    {
        get
        {
            lock (_gate) return Read().Class;
        }
    }

    /// <summary>Makes another one; browsers that were let in are asked again.</summary>
    /// <exception cref="StartupProblem">The file cannot be written.</exception>
    public string Renew()
    {
        lock (_gate) return Write(new(NewToken())).Class;
    }

    /// <summary>Whether someone has the token, however they write it; in a time that says nothing about how much of it was right.</summary>
    public bool IsClass(string token) => CryptographicOperations.FixedTimeEquals(Digest(token), Digest(Class));

    /// <summary>What a cookie keeps in place of the token.</summary>
    public string Fingerprint => Convert.ToHexStringLower(Digest(Class));

    private static byte[] Digest(string token) => SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(token.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()));

    private static string NewToken() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));

    private Content Read()
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(_file);
            if (_known is { } known && known.Written == written) return known.Content;
            if (!File.Exists(_file)) return Write(new(NewToken()));
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(_file));
            if (content is not { Class.Length: >= 8 }) throw new JsonException("it holds no token of at least 8 characters");
            _known = (written, content);
            return content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupProblem(
                $"The access token in {_file} cannot be read ({failure.Message.TrimEnd('.')}). Remove the file, and a new token is made.",
                failure);
        }
    }

    private Content Write(Content content)
    {
        try
        {
            // Whole or not at all, and never readable by others, not for a moment.
            var temporary = _file + ".part";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(temporary, options)) JsonSerializer.Serialize(file, content);
            File.Move(temporary, _file, overwrite: true);
            _known = (File.GetLastWriteTimeUtc(_file), content);
            IsNew = true;
            return content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"The access token cannot be kept in {_file} ({failure.Message.TrimEnd('.')}).", failure);
        }
    }

    private sealed record Content(string Class);
}
