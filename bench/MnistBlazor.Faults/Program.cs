using System.Globalization;
using MnistBlazor.Faults;
using MnistBlazor.Faults.Scenarios;

// kills [TIMES] [SCENARIO ...]: kills a process at chosen moments, and looks what is lost. It calls itself with "act".
Scenario[] scenarios =
[
    new FirstStart(), new Migration(), new Training(), new Stopping(), new Edits(), new Retention(), new Upload(), new Backup(),
    new Restore(), new RestoreAnew(),
];

switch (args)
{
    case ["act", var name, var folder]:
        if (Fault.FromEnvironment() is { } fault) SystemCalls.Intercept(fault);
        await scenarios.Single(scenario => scenario.Name == name).ActAsync(folder, Console.WriteLine);
        return 0;
    case ["kills", .. var rest] when OperatingSystem.IsLinux():
        var times = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 50;
        return await Kills.RunAsync(scenarios, times, rest.Skip(1).ToHashSet()) == 0 ? 0 : 1;
    default:
        var names = string.Join(' ', scenarios.Select(one => one.Name));
        Console.Error.WriteLine($"kills [TIMES] [SCENARIO ...], on Linux. Scenarios: {names}");
        return 2;
}
