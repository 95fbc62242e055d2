namespace MnistBlazor.Runs.Storage;

/// <summary>The store is not what it was when it was last used: to go on as if it were a new one would lose what it held.</summary>
public sealed class StoreDamagedException(string sentence, Exception? inner = null) : Exception(sentence, inner);
