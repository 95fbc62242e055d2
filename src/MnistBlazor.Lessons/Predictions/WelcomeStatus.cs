using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

public enum WelcomeState { Waiting, Training, Ready, Failed }

/// <summary>How far the network that the first page shows is.</summary>
/// <param name="Progress">0..1 while it trains.</param>
/// <param name="Failure">Why there is none, when <see cref="WelcomeState.Failed"/>.</param>
public sealed record WelcomeStatus(WelcomeState State, double Progress = 0, Message? Failure = null);
