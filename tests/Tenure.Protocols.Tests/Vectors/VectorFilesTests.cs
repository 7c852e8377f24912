using Block = System.Collections.Generic.IReadOnlyList<(string Key, string Value)>;

namespace Tenure.Protocols.Tests.Vectors;

public sealed class VectorFilesTests
{
    private static readonly Dictionary<string, (string Comment, Func<IEnumerable<Block>> Blocks)> Files = new(StringComparer.Ordinal)
    {
        ["keys.txt"] = ("Keys of all other files. They guard nothing.", OtherVectors.Keys),
        ["servers.txt"] = ("What a server is to a device, in one number.", OtherVectors.Servers),
        ["envelope.txt"] = ("COSE_Sign1 in the one accepted form, and in others, over good evidence.", EvidenceVectors.Envelope),
        ["evidence.txt"] = ("Claims of evidence in a good envelope.", EvidenceVectors.Content),
        ["claims.txt"] = ("Each claim of each message by itself, to be signed with the key of its kind: evidence by device; ticket by hold; signer, root-statement and log-succession by root; checkpoint by log.", ClaimVectors.All),
        ["tickets.txt"] = ("Signed tickets and what the device expects.", TicketVectors.All),
        ["consents.txt"] = ("Release tickets with the proof of their holder's consent, and what the device has seen of the log.", ConsentVectors.All),
        ["certificates.txt"] = ("Certificates of signers under a root.", OtherVectors.Certificates),
        ["root-statements.txt"] = ("What roots say to all devices, to one that has heard nothing before.", RootStatementVectors.All),
        ["signer.txt"] = ("Requests of a server to its signer, and whether it signs.", SignerVectors.Requests),
        ["ledger.txt"] = ("A signer's ledger, line by line; \\t is a tab.", SignerVectors.Ledger),
        ["manifests.txt"] = ("Factory manifests under a maker's key.", ManifestVectors.All),
        ["firmware.txt"] = ("Firmware manifests under a maker's release key.", FirmwareVectors.All),
        ["log.txt"] = ("A device's log: one chain.", OtherVectors.LogEntries),
        ["merkle.txt"] = ("Trees, proofs that an entry is in one, and proofs that one grew out of another. RFC 9162 §2.1.", MerkleVectors.All),
        ["checkpoints.txt"] = ("Signed checkpoints of a log.", CheckpointVectors.All),
        ["successions.txt"] = ("A root's word that one log takes the place of another.", SuccessionVectors.All),
        ["avb.txt"] = ("vbmeta images, signed by keys that guard nothing.", AvbVectors.All),
        ["boot-images.txt"] = ("Boot images and vendor_boot images; of image zeros are left out.", BootImageVectors.All),
        ["groups.txt"] = ("Bytes as people type them: groups of eight characters.", GroupVectors.All),
        ["fastboot-udp.txt"] = ("Packets of fastboot over UDP.", FastbootUdpVectors.All),
        ["super.txt"] = ("super_empty.img: geometry and metadata of logical partitions.", SuperVectors.All),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    /// <summary>Signatures contain chance, so the bytes are not compared. With TENURE_VECTORS set the files are written anew into that folder.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_stored_file_has_every_case_and_its_result(string name)
    {
        var (comment, blocks) = Files[name];
        if (Environment.GetEnvironmentVariable("TENURE_VECTORS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), Vector.Format(comment, blocks().Select(block => Told(name, block))));
            return;
        }

        Assert.Equal(Vector.Parse(Vector.Format(comment, blocks())).Select(Case), Vector.Read(name).Select(Case));
    }

    private static (string Name, string? Expected, string? Claims, string? Field) Case(Vector vector) =>
        (vector.Name, vector.Find("expect"), vector.Find("claims"), vector.Find("claims") is null ? null : vector.Find("field"));

    /// <summary>What is refused says which field is at fault, and what our reader says about it.</summary>
    private static Block Told(string file, Block block)
    {
        var vector = Vector.Parse(Vector.Format("", [block])).Single();
        if (vector.Find("expect") is null or "accept" || !Reading.Files.Contains(file))
        {
            return block;
        }

        var refusal = Assert.Throws<ProtocolException>(() => Reading.Read<object>(file, vector));
        List<(string Key, string Value)> told = [.. block.Where(line => line.Key != "field")];
        told.Insert(told.FindIndex(line => line.Key == "expect") + 1, ("says", refusal.Message));
        if (refusal.Field is { } field)
        {
            told.Insert(told.FindIndex(line => line.Key == "says"), ("field", field));
        }

        return told;
    }
}
