using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Flashing;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing.Packages;

/// <summary>The makers' release keys: pinned, listed and removed by who works on the server's own machine.</summary>
internal sealed partial class ReleaseKeys(TenureDb db, OperatorLogBook log, TimeProvider clock)
{
    // A key in PEM has some 200 bytes.
    private const int LargestFile = 16 * 1024;

    /// <summary>Pins a key; one that is pinned for this maker already stays as it is.</summary>
    public async Task<(RomFailure? Failure, PublicKeyP256? Key)> AddAsync(string maker, string file, CancellationToken ct)
    {
        if (WellFormedText.Check(maker, "maker") is not null || !MakerName().IsMatch(maker))
        {
            return (new("maker_malformed", ReleaseKey.MaxMaker), null);
        }

        var (failure, key) = Read(file);
        if (key is null)
        {
            return (failure, null);
        }

        var id = key.Thumbprint.Text;
        var known = await db.ReleaseKeys.FirstOrDefaultAsync(k => k.Id == id, ct);
        if (known is { RemovedAt: null })
        {
            return known.Maker == maker ? (null, key) : (new("key_of_other", known.Maker), null);
        }

        if (known is null)
        {
            db.ReleaseKeys.Add(new ReleaseKey(id, maker, key.ToCoseKey(), clock.GetUtcNow()));
        }
        else
        {
            known.Pin(maker);
        }

        await log.AppendAsync(OperatorEvents.ReleaseKeyAdded, new LoggedAct(null, About: $"{maker} {id}"), ct);
        return (null, key);
    }

    /// <summary>No package that it signed is used any more.</summary>
    public async Task<RomFailure?> RemoveAsync(string id, CancellationToken ct)
    {
        if (await db.ReleaseKeys.FirstOrDefaultAsync(k => k.Id == id, ct) is not { } key)
        {
            return new("key_unknown", id);
        }

        if (key.RemovedAt is null)
        {
            key.Remove(clock.GetUtcNow());
            await log.AppendAsync(OperatorEvents.ReleaseKeyRemoved, new LoggedAct(null, About: $"{key.Maker} {key.Id}"), ct);
        }

        return null;
    }

    private static (RomFailure? Failure, PublicKeyP256? Key) Read(string file)
    {
        using var key = ECDsa.Create();
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                return (new("key_unreadable", file), null);
            }

            var pem = File.ReadAllText(file);
            // Whoever hands a private key to an operator has given it away.
            if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                return (new("key_is_private", file), null);
            }

            key.ImportFromPem(pem);
            return (null, PublicKeyP256.From(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or ProtocolException)
        {
            return (new("key_unreadable", file), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (new("file_unreadable", file, e.Message), null);
        }
    }

    // One line of words: it is shown on pages and in terminals.
    [GeneratedRegex(@"^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .,&'()+-]{0,58}[\p{L}\p{M}\p{N}.)])?\z")]
    private static partial Regex MakerName();
}
