using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Manifests;

/// <summary>Writes a factory manifest. The records are written first, because the head before them says how many there are and which.</summary>
public sealed class ManifestWriter : IDisposable
{
    private readonly Stream records;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="records">Takes the records, and is read again for the manifest: an empty stream that can be sought in. The caller's to dispose.</param>
    public ManifestWriter(Stream records)
    {
        ArgumentNullException.ThrowIfNull(records);
        this.records = records;
    }

    /// <summary>Records so far.</summary>
    public uint Devices { get; private set; }

    /// <summary>Adds a device.</summary>
    /// <exception cref="ProtocolException">A member breaks its rule.</exception>
    public void Add(ManifestRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var bytes = record.Encode();
        hash.AppendData(bytes);
        records.Write(bytes);
        Devices++;
    }

    /// <summary>Writes the manifest: the signed head, then the records.</summary>
    /// <param name="manifest">Takes it.</param>
    /// <param name="makerKey">The maker's manifest key.</param>
    /// <returns>The head, for who wants to know the id.</returns>
    /// <exception cref="ProtocolException">There is no record, or the key is not on P-256.</exception>
    public ManifestHead Sign(Stream manifest, ECDsa makerKey)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(makerKey);
        var head = new ManifestHead
        {
            Id = RandomNumberGenerator.GetBytes(ClaimSizes.Id),
            Devices = Devices,
            Digest = hash.GetCurrentHash(),
            SignedBy = PublicKeyP256.From(makerKey).Thumbprint,
        };
        manifest.Write(CoseEnvelope.Seal(CoseProfile.Manifest, ManifestHeadClaims.Encode(head.Id, head.Devices, head.Digest), makerKey));
        records.Position = 0;
        records.CopyTo(manifest);
        return head;
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
