using System.Text;
using Tenure.Device.Phone;

namespace Tenure.Device.Linux;

/// <summary>What a Linux system says of itself and of the machine it runs on.</summary>
public static class LinuxFacts
{
    private const int LongestModel = 64;

    /// <summary>Reads it: the device tree of a phone, else the DMI of a computer, and <c>/etc/os-release</c> (os-release(5)).</summary>
    /// <param name="root">The root of the file system.</param>
    /// <param name="server">Address that the wizard offers.</param>
    public static PhoneFacts Read(string root, Uri? server)
    {
        var system = ReadAssignments(Path.Combine(root, "etc/os-release"));
        return new PhoneFacts(
            First(root, "proc/device-tree/model", "sys/class/dmi/id/product_name") ?? "Linux device",
            First(root, "proc/device-tree/serial-number", "sys/class/dmi/id/product_serial") ?? "",
            First(root, "sys/class/dmi/id/board_name", "proc/device-tree/compatible") ?? "linux",
            First(root, "sys/class/dmi/id/bios_version") ?? "unknown",
            system.GetValueOrDefault("NAME", "Linux"),
            system.GetValueOrDefault("VERSION_ID", "unknown"),
            server)
        {
            // Nothing here can tell whether the boot chain was the maker's.
            IsBootVerified = false,
        };
    }

    // The device tree ends its texts with a zero, and lists the most fitting first.
    private static string? First(string root, params string[] files) => files
        .Select(file => Path.Combine(root, file)).Where(File.Exists).Select(ReadText)
        .Select(text => text.Split('\0')[0].Trim()).FirstOrDefault(text => text.Length > 0) is { } found ? Cut(found) : null;

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (UnauthorizedAccessException)
        {
            // Serial numbers are for root alone.
            return "";
        }
    }

    private static string Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > LongestModel)
        {
            text = text[..^1];
        }

        return text;
    }

    private static Dictionary<string, string> ReadAssignments(string file)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && Cut(line[(at + 1)..].Trim().Trim('"', '\'')) is { Length: > 0 } value)
            {
                found[line[..at]] = value;
            }
        }

        return found;
    }
}
