using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Models.Code;

/// <summary>The language in which a reader reads the code of all cells: chosen in one, it holds for the others. Of one circuit.</summary>
public sealed class CodeChoice(CodeLanguage language)
{
    /// <summary>Raised on the circuit's dispatcher after a choice.</summary>
    public event Action? Changed;

    public CodeLanguage Language { get; private set; } = language;

    public void Choose(CodeLanguage language)
    {
        if (language == Language) return;
        Language = language;
        Changed?.Invoke();
    }
}
