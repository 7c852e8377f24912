using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Documents;

namespace Tenure.Server.Documents;

internal sealed class DocumentFolderTable : IEntityTypeConfiguration<DocumentFolder>
{
    public void Configure(EntityTypeBuilder<DocumentFolder> folder)
    {
        folder.ToTable("document_folders");
        folder.HasKey(f => f.Id);
        folder.HasIndex(f => f.EraseAt);
    }
}

internal sealed class CaseDocumentTable : IEntityTypeConfiguration<CaseDocument>
{
    public void Configure(EntityTypeBuilder<CaseDocument> document)
    {
        document.ToTable("documents");
        document.HasKey(d => d.Id);
        document.HasIndex(d => new { d.FolderId, d.Number }).IsUnique();
        // The same file in another case.
        document.HasIndex(d => d.ContentMac);
        // What is to be looked at, and what was given up.
        document.HasIndex(d => new { d.State, d.ExpiresAt });
        document.Property(d => d.Key).HasMaxLength(80);
        document.Property(d => d.ContentMac).HasMaxLength(32);
        document.Property(d => d.Look).HasMaxLength(PictureLook.Size);
        document.Property(d => d.RefusedBecause).HasMaxLength(64);
        // The same payer in another case.
        document.HasIndex(d => d.PayerMac);
        document.Property(d => d.Words).HasMaxLength(4096);
        document.Property(d => d.PayerMac).HasMaxLength(32);
        document.Property(d => d.SentFrom).HasMaxLength(64);
        document.Property(d => d.Version).IsConcurrencyToken();
        document.HasOne<DocumentFolder>().WithMany().HasForeignKey(d => d.FolderId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DocumentBandTable : IEntityTypeConfiguration<DocumentBand>
{
    public void Configure(EntityTypeBuilder<DocumentBand> band)
    {
        band.ToTable("document_bands");
        band.HasKey(b => new { b.Band, b.DocumentId });
        band.HasIndex(b => b.DocumentId);
        band.HasOne<CaseDocument>().WithMany().HasForeignKey(b => b.DocumentId).OnDelete(DeleteBehavior.Cascade);
    }
}
