using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tenure.Server.Keys.Contracts;

/// <summary>One life of the database.</summary>
internal sealed class GenerationRow
{
    private GenerationRow()
    {
    }

    public GenerationRow(int number, byte[] id, DateTimeOffset startedAt)
    {
        Number = number;
        Id = id;
        StartedAt = startedAt;
    }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    /// <summary>16 random bytes.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset StartedAt { get; private set; }
}

internal sealed class GenerationTable : IEntityTypeConfiguration<GenerationRow>
{
    public void Configure(EntityTypeBuilder<GenerationRow> generation)
    {
        generation.ToTable("server_generations");
        generation.HasKey(g => g.Number);
        generation.Property(g => g.Number).ValueGeneratedNever();
        generation.Property(g => g.Id).IsRequired().HasMaxLength(ServerGeneration.Size);
    }
}
