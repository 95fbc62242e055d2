using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>One of a few named values.</summary>
public sealed record ChoiceParameter(string Id, string Default, string[] Choices)
    : ParameterDefinition(Id, Default)
{
    protected override Message Malformed => new("parameter.choice", string.Join(", ", Choices));

    protected override (string? Canonical, Message? Problem) Read(string text)
    {
        string? choice = Choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));
        return choice is null ? (null, Malformed) : (choice, null);
    }
}
