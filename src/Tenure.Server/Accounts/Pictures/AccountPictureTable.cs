using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pictures;

internal sealed class AccountPictureTable : IEntityTypeConfiguration<AccountPicture>
{
    public void Configure(EntityTypeBuilder<AccountPicture> picture)
    {
        picture.ToTable("account_pictures");
        picture.HasKey(p => new { p.AccountId, p.Size });
        picture.Property(p => p.Content).HasMaxLength(PictureRules.LargestKept);
        picture.Property(p => p.Hash).HasMaxLength(64);
    }
}
