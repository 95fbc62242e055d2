using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

public enum WelcomeState { Waiting, Training, Ready, Failed }

/// <summary>How far one of the networks that the first page shows is.</summary>
/// <param name="Lesson">The lesson whose kind of network it is.</param>
/// <param name="Progress">0..1 while it trains.</param>
/// <param name="Failure">Why there is none, when <see cref="WelcomeState.Failed"/>.</param>
public sealed record WelcomeStatus(string Lesson, WelcomeState State, double Progress = 0, Message? Failure = null);

/// <summary>What the first page's networks make of one drawing.</summary>
/// <param name="Image">What they were shown: 28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
/// <param name="ByLesson">Of each network that can read, by its lesson.</param>
public sealed record WelcomeReading(byte[] Image, IReadOnlyDictionary<string, Prediction> ByLesson);
