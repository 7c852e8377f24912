using System.Buffers.Text;
using System.Text.Json;
using Tenure.Cli.Account;
using Tenure.Client;
using Tenure.Client.Devices;

namespace Tenure.Cli.Flash;

/// <summary>Receipts of devices for which the server was away, in files beside the session: brought by a later run. The server asks nobody to be signed in for them.</summary>
internal static class KeptReceipts
{
    /// <summary>Keeps one.</summary>
    /// <returns>Its file.</returns>
    public static string Keep(CommandStreams streams, Guid restore, byte[] receipt)
    {
        var folder = Directory.CreateDirectory(Folder(streams)).FullName;
        var file = Path.Combine(folder, $"{restore:N}.receipt");
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(new Kept(SavedSession.Read(SavedSession.FileOf(streams))?.Server, restore, Base64Url.EncodeToString(receipt))));
        File.Move(file + ".new", file, overwrite: true);
        return file;
    }

    /// <summary>Brings all that are for the session's server.</summary>
    public static async Task BringAsync(CommandStreams streams, TenureClient client, CancellationToken ct)
    {
        var server = SavedSession.Read(SavedSession.FileOf(streams))?.Server;
        foreach (var file in Directory.Exists(Folder(streams)) ? Directory.GetFiles(Folder(streams), "*.receipt") : [])
        {
            if (Read(file)?.Server != server)
            {
                continue;
            }

            try
            {
                await BringAsync(client, file, ct);
            }
            catch (TenureProblemException)
            {
                // Of no use to the server, and no reason to stop for.
            }
        }
    }

    /// <summary>Brings one.</summary>
    /// <returns>False where the server is away, and the file stays.</returns>
    /// <exception cref="TenureProblemException">The server has no use for it: it is gone.</exception>
    public static async Task<bool> BringAsync(TenureClient client, string file, CancellationToken ct)
    {
        if (Read(file) is { } kept)
        {
            try
            {
                await client.SendFlashReceiptAsync(kept.Restore, new DeviceEvidence(kept.Receipt), ct);
            }
            catch (Exception e) when (e is HttpRequestException or TenureProblemException { Problem.Status: 429 or >= 500 } || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                return false;
            }
            catch (TenureProblemException)
            {
                File.Delete(file);
                throw;
            }
        }

        File.Delete(file);
        return true;
    }

    private static string Folder(CommandStreams streams) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(SavedSession.FileOf(streams)))!, "flash");

    // One that is spoilt is of no use to anybody.
    private static Kept? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(file));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Kept(Uri? Server, Guid Restore, string Receipt);
}
