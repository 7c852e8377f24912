namespace Tenure.Server.Platform.Hosting;

/// <summary><c>--help</c> of the server's program.</summary>
internal static class ServerHelp
{
    /// <summary>Whether somebody asks for it, wherever it stands.</summary>
    public static bool IsAskedFor(IEnumerable<string> args) => args.Any(argument => argument is "--help" or "-h" or "-?");

    /// <summary>What it says.</summary>
    /// <param name="commands">How the other commands are written.</param>
    public static string Of(params IEnumerable<string> commands) => string.Join(Environment.NewLine,
    [
        "Usage:",
        "  Tenure.Server serve [OPTION VALUE]...",
        .. commands.Select(command => $"  Tenure.Server {command}"),
        "",
        "Options of serve, each the setting beside it; every other setting may be given as --Section:Name VALUE, too.",
        .. ServeArguments.Options.Select(option => $"  {option.Key,-16}{option.Value}"),
        "",
        "docs/operate/install.md explains all settings.",
    ]);
}
