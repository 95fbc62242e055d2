namespace MnistBlazor.Web.Models.Parameters;

/// <summary>
/// The parameters whose fields hold a text that is no value. As long as there is one, the page runs nothing: what is seen in a field is
/// what runs. Of one page; its renderer calls it.
/// </summary>
public sealed class WrongTexts
{
    private readonly HashSet<string> _parameters = [];

    /// <summary>Raised when one has come or gone.</summary>
    public event Action? Changed;

    /// <summary>The fields are to show the values in force again.</summary>
    public event Action? Discarded;

    /// <summary>One of them, for the sentence that says why nothing runs; null: none.</summary>
    public string? First => _parameters.FirstOrDefault();

    public void Note(string parameter, bool wrong)
    {
        if (wrong ? _parameters.Add(parameter) : _parameters.Remove(parameter)) Changed?.Invoke();
    }

    public void Discard()
    {
        Discarded?.Invoke();
        _parameters.Clear();
        Changed?.Invoke();
    }
}
