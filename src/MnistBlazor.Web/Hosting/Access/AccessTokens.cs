using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// The tokens: the class's opens the app to a browser, the teacher's the teacher's page as well. In a file of the data directory that other
/// accounts cannot read. They are made when they are first needed. One that was changed meanwhile, by the command or by hand, counts from
/// the next request on. Thread-safe.
/// </summary>
public sealed class AccessTokens(string dataDirectory)
{
    public const string FileName = "access.json";

    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz"; // none that is taken for another
    private const int Groups = 3, GroupLength = 4; // 59 bits: enough where guessing is slowed, and short enough to be read out
    private const int LeastLength = 8;

    private readonly Lock _gate = new();
    private readonly string _file = Path.Combine(dataDirectory, FileName);
    private (DateTime Written, Content Content)? _known;

    /// <summary>They were made by this process.</summary>
    public bool IsNew { get; private set; }

    /// <exception cref="StartupProblem">The file is damaged or cannot be read or written.</exception>
    public string Class => Current.Class;

    /// <exception cref="StartupProblem">The same.</exception>
    public string Teacher => Current.Teacher!;

    /// <summary>Makes another one for the class; browsers that were let in by it are asked again.</summary>
    /// <exception cref="StartupProblem">The file cannot be read or written.</exception>
    public string RenewClass()
    {
        lock (_gate) return Write(Read() with { Class = NewToken() }).Class;
    }

    /// <summary>The same for the teacher: whoever was one has to bring the new one.</summary>
    /// <exception cref="StartupProblem">The file cannot be read or written.</exception>
    public string RenewTeacher()
    {
        lock (_gate) return Write(Read() with { Teacher = NewToken() }).Teacher!;
    }

    /// <summary>Whether someone has the token, however they write it; in a time that says nothing about how much of it was right.</summary>
    public bool IsClass(string token) => CryptographicOperations.FixedTimeEquals(Digest(token), Digest(Class));

    /// <summary>The same for the teacher's.</summary>
    public bool IsTeacher(string token) => CryptographicOperations.FixedTimeEquals(Digest(token), Digest(Teacher));

    /// <summary>What a cookie keeps in place of the token.</summary>
    public string Fingerprint => Convert.ToHexStringLower(Digest(Class));

    /// <summary>The same for the teacher's.</summary>
    public string TeachersFingerprint => Convert.ToHexStringLower(Digest(Teacher));

    private Content Current
    {
        get
        {
            lock (_gate) return Read();
        }
    }

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
            if (!File.Exists(_file)) return Write(new(NewToken(), NewToken()));
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(_file));
            if (content is not { Class.Length: >= LeastLength, Teacher: null or { Length: >= LeastLength } })
                throw new JsonException($"it holds no token of at least {LeastLength} characters");
            // An earlier version had none for the teacher.
            if (content.Teacher is null) return Write(content with { Teacher = NewToken() });
            if (Digest(content.Class).AsSpan().SequenceEqual(Digest(content.Teacher)))
                throw new JsonException("the class has the teacher's token");
            _known = (written, content);
            return content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupProblem(
                $"The access tokens in {_file} cannot be read ({failure.Message.TrimEnd('.')}). Remove the file, and new ones are made.",
                failure);
        }
    }

    private Content Write(Content content)
    {
        try
        {
            PrivateFiles.Write(_file, JsonSerializer.SerializeToUtf8Bytes(content));
            _known = (File.GetLastWriteTimeUtc(_file), content);
            IsNew = true;
            return content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"The access tokens cannot be kept in {_file} ({failure.Message.TrimEnd('.')}).", failure);
        }
    }

    private sealed record Content(string Class, string? Teacher);
}
