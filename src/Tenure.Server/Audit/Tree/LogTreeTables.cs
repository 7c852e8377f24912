using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Protocols.Log;

namespace Tenure.Server.Audit.Tree;

internal sealed class LogTreeTables : IEntityTypeConfiguration<LogTree>, IEntityTypeConfiguration<WaitingEntry>, IEntityTypeConfiguration<LogLeaf>, IEntityTypeConfiguration<LogTile>,
    IEntityTypeConfiguration<CheckpointRow>
{
    public void Configure(EntityTypeBuilder<LogTree> tree)
    {
        tree.ToTable("log_tree");
        tree.HasKey(t => t.Id);
        tree.Property(t => t.Id).ValueGeneratedNever();
        tree.Property(t => t.Size).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<WaitingEntry> entry)
    {
        entry.ToTable("log_waiting");
        entry.HasKey(e => e.Id);
    }

    public void Configure(EntityTypeBuilder<LogLeaf> leaf)
    {
        leaf.ToTable("log_leaves");
        leaf.HasKey(l => l.Index);
        leaf.Property(l => l.Index).HasColumnName("leaf_index").ValueGeneratedNever();
        leaf.HasIndex(l => new { l.DeviceId, l.Sequence }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<LogTile> tile)
    {
        tile.ToTable("log_tiles");
        tile.HasKey(t => t.Id);
        tile.Property(t => t.Id).ValueGeneratedNever();
        tile.Property(t => t.Hashes).HasMaxLength(MerkleTile.MaxBytes);
    }

    public void Configure(EntityTypeBuilder<CheckpointRow> checkpoint)
    {
        checkpoint.ToTable("log_checkpoints");
        checkpoint.HasKey(c => new { c.Size, c.At });
        checkpoint.Property(c => c.Size).ValueGeneratedNever();
        checkpoint.Property(c => c.At).ValueGeneratedNever();
        checkpoint.Property(c => c.Signed).HasMaxLength(CheckpointCodec.MaxBytes);
    }
}
