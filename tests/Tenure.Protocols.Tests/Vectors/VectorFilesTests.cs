namespace Tenure.Protocols.Tests.Vectors;

public sealed class VectorFilesTests
{
    private static readonly Dictionary<string, Func<string>> Files = new(StringComparer.Ordinal)
    {
        ["keys.txt"] = () => Vector.Format("Keys of all other files. They guard nothing.", OtherVectors.Keys()),
        ["servers.txt"] = () => Vector.Format("What a server is to a device, in one number.", OtherVectors.Servers()),
        ["envelope.txt"] = () => Vector.Format("COSE_Sign1 in the one accepted form, and in others, over good evidence.", EvidenceVectors.Envelope()),
        ["evidence.txt"] = () => Vector.Format("Claims of evidence in a good envelope.", EvidenceVectors.Content()),
        ["tickets.txt"] = () => Vector.Format("Signed tickets and what the device expects.", TicketVectors.All()),
        ["consents.txt"] = () => Vector.Format("Release tickets with the proof of their holder's consent, and what the device has seen of the log.", ConsentVectors.All()),
        ["certificates.txt"] = () => Vector.Format("Certificates of signers under a root.", OtherVectors.Certificates()),
        ["root-statements.txt"] = () => Vector.Format("What roots say to all devices, to one that has heard nothing before.", RootStatementVectors.All()),
        ["signer.txt"] = () => Vector.Format("Requests of a server to its signer, and whether it signs.", SignerVectors.Requests()),
        ["ledger.txt"] = () => Vector.Format("A signer's ledger, line by line; \\t is a tab.", SignerVectors.Ledger()),
        ["manifests.txt"] = () => Vector.Format("Factory manifests under a maker's key.", ManifestVectors.All()),
        ["firmware.txt"] = () => Vector.Format("Firmware manifests under a maker's release key.", FirmwareVectors.All()),
        ["log.txt"] = () => Vector.Format("A device's log: one chain.", OtherVectors.LogEntries()),
        ["merkle.txt"] = () => Vector.Format("Trees, proofs that an entry is in one, and proofs that one grew out of another. RFC 9162 §2.1.", MerkleVectors.All()),
        ["checkpoints.txt"] = () => Vector.Format("Signed checkpoints of a log.", CheckpointVectors.All()),
        ["successions.txt"] = () => Vector.Format("A root's word that one log takes the place of another.", SuccessionVectors.All()),
        ["avb.txt"] = () => Vector.Format("vbmeta images, signed by keys that guard nothing.", AvbVectors.All()),
        ["boot-images.txt"] = () => Vector.Format("Boot images and vendor_boot images; of image zeros are left out.", BootImageVectors.All()),
        ["super.txt"] = () => Vector.Format("super_empty.img: geometry and metadata of logical partitions.", SuperVectors.All()),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    /// <summary>Signatures contain chance, so the bytes are not compared. With TENURE_VECTORS set the files are written anew into that folder.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_stored_file_has_every_case_and_its_result(string name)
    {
        var made = Files[name]();
        if (Environment.GetEnvironmentVariable("TENURE_VECTORS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), made);
            return;
        }

        Assert.Equal(Vector.Parse(made).Select(Case), Vector.Read(name).Select(Case));
    }

    private static (string Name, string? Expected) Case(Vector vector) => (vector.Name, vector.Find("expect"));
}
