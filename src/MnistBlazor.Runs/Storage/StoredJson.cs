using System.Text.Json;

namespace MnistBlazor.Runs.Storage;

/// <summary>How the store writes what it keeps as JSON.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    /// <summary>Null: the text was written by a version of the app that knew what this one does not.</summary>
    public static T? ReadIfKnown<T>(string json) where T : class
    {
        try
        {
            return Read<T>(json);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
