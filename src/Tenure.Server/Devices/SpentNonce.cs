using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tenure.Server.Devices;

/// <summary>A server nonce that was used; kept, as its hash, until it would have ended anyway.</summary>
internal sealed class SpentNonce
{
    private SpentNonce()
    {
    }

    public SpentNonce(byte[] hash, DateTimeOffset endsAt)
    {
        Hash = hash;
        EndsAt = endsAt;
    }

    public byte[] Hash { get; private set; } = [];

    public DateTimeOffset EndsAt { get; private set; }
}

internal sealed class SpentNonceTable : IEntityTypeConfiguration<SpentNonce>
{
    public void Configure(EntityTypeBuilder<SpentNonce> nonce)
    {
        // No device in the key: rows live two minutes.
        nonce.ToTable("spent_nonces");
        nonce.HasKey(n => n.Hash);
        nonce.HasIndex(n => n.EndsAt);
    }
}
