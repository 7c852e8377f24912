namespace Tenure.Server.Platform.Hosting;

/// <summary>What may stand after <c>serve</c>: the options, and settings by their whole names. What nobody would read is refused, because it was meant to do something.</summary>
internal static class ServeArguments
{
    /// <summary>The options, each with the setting that it is.</summary>
    public static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--data"] = "Tenure:Data",
        ["--database"] = "ConnectionStrings:Tenure",
        ["--issuer"] = "Tenure:Issuer",
        ["--mail-host"] = "Mail:Host",
        ["--mail-port"] = "Mail:Port",
        ["--mail-from"] = "Mail:From",
        ["--urls"] = "urls",
        ["--environment"] = "environment",
    };

    // The sections that somebody reads, and the host's own; tests and tools that build the host pass some of these.
    private static readonly HashSet<string> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        "Tenure", "ConnectionStrings", "Kestrel", "Logging", "AllowedHosts", "urls", "environment", "applicationName", "contentRoot",
        "Mail", "Sms", "Registration", "Passwords", "SignIn", "Cases", "DeviceCodes", "Devices", "Documents", "Exports", "Flashing", "Keys", "Leaving", "Log", "Operators", "Pictures", "Server", "Telemetry",
    };

    /// <summary>Looks at what was given.</summary>
    /// <exception cref="StartRefusedException">Something is no option and no setting, or an option has no value.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            if (!Options.ContainsKey(name) && !(name.StartsWith("--", StringComparison.Ordinal) && IsSetting(name[2..])))
            {
                throw new StartRefusedException($"{name} is no command and no option of the server; --help lists them.");
            }

            if (value is null && (++i == args.Count || args[i].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new StartRefusedException($"{name} needs a value. One that begins with -- is written {name}=VALUE.");
            }
        }
    }

    // OpenTelemetry's names are its own, and many.
    private static bool IsSetting(string name) => Sections.Contains(name.Split(':')[0]) || name.StartsWith("OTEL_", StringComparison.Ordinal);

    private static (string Name, string? Value) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (argument[..at], argument[(at + 1)..]) : (argument, null);
}
