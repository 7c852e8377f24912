using System.Globalization;

namespace Tenure.Protocols.Firehose;

/// <summary>A number that the device works out: a sector, or the value of a patch.</summary>
/// <remarks>A plain number, <c>NUM_DISK_SECTORS-n</c>, or <c>CRC32(sector,bytes)</c>. A dot at the end says that a number is decimal, to other tools.</remarks>
public abstract record FirehoseExpression
{
    /// <summary>Letters of an expression, at most.</summary>
    public const int MaxLength = 128;

    private const string Disk = "NUM_DISK_SECTORS";
    private const string Crc = "CRC32(";

    private FirehoseExpression()
    {
    }

    /// <summary>False for a checksum.</summary>
    public bool IsPlain => this is not Checksum;

    /// <summary>The number as a sector: from the start of the unit, or, when negative, from its end; <c>null</c> for a checksum.</summary>
    public long? SectorNumber => this switch
    {
        Number { Value: <= long.MaxValue and var value } => (long)value,
        FromEnd { Back: > 0 and <= long.MaxValue and var back } => -(long)back,
        _ => null,
    };

    /// <summary>A plain number.</summary>
    public static FirehoseExpression Of(long value) => new Number((ulong)value);

    /// <summary>A sector counted from the start, or, when negative, from the end of the unit.</summary>
    public static FirehoseExpression OfSector(long sector) => sector < 0 ? new FromEnd((ulong)-sector) : Of(sector);

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FirehoseRefused"/>.</exception>
    public static FirehoseExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length <= MaxLength && Parse(trimmed) is { } expression
            ? expression
            : throw new ProtocolException(ProtocolErrorCode.FirehoseRefused, "Not an expression.", "expression");
    }

    /// <summary>Works it out.</summary>
    /// <param name="sectors">Of the unit.</param>
    /// <param name="crc">CRC-32 of so many bytes from a sector on; <c>null</c> when they are not there.</param>
    /// <returns><c>null</c> when it stands for nothing on this unit.</returns>
    public async ValueTask<ulong?> EvaluateAsync(long sectors, Func<ulong, ulong, ValueTask<uint?>> crc)
    {
        ArgumentNullException.ThrowIfNull(crc);
        return this switch
        {
            Number number => number.Value,
            FromEnd end => end.Back <= (ulong)sectors ? (ulong)sectors - end.Back : null,
            Checksum sum => await sum.Sector.EvaluateAsync(sectors, crc).ConfigureAwait(false) is { } sector
                && await sum.Bytes.EvaluateAsync(sectors, crc).ConfigureAwait(false) is { } bytes
                    ? await crc(sector, bytes).ConfigureAwait(false)
                    : null,
            _ => null,
        };
    }

    private static FirehoseExpression? Parse(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Crc, StringComparison.Ordinal))
        {
            return ParsePlain(text);
        }

        return text.EndsWith(")", StringComparison.Ordinal) && text[Crc.Length..^1] is var inner && inner.IndexOf(',') is var comma and > 0
            && ParsePlain(inner[..comma].Trim()) is { } sector && ParsePlain(inner[(comma + 1)..].Trim()) is { } bytes
                ? new Checksum(sector, bytes)
                : null;
    }

    private static FirehoseExpression? ParsePlain(ReadOnlySpan<char> text)
    {
        text = text.EndsWith(".", StringComparison.Ordinal) ? text[..^1] : text;
        if (!text.StartsWith(Disk, StringComparison.Ordinal))
        {
            return FirehoseAttributes.TryNumber(text, out var value) ? new Number(value) : null;
        }

        text = text[Disk.Length..];
        return text.IsEmpty ? new FromEnd(0)
            : text[0] == '-' && FirehoseAttributes.TryNumber(text[1..], out var back) ? new FromEnd(back)
            : null;
    }

    /// <summary>A plain number.</summary>
    internal sealed record Number(ulong Value) : FirehoseExpression
    {
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>So many sectors before the end of the unit.</summary>
    internal sealed record FromEnd(ulong Back) : FirehoseExpression
    {
        public override string ToString() => Back == 0 ? Disk : string.Create(CultureInfo.InvariantCulture, $"{Disk}-{Back}.");
    }

    /// <summary>CRC-32 of bytes of the unit.</summary>
    internal sealed record Checksum(FirehoseExpression Sector, FirehoseExpression Bytes) : FirehoseExpression
    {
        public override string ToString() => $"{Crc}{Sector},{Bytes})";
    }
}
