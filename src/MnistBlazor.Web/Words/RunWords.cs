namespace MnistBlazor.Web.Words;

/// <summary>The words of the pages that list, compare and fork runs: RunWords.resx in English, RunWords.ko.resx in Korean, with the same keys.</summary>
public sealed class RunWords;
