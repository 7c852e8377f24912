using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Platform.Secrets;

/// <summary>A secret that all processes share: in the database, encrypted by the key file.</summary>
internal sealed class ServerKey
{
    private ServerKey()
    {
    }

    public ServerKey(string name, byte[] sealedSecret)
    {
        Name = name;
        Sealed = sealedSecret;
    }

    public string Name { get; private set; } = "";

    public byte[] Sealed { get; private set; } = [];
}

internal sealed class ServerKeyTable : IEntityTypeConfiguration<ServerKey>
{
    public void Configure(EntityTypeBuilder<ServerKey> key)
    {
        key.ToTable("server_keys");
        key.HasKey(k => k.Name);
        key.Property(k => k.Name).HasMaxLength(64);
    }
}

/// <summary>Reads and makes the shared secrets.</summary>
internal sealed class ServerKeys(TenureDb db, KeyFile keyFile)
{
    /// <summary>The secret of that name; the first process to ask makes it, and all get the same.</summary>
    public async Task<byte[]> GetOrMakeAsync(string name, Func<byte[]> make, CancellationToken ct)
    {
        if (await ReadAsync(name, ct) is { } known)
        {
            return known;
        }

        var made = new ServerKey(name, keyFile.Protect(name, make()));
        db.Set<ServerKey>().Add(made);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another process was first.
            db.Entry(made).State = EntityState.Detached;
        }

        return await ReadAsync(name, ct) ?? throw new InvalidOperationException($"The key {name} could not be kept.");
    }

    /// <summary>The names that begin so.</summary>
    public Task<List<string>> NamesAsync(string prefix, CancellationToken ct) => db.Set<ServerKey>().Where(k => k.Name.StartsWith(prefix)).Select(k => k.Name).ToListAsync(ct);

    /// <summary>Destroys a secret: what it made can never be made again.</summary>
    public Task<int> DestroyAsync(string name, CancellationToken ct) => db.Set<ServerKey>().Where(k => k.Name == name).ExecuteDeleteAsync(ct);

    private async Task<byte[]?> ReadAsync(string name, CancellationToken ct) =>
        await db.Set<ServerKey>().AsNoTracking().FirstOrDefaultAsync(k => k.Name == name, ct) is { } key ? Unprotect(key) : null;

    private byte[] Unprotect(ServerKey key)
    {
        try
        {
            return keyFile.Unprotect(key.Name, key.Sealed);
        }
        catch (CryptographicException other)
        {
            throw new StartRefusedException("master.key in the keys folder is not the one that this database was made with. Put the right one back from the backup (docs/operate/backup.md).", other);
        }
    }
}
