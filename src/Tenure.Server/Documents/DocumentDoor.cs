using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Documents;

/// <summary>Lets in who has a key to a folder, unless the link by which it was got has ended meanwhile.</summary>
internal sealed class DocumentDoor(TenureDb db, DocumentKeys keys)
{
    /// <summary>The folder; <c>null</c> where the key is none, or over.</summary>
    public async Task<Guid?> OpenAsync(string? key, CancellationToken ct) =>
        keys.Read(key) is var (folder, madeAt) && !await db.DocumentFolders.AnyAsync(f => f.Id == folder && f.KeysFrom >= madeAt, ct) ? folder : null;
}
