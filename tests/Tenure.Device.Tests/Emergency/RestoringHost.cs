using Tenure.Device.Phone.Emergency;
using Tenure.Device.Tests.Phone;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Emergency;

/// <summary>A host that restores the phone of a bench with the real protocols, and remembers what was done when the link broke.</summary>
internal sealed class RestoringHost(EmergencyBench bench)
{
    private readonly HashSet<FirehoseRange> journal = [];

    /// <summary>From the boot ROM to the receipt and the restart.</summary>
    public async Task<FlashReceipt> RestoreAsync(IFlashLink link, CancellationToken ct)
    {
        await using var port = new LinkPort(link, TimeProvider.System);
        var sahara = new SaharaHost(port);
        if (await sahara.OpenAsync(ct) == SaharaStart.Target)
        {
            await sahara.UploadAsync(new Dictionary<ulong, Stream> { [SaharaHost.Programmer] = new MemoryStream(Programmer.ImageFor(TemporaryPhone.Facts.Product)) }, null, ct);
        }

        var host = new FirehoseHost(port);
        await host.GreetAsync(ct);
        var manifest = bench.Signed();
        var asked = await Done(host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), ct));
        await Done(host.AuthenticateAsync(bench.Ticket(asked.Evidence!, manifest), manifest, ct));
        await Done(host.ConfigureAsync(new() { MemoryName = "ufs", MaxPayload = 32 * 1024 }, ct));
        await Done(host.SendAsync(new FirehoseEraseCommand(EmergencyBench.Sector, Package.Erased.Unit, EmergencyBench.Place(Package.Erased)), ct));
        foreach (var extent in Package.Extents)
        {
            var place = EmergencyBench.Place(extent);

            // What was done before the power failed is looked at: more than the sectors under way may have been lost.
            if (journal.Contains(extent) && (await host.DigestAsync(place, ct))!.AsSpan().SequenceEqual(System.Security.Cryptography.SHA256.HashData(Package.Bytes(extent))))
            {
                continue;
            }

            var bytes = Package.Bytes(extent);
            await Done(host.ProgramAsync(new(place), new MemoryStream(bytes), bytes.Length, null, ct));
            journal.Add(extent);
        }

        await Done(host.SendAsync(Package.Patch, ct));
        await Done(host.SendAsync(new FirehoseBootableCommand(1), ct));
        var receipt = await Done(host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Receipt), ct));
        await Done(host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), ct));
        return EvidenceCodec.Verify(receipt.Evidence!, bench.Core.Identity.PublicKey).Flashed!;
    }

    private static async Task<FirehoseResult> Done(Task<FirehoseResult> step)
    {
        var result = await step;
        Assert.True(result.IsAck, result.Reason);
        return result;
    }
}
