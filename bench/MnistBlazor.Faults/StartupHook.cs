using MnistBlazor.Faults;

/// <summary>
/// Called by .NET before a program's own code, where DOTNET_STARTUP_HOOKS names this assembly: so the app as it is has faults.
/// </summary>
internal sealed class StartupHook
{
    public static void Initialize()
    {
        if (Fault.FromEnvironment() is { } fault) SystemCalls.Intercept(fault);
    }
}
