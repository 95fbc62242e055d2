using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// The tokens: the class's opens the app to a browser, the teacher's the teacher's page as well. They are kept for the whole server, and
/// made when they are first needed. One that was changed meanwhile, by the command or by hand, counts from the next request on, as soon
/// as it is known to this process. Thread-safe.
/// </summary>
public sealed class AccessTokens(IServerDocuments documents)
{
    public const string FileName = "access.json";

    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz"; // none that is taken for another
    private const int Groups = 3, GroupLength = 4; // 59 bits: enough where guessing is slowed, and short enough to be read out
    private const int LeastLength = 8;

    private readonly Lock _gate = new();
    private (string Text, Content Content)? _known;

    /// <summary>They were made by this process.</summary>
    public bool IsNew { get; private set; }

    /// <exception cref="StartupProblem">They are damaged, or cannot be read or written.</exception>
    public string Class => Current.Class;

    /// <exception cref="StartupProblem">The same.</exception>
    public string Teacher => Current.Teacher!;

    /// <summary>Makes another one for the class; browsers that were let in by it are asked again.</summary>
    /// <exception cref="StartupProblem">They cannot be read or written.</exception>
    public string RenewClass()
    {
        lock (_gate) return Change(content => content with { Class = NewToken() }).Class;
    }

    /// <summary>The same for the teacher: whoever was one has to bring the new one.</summary>
    /// <exception cref="StartupProblem">They cannot be read or written.</exception>
    public string RenewTeacher()
    {
        lock (_gate) return Change(content => content with { Teacher = NewToken() }).Teacher!;
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
            lock (_gate) return Change(content => content);
        }
    }

    private static byte[] Digest(string token) => SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(token.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()));

    private static string NewToken() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));

    /// <returns>What is stored afterwards, with both tokens.</returns>
    private Content Change(Func<Content, Content> change)
    {
        while (true)
        {
            var (text, stored) = Read();
            // An earlier version had none for the teacher.
            var content = change(stored is null ? new(NewToken(), NewToken()) : stored with { Teacher = stored.Teacher ?? NewToken() });
            if (content == stored || TryWrite(content, text)) return content;
            // Another process has just written: what it made counts.
        }
    }

    private (string? Text, Content? Content) Read()
    {
        try
        {
            if (documents.Read(FileName) is not { } text) return default;
            if (_known is { } known && known.Text == text) return known;
            var content = JsonSerializer.Deserialize<Content>(text);
            if (content is not { Class.Length: >= LeastLength, Teacher: null or { Length: >= LeastLength } })
                throw new JsonException($"it holds no token of at least {LeastLength} characters");
            if (content.Teacher is not null && Digest(content.Class).AsSpan().SequenceEqual(Digest(content.Teacher)))
                throw new JsonException("the class has the teacher's token");
            _known = (text, content);
            return (text, content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupProblem(
                $"The access tokens in {documents.PlaceOf(FileName)} cannot be read ({failure.Message.TrimEnd('.')}). Remove the file, "
                + "and new ones are made.",
                failure);
        }
    }

    private bool TryWrite(Content content, string? instead)
    {
        try
        {
            var written = documents.TryWrite(FileName, JsonSerializer.Serialize(content), instead);
            IsNew |= written;
            return written;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem(
                $"The access tokens cannot be kept in {documents.PlaceOf(FileName)} ({failure.Message.TrimEnd('.')}).", failure);
        }
    }

    private sealed record Content(string Class, string? Teacher);
}
