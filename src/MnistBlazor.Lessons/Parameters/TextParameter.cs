namespace MnistBlazor.Lessons.Parameters;

/// <summary>A short text, typed: a formula, names. What it may say is the derived record's to decide.</summary>
public abstract record TextParameter(string Id, string Default) : ParameterDefinition(Id, Default);
