using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.ML;

namespace MnistBlazor.Lessons.Digits;

/// <summary>What computes.</summary>
public sealed class SetupCell : DigitsCell
{
    public const string Name = "setup";

    private readonly IReadOnlyList<string> _devices;

    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public SetupCell(IReadOnlyList<string> devices) : base(Name)
    {
        _devices = devices;
        Parameters = [DigitsParameters.Device(devices)];
        Code = [CodeRegions.Trainer.Setup];
    }

    public override Type Output => typeof(SetupOutput);

    public override bool IsQuick => true;

    public override Task<CellResult> EvaluateAsync(CellContext context)
    {
        var (torch, id) = (TorchRuntime.Info, OptionsOf(context).Device);
        // One of another machine goes by its id.
        var device = TorchRuntime.Devices.FirstOrDefault(known => known.Id == id)
            ?? (_devices.Contains(id) ? new ComputeDevice(id, id) : null);
        return Task.FromResult(device is null
            ? CellResult.Failed(CellMessages.UnknownDevice(id))
            : CellResult.Completed(new SetupOutput(torch.Provider, torch.Version, device.Id, device.Name, torch.Threads)));
    }
}

/// <param name="Provider">Which Torch runs: "TorchSharp 0.107.0".</param>
/// <param name="Device">"cpu", "cuda:0"…</param>
/// <param name="Threads">How many threads Torch computes with on the CPU.</param>
public sealed record SetupOutput(string Provider, string TorchVersion, string Device, string DeviceName, int Threads) : CellOutput;
