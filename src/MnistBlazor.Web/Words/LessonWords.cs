namespace MnistBlazor.Web.Words;

/// <summary>Names the words of lesson pages, cells, charts and the pad: LessonWords.resx, LessonWords.ko.resx.</summary>
public sealed class LessonWords;
