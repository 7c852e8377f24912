using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>A signer's ledger as text: a head, then a line for each ticket and each checkpoint, fields separated by tabs, each line ending in a hash over the one before and itself.</summary>
/// <remarks>
/// docs/protocols/signer.md. ASCII, lines end in one line feed. The hash of the head is the SHA-256 of its text; the hash of a line is the SHA-256 of the hash before it (32 bytes) and the line's text
/// up to the last tab, so that <c>sha256sum</c> can check it.
/// </remarks>
public static class LedgerFormat
{
    /// <summary>Bytes of the longest line, without its line feed.</summary>
    public const int LongestLine = 512;

    private const string Kind = "tenure-signer-ledger/1";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string None = "-";
    private const int Fields = 11;
    private const int LongestAction = 24;

    /// <summary>The head of a new ledger, without a line feed.</summary>
    /// <param name="id">16 random bytes that name it.</param>
    public static string Head(byte[] id) => $"{Kind}\t{Hex(id)}";

    /// <summary>The hash that the first line stands on.</summary>
    public static byte[] HashOfHead(string head) => SHA256.HashData(Encoding.ASCII.GetBytes(head));

    /// <summary>Reads the head.</summary>
    /// <returns>The ledger's id, 16 bytes.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LedgerLineRefused"/>.</exception>
    public static byte[] ReadHead(ReadOnlySpan<byte> line) =>
        Text(line).Split('\t') is [Kind, var id] ? Bytes(id, ClaimSizes.Id) : throw Refused("It does not begin like a ledger.");

    /// <summary>One line, without a line feed, and its hash.</summary>
    public static (string Text, byte[] Hash) Write(LedgerLine line, byte[] previous)
    {
        ArgumentNullException.ThrowIfNull(line);
        var body = Body(line);
        var hash = Hash(previous, body);
        return ($"{body}\t{Hex(hash)}", hash);
    }

    /// <summary>Reads one line. Whether it follows the one before it is <see cref="LedgerVerification"/>'s question.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LedgerLineRefused"/>.</exception>
    public static (LedgerLine Line, byte[] Hash) Read(ReadOnlySpan<byte> bytes)
    {
        var text = Text(bytes);
        var fields = text.Split('\t');
        if (fields.Length != Fields)
        {
            throw Refused($"A line has {Fields} fields.");
        }

        var line = new LedgerLine
        {
            Sequence = Number(fields[0], long.MaxValue),
            At = Time(fields[1]),
            Purpose = Purpose(fields[2]),
            Generation = (uint)Number(fields[3], uint.MaxValue),
            Action = Action(fields[4]),
            Subject = Subject(fields[5]),
            Number = Number(fields[6], long.MaxValue),
            Id = Bytes(fields[7], ClaimSizes.Id),
            Basis = Bytes(fields[8], ClaimSizes.Digest),
            ClaimsDigest = Bytes(fields[9], ClaimSizes.Digest),
        };

        // One way to write each: whatever differs from it was not written by a signer.
        return text.AsSpan(0, text.LastIndexOf('\t')).SequenceEqual(Body(line)) ? (line, Bytes(fields[10], SHA256.HashSizeInBytes)) : throw Refused("The same line is written differently.");
    }

    internal static byte[] Hash(byte[] previous, ReadOnlySpan<byte> line)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(line[..line.LastIndexOf((byte)'\t')]);
        return hash.GetHashAndReset();
    }

    private static byte[] Hash(byte[] previous, string body) => Hash(previous, Encoding.ASCII.GetBytes(body + "\t"));

    private static string Body(LedgerLine line) => string.Join(
        '\t',
        line.Sequence.ToString(CultureInfo.InvariantCulture),
        line.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        NameOf(line.Purpose),
        line.Generation.ToString(CultureInfo.InvariantCulture),
        line.Action,
        line.Subject?.Text ?? None,
        line.Number.ToString(CultureInfo.InvariantCulture),
        Hex(line.Id),
        Hex(line.Basis),
        Hex(line.ClaimsDigest));

    private static string NameOf(SignerPurpose purpose) => purpose switch
    {
        SignerPurpose.Hold => "hold",
        SignerPurpose.Release => "release",
        SignerPurpose.Flash => "flash",
        SignerPurpose.Log => "log",
    };

    private static string Text(ReadOnlySpan<byte> line) => line.Length <= LongestLine && Ascii.IsValid(line) && !line.ContainsAny((byte)'\n', (byte)'\r')
        ? Encoding.ASCII.GetString(line)
        : throw Refused("It is not a line of printable characters.");

    private static long Number(string text, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : throw Refused("A number is outside its range.");

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : throw Refused("The time is none.");

    private static SignerPurpose Purpose(string text) =>
        Enum.GetValues<SignerPurpose>().Where(p => NameOf(p) == text).Select(p => (SignerPurpose?)p).FirstOrDefault() ?? throw Refused("There is no such signer.");

    private static string Action(string text) =>
        text.Length is > 0 and <= LongestAction && text.All(c => char.IsAsciiLetterLower(c) || c == '_') ? text : throw Refused("The action is none.");

    private static KeyThumbprint? Subject(string text)
    {
        if (text == None)
        {
            return null;
        }

        try
        {
            return KeyThumbprint.Parse(text);
        }
        catch (ProtocolException e)
        {
            throw Refused(e.Message);
        }
    }

    private static byte[] Bytes(string hex, int size)
    {
        var bytes = new byte[size];
        return hex.Length == 2 * size && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done && Hex(bytes) == hex
            ? bytes
            : throw Refused($"{size} bytes in hexadecimal are expected.");
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static ProtocolException Refused(string reason) => new(ProtocolErrorCode.LedgerLineRefused, reason, "ledger");
}
