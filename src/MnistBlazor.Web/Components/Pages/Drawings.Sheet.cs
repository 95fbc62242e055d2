using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Sheets;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Components.Pages;

/// <summary>Drawings from the photograph of a printed sheet.</summary>
public sealed partial class Drawings
{
    /// <summary>What a phone's largest photographs take: all of one is in memory at once.</summary>
    private const long MaxPhotoBytes = 20L << 20;

    private static readonly TimeSpan PhotoPatience = TimeSpan.FromMinutes(5);

    // One after the other, of all learners: a photograph takes a processor and memory.
    private static readonly SemaphoreSlim Reading = new(1);

    private string _sheetSaid = "";
    private string? _sheetProblem;
    private bool _readsSheet;

    /// <summary>The sheet on which the chosen class is.</summary>
    private int Page => _class / SheetLayout.MaxRows;

    private DrawnClass[] SheetClasses => [.. Classes.Skip(Page * SheetLayout.MaxRows).Take(SheetLayout.MaxRows)];

    private async Task ReadSheetAsync(InputFileChangeEventArgs chosen)
    {
        if (_readsSheet || Classes.Count == 0) return;
        (_sheetSaid, _sheetProblem) = ("", null);
        using var place = Limits.TakePhotograph(Learner.Visitor);
        if (place is null)
        {
            _sheetProblem = Words[Learner.HasCookie ? "drawings.sheet.wait" : "own.no-cookies"];
            return;
        }
        _readsSheet = true;
        try
        {
            string[] names = [.. SheetClasses.Select(one => one.Name)];
            var (photo, name) = (await BytesAsync(chosen.File), chosen.File.Name);
            await Reading.WaitAsync();
            IReadOnlyList<SheetDrawing> drawings;
            try
            {
                drawings = await Task.Run(() => SheetReader.Read(photo, name, names.Length, Options.DatasetBounds));
            }
            finally
            {
                Reading.Release();
            }
            if (drawings.Count > 0 && !Change(() => Add(drawings, names))) return;
            _sheetSaid = Words["drawings.sheet.found", drawings.Count];
        }
        catch (DatasetException problem)
        {
            _sheetProblem = Words.Say(problem);
        }
        catch (IOException)
        {
            _sheetProblem = Words["drawings.sheet.large", MaxPhotoBytes >> 20];
        }
        catch (Exception failure) when (failure is JSException or JSDisconnectedException or OperationCanceledException or TimeoutException)
        {
            _sheetProblem = Words["own.failed.connection"];
        }
        finally
        {
            _readsSheet = false;
        }
    }

    private DrawingCollection Add(IReadOnlyList<SheetDrawing> drawings, string[] names) =>
        Collections.Add(Learner.Id, [.. drawings.Select(drawing => (names[drawing.Row], drawing.Pixels))]);

    private async Task<byte[]> BytesAsync(IBrowserFile file)
    {
        await using var stream = file.OpenReadStream(MaxPhotoBytes);
        using var bytes = new MemoryStream();
        using var late = new CancellationTokenSource(PhotoPatience);
        await stream.CopyToAsync(bytes, late.Token);
        return bytes.ToArray();
    }
}
