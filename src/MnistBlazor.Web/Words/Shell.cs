namespace MnistBlazor.Web.Words;

/// <summary>The words of the app around the lessons: Shell.resx in English, Shell.ko.resx in Korean, with the same keys.</summary>
public sealed class Shell;
