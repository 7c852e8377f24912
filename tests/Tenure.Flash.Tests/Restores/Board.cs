using System.Security.Cryptography;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tests.Firehose;
using Tenure.Protocols.Tests.Sahara;
using Tenure.Protocols.Tickets;

namespace Tenure.Flash.Tests.Restores;

/// <summary>A device whose storage outlives its power: a boot ROM, a programmer and a lock that opens for the words TICKET and holds extents against the manifest.</summary>
internal sealed class Board : ISaharaTarget, IFirehoseGate
{
    /// <summary>What it says in evidence.</summary>
    public const string Serial = "L-1";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<byte> writing = [];
    private FirmwareManifest? manifest;

    public Disk Disk { get; init; } = new(units: 2, sectors: 512);

    public string Product { get; init; } = "lotus";

    public int Writes { get; private set; }

    /// <summary>Digests that come out wrong at the end of a write, so many.</summary>
    public int Spoils { get; set; }

    /// <summary>Hears of each piece that came.</summary>
    public Action<FirehoseRange> Taken { get; set; } = _ => { };

    public List<FirehosePower> Left { get; } = [];

    public bool IsOpen => manifest is not null;

    /// <summary>Switches it on at the end of a link, until its host sends it away or the link breaks.</summary>
    public async Task RunAsync(IFlashLink link, FirehoseDeviceOptions? options, bool programmerRuns, CancellationToken ct)
    {
        manifest = programmerRuns ? manifest : null;
        await using var port = new LinkPort(link, TimeProvider.System);
        if (!programmerRuns)
        {
            await new SaharaDevice(port, this).RunAsync(ct);
        }

        Left.Add(await new FirehoseDevice(port, Disk, options, this).RunAsync(ct));
    }

    public IReadOnlyList<ISaharaLoader> Start() => [new SaharaElfLoader(13, bytes => bytes.SequenceEqual(Rom.Elf) ? SaharaStatus.Success : SaharaStatus.ImageAuthenticationFailed)];

    public byte[]? Answer(SaharaQuery query) => null;

    public byte[]? Challenge(out FirehoseRefusal? refusal)
    {
        refusal = null;
        return Sign(EvidencePurpose.Flash, null);
    }

    public FirehoseRefusal? Open(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> signed, out string ticketId)
    {
        ticketId = "T";
        if (!ticket.SequenceEqual("TICKET"u8))
        {
            return new(5, "signature wrong");
        }

        manifest = FirmwareManifestCodec.ReadUnverified(signed.ToArray(), out _);
        return null;
    }

    public byte[]? Receipt(out FirehoseRefusal? refusal)
    {
        refusal = null;
        return Sign(EvidencePurpose.Flash, null);
    }

    public FirehoseRefusal? Refuse(FirehoseCommand command, FirehoseRange? range) => null;

    public FirehoseRefusal? RefuseDivision(Provisioning wanted) => null;

    public void Changing(FirehoseRange range)
    {
    }

    public void Done(FirehoseCommand command, FirehoseRange? range)
    {
    }

    public void Writing(FirehoseRange range, ReadOnlySpan<byte> bytes)
    {
        writing.AddRange(bytes);
        Taken(range);
    }

    public FirehoseRefusal? EndWriting(FirehoseRange range, bool isWhole)
    {
        Writes++;
        var digest = SHA256.HashData([.. writing]);
        writing.Clear();
        var fits = manifest!.Entries.OfType<FirmwareProgram>().Any(program => program.Unit == range.Unit && program.Range.FirstOf(Disk.Sectors(range.Unit)) == range.First && program.Digest.AsSpan().SequenceEqual(digest));
        return isWhole && fits && Spoils-- <= 0 ? null : new(11, "digest mismatch");
    }

    private byte[] Sign(EvidencePurpose purpose, DeviceFacts? facts) => EvidenceCodec.Sign(
        new()
        {
            Purpose = purpose,
            Subject = PublicKeyP256.From(key).Thumbprint,
            Audience = PublicKeyP256.From(key).Thumbprint,
            DeviceNonce = new byte[32],
            HardwareModel = Product,
            SoftwareName = "boot",
            SoftwareVersion = "1",
            OemBoot = true,
            DebugState = DebugState.Disabled,
            BootCount = 1,
            RequestCounter = 1,
            Epoch = 0,
            Facts = facts ?? DeviceFacts.None with { Serial = Serial },
        },
        key);
}
