using System.Data.Common;

namespace Tenure.Server.Platform.Hosting;

/// <summary>Secrets among the arguments of any command. Everybody on the machine can read those, so such a command is refused; the environment and files are for its user alone.</summary>
internal static class SecretArguments
{
    // The last word of a setting that is one, and the headers of OpenTelemetry, which carry a key.
    private static readonly string[] Names = [":Password", ":Pepper", "_HEADERS"];

    /// <summary>Looks at what was given.</summary>
    /// <exception cref="StartRefusedException">One of them is a secret; its value is not repeated.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            if (!parts[0].StartsWith("--", StringComparison.Ordinal))
            {
                continue;
            }

            var setting = ServeArguments.Options.GetValueOrDefault(parts[0], parts[0][2..]);
            var value = parts.Length > 1 ? parts[1] : i + 1 < args.Count ? args[i + 1] : "";
            if (Names.Any(name => setting.EndsWith(name, StringComparison.OrdinalIgnoreCase)) || (setting.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) && HasPassword(value)))
            {
                throw new StartRefusedException(
                    $"{parts[0]} holds a secret, and everybody on this machine can read arguments. Set the environment variable {setting.Replace(":", "__", StringComparison.Ordinal)} instead.");
            }
        }
    }

    private static bool HasPassword(string connection)
    {
        try
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = connection };
            return ((string[])["Password", "Pwd", "SSL Password", "SslPassword"]).Any(settings.ContainsKey);
        }
        catch (ArgumentException)
        {
            // Not one at all: whoever opens it says so.
            return false;
        }
    }
}
