namespace MnistBlazor.ML.Tests;

/// <summary>Tests that look at what the process has only once. Nothing else runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
