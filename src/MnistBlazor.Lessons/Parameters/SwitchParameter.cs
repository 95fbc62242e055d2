using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>On or off: "true" or "false".</summary>
public sealed record SwitchParameter(string Id, string Default) : ParameterDefinition(Id, Default)
{
    public static string Format(bool value) => value ? "true" : "false";

    protected override Message Malformed => new("parameter.switch");

    protected override (string? Canonical, Message? Problem) Read(string text) => text.ToLowerInvariant() switch
    {
        "true" or "on" or "1" => ("true", null),
        "false" or "off" or "0" => ("false", null),
        _ => (null, Malformed),
    };
}
