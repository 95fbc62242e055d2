namespace MnistBlazor.Web.Hosting;

/// <summary>In which language code is read. CodeBlock.razor.js keeps the choice in a cookie, so that pages arrive in it.</summary>
public enum CodeLanguage { CSharp, PyTorch }

public static class CodeLanguages
{
    /// <summary>The choice in the request's cookie; anything else there counts as C#.</summary>
    public static CodeLanguage Of(HttpContext? context) =>
        context?.Request.Cookies["code"] == "pytorch" ? CodeLanguage.PyTorch : CodeLanguage.CSharp;
}
