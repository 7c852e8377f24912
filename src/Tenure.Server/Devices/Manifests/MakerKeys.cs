using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Manifests;

/// <summary>The makers' manifest keys: pinned, listed and removed by who works on the server's own machine.</summary>
internal sealed partial class MakerKeys(TenureDb db, OperatorLogBook log, TimeProvider clock)
{
    // A key in PEM has some 200 bytes.
    private const int LargestFile = 16 * 1024;

    /// <summary>Pins a key; one that is pinned for this maker already stays as it is.</summary>
    /// <returns>What stands in the way, or the key's thumbprint.</returns>
    public async Task<(ManifestFailure? Failure, KeyThumbprint Key)> AddAsync(string maker, string file, CancellationToken ct)
    {
        if (WellFormedText.Check(maker, "maker") is not null || !MakerName().IsMatch(maker))
        {
            return (new("maker_malformed", MakerKey.MaxMaker), default);
        }

        var (failure, key) = ReadPublic(file);
        if (key is null)
        {
            return (failure, default);
        }

        var id = key.Thumbprint.Text;
        var known = await db.MakerKeys.FirstOrDefaultAsync(k => k.Id == id, ct);
        if (known is { RemovedAt: null })
        {
            return (known.Maker == maker ? null : new("key_of_other", known.Maker), key.Thumbprint);
        }

        if (known is null)
        {
            db.MakerKeys.Add(new MakerKey(id, maker, key.ToCoseKey(), clock.GetUtcNow()));
        }
        else
        {
            known.Pin(maker);
        }

        await log.AppendAsync(OperatorEvents.MakerKeyAdded, new LoggedAct(null, About: $"{maker} {id}"), ct);
        return (null, key.Thumbprint);
    }

    /// <summary>Lets a key sign nothing any more.</summary>
    public async Task<ManifestFailure?> RemoveAsync(string id, CancellationToken ct)
    {
        if (await db.MakerKeys.FirstOrDefaultAsync(k => k.Id == id, ct) is not { } key)
        {
            return new("key_unknown", id);
        }

        if (key.RemovedAt is null)
        {
            key.Remove(clock.GetUtcNow());
            await log.AppendAsync(OperatorEvents.MakerKeyRemoved, new LoggedAct(null, About: $"{key.Maker} {key.Id}"), ct);
        }

        return null;
    }

    /// <summary>All keys that ever were pinned, by maker.</summary>
    public Task<List<MakerKey>> ListAsync(CancellationToken ct) => db.MakerKeys.AsNoTracking().OrderBy(k => k.Maker).ThenBy(k => k.AddedAt).ToListAsync(ct);

    /// <summary>Reads a key pair for signing.</summary>
    public static (ManifestFailure? Failure, ECDsa? Key) ReadPrivate(string file) => Read(file, pem => pem.Contains("PRIVATE KEY", StringComparison.Ordinal) ? null : "key_not_private");

    private static (ManifestFailure? Failure, PublicKeyP256? Key) ReadPublic(string file)
    {
        // Whoever hands a private key to an operator has given it away.
        var (failure, key) = Read(file, pem => pem.Contains("PRIVATE KEY", StringComparison.Ordinal) ? "key_is_private" : null);
        using (key)
        {
            return (failure, key is null ? null : PublicKeyP256.From(key));
        }
    }

    private static (ManifestFailure? Failure, ECDsa? Key) Read(string file, Func<string, string?> wrong)
    {
        var key = ECDsa.Create();
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                key.Dispose();
                return (new("key_unreadable", file), null);
            }

            var pem = File.ReadAllText(file);
            if (wrong(pem) is { } code)
            {
                key.Dispose();
                return (new(code, file), null);
            }

            key.ImportFromPem(pem);
            _ = PublicKeyP256.From(key);
            return (null, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or ProtocolException)
        {
            key.Dispose();
            return (new("key_unreadable", file), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            return (ManifestFailure.Unreadable(file, e), null);
        }
    }

    // One line of words: it is shown on pages and in terminals.
    [GeneratedRegex(@"^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .,&'()+-]{0,58}[\p{L}\p{M}\p{N}.)])?\z")]
    private static partial Regex MakerName();
}
