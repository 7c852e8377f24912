using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;
using Tenure.Flash.Packages;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;

namespace Tenure.Bench;

/// <summary>Maker and server of the phones that are restored: their keys lie in a folder, so that the processes of a measurement agree on them.</summary>
internal static class FlashMaker
{
    private const string Issuer = "https://tenure.example/";
    private const string Root = "root", Standby = "standby", Signer = "signer", Maker = "maker";

    /// <summary>The phone's model.</summary>
    public const string Model = "Bench One";

    /// <summary>Makes the keys.</summary>
    public static void MakeKeys(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])[Root, Standby, Signer, Maker])
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            File.WriteAllText(FileOf(folder, name), key.ExportPkcs8PrivateKeyPem());
        }
    }

    /// <summary>Makes a package of images one behind the other, and signs its manifest.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="keys">The maker's.</param>
    /// <param name="sizes">Bytes of each image.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task MakePackageAsync(string folder, string keys, IReadOnlyList<long> sizes, CancellationToken ct)
    {
        var images = Directory.CreateDirectory(Path.Combine(folder, "images")).FullName;
        var product = Facts(keys).Product;
        await File.WriteAllBytesAsync(Path.Combine(images, "prog_firehose_virtual.elf"), Programmer.ImageFor(product), ct);
        var lines = new List<string>();
        var first = 256L;
        for (var i = 0; i < sizes.Count; i++)
        {
            FlashFiles.MakeImage(Path.Combine(images, string.Create(CultureInfo.InvariantCulture, $"image{i}.img")), sizes[i]);
            var sectors = sizes[i] / PhoneLayout.SectorSize;
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"<program SECTOR_SIZE_IN_BYTES=\"4096\" filename=\"image{i}.img\" label=\"p{i}\" num_partition_sectors=\"{sectors}\" physical_partition_number=\"0\" start_sector=\"{first}\" file_sector_offset=\"0\"/>"));
            first += sectors;
        }

        // A phone of this kind starts from unit 1 and agrees to no other.
        FlashFiles.MakeImage(Path.Combine(images, "xbl.img"), 16 * PhoneLayout.SectorSize);
        lines.Add("<program SECTOR_SIZE_IN_BYTES=\"4096\" filename=\"xbl.img\" label=\"xbl_a\" num_partition_sectors=\"16\" physical_partition_number=\"1\" start_sector=\"256\" file_sector_offset=\"0\"/>");
        await File.WriteAllTextAsync(Path.Combine(images, "rawprogram0.xml"), $"<data>{string.Concat(lines)}</data>", ct);
        using var package = await FlashPackage.OpenAsync(folder, folder, null, null, ct);
        var manifest = await ManifestMaker.MakeAsync(package, new() { Product = Model, Version = "1", Regions = ["EU"], PatchLevel = new(2026, 11, 5) }, ct);
        using var maker = Key(keys, Maker);
        await File.WriteAllBytesAsync(Path.Combine(folder, ManifestMaker.FileName), FirmwareManifestCodec.Sign(manifest, maker), ct);
    }

    public static PhoneFacts Facts(string keys)
    {
        using var maker = Key(keys, Maker);
        return new(Model, "BENCH0001", "bench", "1.0", "Bench OS", "1", Server: null) { Region = "EU", ReleaseKeys = [Base64Url.EncodeToString(PublicKeyP256.From(maker).ToCoseKey())] };
    }

    public static PinnedServer Server(string keys)
    {
        using var root = Key(keys, Root);
        using var standby = Key(keys, Standby);
        return new(new Uri(Issuer), Issuer, [PublicKeyP256.From(root), PublicKeyP256.From(standby)]);
    }

    public static byte[] Ticket(string keys, byte[] evidence, byte[] manifest)
    {
        using var root = Key(keys, Root);
        using var signer = Key(keys, Signer);
        var said = EvidenceCodec.ReadUnverified(evidence);
        var ticket = new Ticket
        {
            Issuer = Issuer,
            Subject = said.Subject,
            TicketId = RandomNumberGenerator.GetBytes(16),
            Action = TicketAction.Flash,
            Epoch = said.Epoch,
            EvidenceDigest = EvidenceCodec.Digest(evidence),
            Lifetime = TimeSpan.FromMinutes(15),
            ServerGeneration = new byte[16],
            Flash = new()
            {
                JobId = new byte[16],
                Actor = FlashActor.Holder,
                Operations = FlashOperations.Program | FlashOperations.Erase | FlashOperations.Patch | FlashOperations.Read | FlashOperations.SetBootable,
                Manifest = FirmwareManifestCodec.Digest(manifest),
                Region = said.Facts.Region,
            },
        };
        var certificate = new SignerCertificate { Issuer = Issuer, Purpose = SignerPurpose.Flash, Generation = 1, Key = PublicKeyP256.From(signer) };
        return SignedTicketCodec.Encode(TicketCodec.Sign(ticket, signer), SignerCertificateCodec.Sign(certificate, root));
    }

    private static string FileOf(string folder, string name) => Path.Combine(folder, name + ".pem");

    private static ECDsa Key(string folder, string name)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(FileOf(folder, name)));
        return key;
    }
}
