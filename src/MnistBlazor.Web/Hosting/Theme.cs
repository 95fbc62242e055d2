namespace MnistBlazor.Web.Hosting;

/// <summary>Light, dark, or as the reader's system has it. js/theme.js keeps the choice in a cookie, so that pages arrive in it.</summary>
public enum Theme { System, Light, Dark }

public static class Themes
{
    /// <summary>The choice in the request's cookie; anything else there counts as none.</summary>
    public static Theme Of(HttpContext? context) => context?.Request.Cookies["theme"] switch
    {
        "light" => Theme.Light,
        "dark" => Theme.Dark,
        _ => Theme.System,
    };
}
