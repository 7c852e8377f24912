using System.Text;

namespace Tenure.Protocols.Fastboot;

/// <summary>One command of a host.</summary>
/// <param name="Line">The whole line: 1 to 256 printable ASCII characters.</param>
/// <param name="Name">What stands before the first colon; for <c>oem</c> and <c>flashing</c> before the first space.</param>
/// <param name="Argument">The rest, or an empty text.</param>
public sealed record FastbootCommand(string Line, string Name, string Argument)
{
    /// <summary>Bytes of a command that a device takes. The specification says 64; hosts send up to 4096.</summary>
    public const int MaxBytes = 256;

    private static readonly string[] SpacedNames = ["oem", "flashing"];

    /// <summary>Reads a command.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.CommandRefused"/>: empty, too long, or other than printable ASCII.</exception>
    public static FastbootCommand Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxBytes)
        {
            throw new ProtocolException(ProtocolErrorCode.CommandRefused, $"A command has 1 to {MaxBytes} bytes.", "command");
        }

        if (bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            throw new ProtocolException(ProtocolErrorCode.CommandRefused, "A command holds printable ASCII only.", "command");
        }

        return Split(Encoding.ASCII.GetString(bytes));
    }

    private static FastbootCommand Split(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var isSpaced = space > 0 && SpacedNames.Contains(line[..space], StringComparer.Ordinal);
        var cut = isSpaced ? space : line.IndexOf(':', StringComparison.Ordinal);
        return cut < 0 ? new(line, line, "") : new(line, line[..cut], line[(cut + 1)..]);
    }
}
