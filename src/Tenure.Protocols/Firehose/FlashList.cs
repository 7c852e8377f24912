using System.Globalization;

namespace Tenure.Protocols.Firehose;

/// <summary>The lists in a flash package: what goes where (rawprogram*.xml), and which numbers are set afterwards (patch*.xml).</summary>
public static class FlashList
{
    /// <summary>Bytes of a list, at most.</summary>
    public const int MaxBytes = 1 << 22;

    /// <summary>Entries of a list, at most.</summary>
    public const int MaxEntries = 1 << 14;

    /// <summary>Reads a list of places.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FlashListRefused"/>.</exception>
    public static IReadOnlyList<FlashEntry> ReadProgram(ReadOnlySpan<byte> xml) =>
        [.. Read(xml, "data").Select(element => Reading(element, read => Entry(element.Name, read)))];

    /// <summary>Reads a list of patches. Those that are not <see cref="FirehosePatchCommand.IsForDisk"/> are for files on the host, and not sent.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FlashListRefused"/>.</exception>
    public static IReadOnlyList<FirehosePatchCommand> ReadPatches(ReadOnlySpan<byte> xml) =>
        [.. Read(xml, "patches").Select(element => Reading(element, read => element.Name == "patch" ? FirehoseCodec.Patch(read) : throw read.Refused("patch", "Only patches are expected.")))];

    /// <summary>True for a name below the list's own folder: no root, no drive, no step up, and no letters that move a cursor or turn the direction of writing.</summary>
    public static bool IsSafeName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= 255
            && !name.Any(c => c is '\\' or ':' || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            && name.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
    }

    private static List<FirehoseElement> Read(ReadOnlySpan<byte> xml, string root) => xml.Length > MaxBytes
        ? throw new ProtocolException(ProtocolErrorCode.FlashListRefused, $"A list has at most {MaxBytes} bytes.", "document")
        : FirehoseXml.Read(xml.StartsWith("\uFEFF"u8) ? xml[3..] : xml, root, MaxEntries, ProtocolErrorCode.FlashListRefused);

    private static T Reading<T>(FirehoseElement element, Func<FirehoseAttributes, T> read)
    {
        try
        {
            return read(new(element, ProtocolErrorCode.FlashListRefused));
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.FirehoseRefused)
        {
            throw new ProtocolException(ProtocolErrorCode.FlashListRefused, e.Message, e.Field, e);
        }
    }

    private static FlashEntry Entry(string name, FirehoseAttributes read)
    {
        var kind = name switch
        {
            "program" => FlashEntryKind.Program,
            "erase" => FlashEntryKind.Erase,
            "zeroout" => FlashEntryKind.Zero,
            _ => throw read.Refused(name, "A list holds program, erase and zeroout."),
        };
        var file = read.Text("filename") is { Length: > 0 } text ? text : null;
        return file is null || IsSafeName(file)
            ? new(
                kind,
                FirehoseCodec.Place(read, minSectors: 0),
                file,
                read.Text("label") is { Length: > 0 } label ? label : null,
                read.Flag("sparse"),
                read.Number("file_sector_offset", 0, FirehosePlace.MaxSectors, 0))
            : throw read.Refused("filename", "A file's name stays in the folder of its list.");
    }
}
