using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Tenure.Protocols.Fastboot;

namespace Tenure.Protocols.Firehose;

/// <summary>Commands and replies as elements, in both directions.</summary>
public static class FirehoseCodec
{
    /// <summary>Bytes of a raw transfer, at most.</summary>
    public const int MaxPayload = 1 << 20;

    /// <summary>Bytes of a ticket, at most.</summary>
    public const int MaxTicket = 8192;

    /// <summary>Bytes of a manifest, at most.</summary>
    public const int MaxManifest = 1 << 20;

    /// <summary>Bytes of evidence, at most: what a document of 4096 bytes holds in base64url.</summary>
    public const int MaxEvidence = 2944;

    private const int MaxUnit = 255;

    private static readonly string[] Handed = ["ufs", "emmc", "firmwarewrite", "fixgpt", "benchmark"];

    /// <summary>Reads a command.</summary>
    /// <param name="element">From a document.</param>
    /// <param name="unknown">Names of attributes that mean nothing here.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FirehoseRefused"/>: unknown, or attributes that are missing or out of range.</exception>
    public static FirehoseCommand ReadCommand(FirehoseElement element, out IReadOnlyList<string> unknown)
    {
        ArgumentNullException.ThrowIfNull(element);
        var read = new FirehoseAttributes(element);
        FirehoseCommand command = element.Name switch
        {
            "configure" => Configure(read),
            "program" => new FirehoseProgramCommand(Place(read), Optional(read, "filename"), Optional(read, "label")),
            "read" => new FirehoseReadCommand(Place(read)),
            "erase" => Erase(read),
            "patch" => Patch(read),
            "getstorageinfo" => new FirehoseStorageCommand((int)read.Number("physical_partition_number", 0, MaxUnit, 0)),
            "getsha256digest" => new FirehoseDigestCommand(Place(read)),
            "getcrc16digest" => new FirehoseDigestCommand(Place(read), IsCrc16: true),
            "setbootablestoragedrive" => new FirehoseBootableCommand((int)read.Number("value", 0, MaxUnit)),
            "power" => Power(read),
            "nop" => Nop(read),
            "sig" => Sig(read),
            _ when Handed.Contains(element.Name, StringComparer.Ordinal) => new FirehoseOtherCommand(element),
            _ => throw read.Refused("command", $"unknown tag {FastbootText.Printable(element.Name)}"),
        };
        unknown = command is FirehoseOtherCommand ? [] : read.Unknown;
        return command;
    }

    /// <summary>Writes a command.</summary>
    public static FirehoseElement Write(FirehoseCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command switch
        {
            FirehoseConfigureCommand c => Element(
                "configure", ("MemoryName", c.MemoryName), ("MaxPayloadSizeToTargetInBytes", Text(c.MaxPayload)), ("Verbose", Text(c.Verbose)), ("ZlpAwareHost", Text(c.IsZlpAware)),
                ("SkipStorageInit", Text(c.SkipStorageInit)), ("SkipWrite", Text(c.SkipWrite))),
            FirehoseProgramCommand c => Element("program", [.. Attributes(c.Place), ("filename", c.FileName), ("label", c.Label)]),
            FirehoseReadCommand c => Element("read", Attributes(c.Place)),
            FirehoseEraseCommand { Place: { } place } => Element("erase", Attributes(place)),
            FirehoseEraseCommand c => Element("erase", ("SECTOR_SIZE_IN_BYTES", Text(c.SectorSize)), ("physical_partition_number", Text(c.Unit))),
            FirehosePatchCommand c => Element(
                "patch", ("SECTOR_SIZE_IN_BYTES", Text(c.Place.SectorSize)), ("byte_offset", Text(c.ByteOffset)), ("filename", c.FileName), ("physical_partition_number", Text(c.Place.Unit)),
                ("size_in_bytes", Text(c.Size)), ("start_sector", c.Place.Start.ToString()), ("value", c.Value.ToString()), ("what", c.What), ("slot", Slot(c.Place))),
            FirehoseStorageCommand c => Element("getstorageinfo", ("physical_partition_number", Text(c.Unit))),
            FirehoseDigestCommand c => Element(c.IsCrc16 ? "getcrc16digest" : "getsha256digest", Attributes(c.Place)),
            FirehoseBootableCommand c => Element("setbootablestoragedrive", ("value", Text(c.Unit))),
            FirehosePowerCommand c => Element("power", ("value", PowerName(c.Power)), ("DelayInSeconds", c.DelaySeconds == 0 ? null : Text(c.DelaySeconds))),
            FirehoseNopCommand => Element("nop"),
            FirehoseSigCommand c => Element("sig", ("TargetName", StepName(c.Step)), ("version", "1"), ("size_in_bytes", c.Size == 0 ? null : Text(c.Size))),
            FirehoseOtherCommand c => c.Element,
            _ => throw new ArgumentException("Not a command of this library.", nameof(command)),
        };
    }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.FirehoseRefused"/>.</exception>
    public static FirehoseReply ReadReply(FirehoseElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        var read = new FirehoseAttributes(element);
        switch (element.Name)
        {
            case "log":
                return new FirehoseLogReply(FastbootText.Printable(read.Text("value") ?? ""));
            case "response":
                var isAck = read.Required("value") switch
                {
                    "ACK" => true,
                    "NAK" => false,
                    _ => throw read.Refused("value", "A response is ACK or NAK."),
                };
                var isRaw = read.Flag("rawmode");
                return new FirehoseResponseReply(isAck, isRaw, [.. element.Attributes.Where(a => read.Unknown.Contains(a.Key, StringComparer.Ordinal))]);
            case "sig":
                var step = read.Required("TargetName") switch
                {
                    "blob" => FirehoseSigStep.Request,
                    "receipt" => FirehoseSigStep.Receipt,
                    _ => throw read.Refused("TargetName", "Evidence is a blob or a receipt."),
                };
                return new FirehoseSigReply(step, Evidence(read));
            default:
                throw read.Refused("reply", "A programmer says log, response or sig.");
        }
    }

    /// <summary>Writes a reply. A line that is too long for a document is cut.</summary>
    public static FirehoseElement Write(FirehoseReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return reply switch
        {
            FirehoseLogReply r => Element("log", ("value", Cut(r.Text))),
            FirehoseResponseReply r => new("response", [new("value", r.IsAck ? "ACK" : "NAK"), new("rawmode", r.IsRaw ? "true" : "false"), .. r.Values]),
            FirehoseSigReply r => Element("sig", ("TargetName", r.Step == FirehoseSigStep.Receipt ? "receipt" : "blob"), ("version", "1"), ("value", Base64Url.EncodeToString(r.Evidence))),
            _ => throw new ArgumentException("Not a reply of this library.", nameof(reply)),
        };
    }

    /// <summary>The place that an element names.</summary>
    /// <remarks>A checksum is no place: with one, whoever may read here would learn of sectors elsewhere.</remarks>
    internal static FirehosePlace Place(FirehoseAttributes read, long? sectors = null, long minSectors = 1) => new(
        (int)read.Number("SECTOR_SIZE_IN_BYTES", 1, FirehosePlace.MaxSectorSize),
        (int)read.Number("physical_partition_number", 0, MaxUnit, 0),
        FirehoseExpression.Parse(read.Required("start_sector")) is { IsPlain: true } start ? start : throw read.Refused("start_sector", "A checksum is no sector."),
        sectors ?? read.Number("num_partition_sectors", minSectors, FirehosePlace.MaxSectors),
        (int)read.Number("slot", 0, MaxUnit, 0));

    internal static FirehosePatchCommand Patch(FirehoseAttributes read) => new(
        Place(read, sectors: 1),
        (int)read.Number("byte_offset", 0, FirehosePlace.MaxSectorSize),
        (int)read.Number("size_in_bytes", 1, 8),
        FirehoseExpression.Parse(read.Required("value")),
        read.Text("filename") ?? FirehosePatchCommand.Disk,
        Optional(read, "what"));

    private static FirehoseConfigureCommand Configure(FirehoseAttributes read)
    {
        foreach (var name in new[] { "AlwaysValidate", "MaxDigestTableSizeInBytes", "TargetName" })
        {
            read.Text(name);
        }

        return new()
        {
            MemoryName = read.Required("MemoryName").ToLowerInvariant(),
            MaxPayload = (int)read.Number("MaxPayloadSizeToTargetInBytes", 1, int.MaxValue, MaxPayload),
            Verbose = read.Flag("Verbose"),
            IsZlpAware = read.Flag("ZlpAwareHost"),
            SkipStorageInit = read.Flag("SkipStorageInit"),
            SkipWrite = read.Flag("SkipWrite"),
        };
    }

    private static FirehoseEraseCommand Erase(FirehoseAttributes read)
    {
        var size = (int)read.Number("SECTOR_SIZE_IN_BYTES", 1, FirehosePlace.MaxSectorSize);
        var unit = (int)read.Number("physical_partition_number", 0, MaxUnit, 0);

        // One without the other is a mistake, and the whole unit would be its price.
        return new(size, unit, read.Text("start_sector") is null & read.Text("num_partition_sectors") is null ? null : Place(read));
    }

    private static FirehosePowerCommand Power(FirehoseAttributes read) => new(
        read.Required("value") switch
        {
            "reset" => FirehosePower.Reset,
            "off" => FirehosePower.Off,
            "reset_to_edl" => FirehosePower.ResetToEdl,
            _ => throw read.Refused("value", "Power is reset, off or reset_to_edl."),
        },
        (int)read.Number("DelayInSeconds", 0, 600, 0));

    private static FirehoseNopCommand Nop(FirehoseAttributes read)
    {
        read.Text("value");
        return new();
    }

    private static FirehoseSigCommand Sig(FirehoseAttributes read)
    {
        read.Number("version", 1, 1, 1);
        return read.Required("TargetName") switch
        {
            "req" => new(FirehoseSigStep.Request),
            "ticket" => new(FirehoseSigStep.Ticket, (int)read.Number("size_in_bytes", 1, MaxTicket)),
            "manifest" => new(FirehoseSigStep.Manifest, (int)read.Number("size_in_bytes", 1, MaxManifest)),
            "receipt" => new(FirehoseSigStep.Receipt),
            "handover" => new(FirehoseSigStep.HandOver),
            _ => throw read.Refused("TargetName", "A step is req, ticket, manifest, receipt or handover."),
        };
    }

    private static byte[] Evidence(FirehoseAttributes read)
    {
        read.Number("version", 1, 1, 1);
        var text = read.Required("value");
        if (text.Length > Base64Url.GetEncodedLength(MaxEvidence) || !Base64Url.IsValid(text) || text.AsSpan().ContainsAny(" \t\r\n="))
        {
            throw read.Refused("value", "Evidence is base64url without padding.");
        }

        return Base64Url.DecodeFromChars(text);
    }

    // What is empty is as good as not there.
    private static string? Optional(FirehoseAttributes read, string name) => read.Text(name) is { Length: > 0 } text ? text : null;

    private static (string, string?)[] Attributes(FirehosePlace place) =>
    [
        ("SECTOR_SIZE_IN_BYTES", Text(place.SectorSize)), ("num_partition_sectors", Text(place.Sectors)), ("physical_partition_number", Text(place.Unit)),
        ("start_sector", place.Start.ToString()), ("slot", Slot(place)),
    ];

    private static string? Slot(FirehosePlace place) => place.Slot == 0 ? null : Text(place.Slot);

    private static FirehoseElement Element(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var all = new List<KeyValuePair<string, string>>();
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                all.Add(new(attribute, value));
            }
        }

        return new(name, all);
    }

    private static string Cut(string text)
    {
        // Each letter may become six bytes (&quot;), and the document around it needs some.
        const int Room = FirehoseXml.MaxDocument - 256;
        var bytes = 0;
        for (var i = 0; i < text.Length; i++)
        {
            bytes += text[i] is '&' or '<' or '>' or '"' ? 6 : Encoding.UTF8.GetMaxByteCount(0);
            if (bytes > Room)
            {
                return text[..i];
            }
        }

        return text;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "1" : "0";

    private static string PowerName(FirehosePower power) => power switch
    {
        FirehosePower.Reset => "reset",
        FirehosePower.Off => "off",
        FirehosePower.ResetToEdl => "reset_to_edl",
        FirehosePower.HandOver => throw new ArgumentException("A step of sig, and no power."),
    };

    private static string StepName(FirehoseSigStep step) => step switch
    {
        FirehoseSigStep.Request => "req",
        FirehoseSigStep.Ticket => "ticket",
        FirehoseSigStep.Manifest => "manifest",
        FirehoseSigStep.Receipt => "receipt",
        FirehoseSigStep.HandOver => "handover",
    };
}
