using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tenure.Server.Leaving;

/// <summary>That an identifier belonged to an account which was erased. Under a key of its day, which is destroyed with it.</summary>
internal sealed class Tombstone
{
    private Tombstone()
    {
    }

    public Tombstone(int day, byte[] hash)
    {
        Day = day;
        Hash = hash;
    }

    /// <summary>The day of the erasure, by <see cref="DateOnly.DayNumber"/> (UTC); names its key.</summary>
    public int Day { get; private set; }

    /// <summary>HMAC of kind and value.</summary>
    public byte[] Hash { get; private set; } = [];
}

internal sealed class TombstoneTable : IEntityTypeConfiguration<Tombstone>
{
    public void Configure(EntityTypeBuilder<Tombstone> tombstone)
    {
        tombstone.ToTable("tombstones");
        tombstone.HasKey(t => new { t.Day, t.Hash });
        tombstone.Property(t => t.Hash).HasMaxLength(32);
    }
}
