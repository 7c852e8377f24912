using Tenure.Cli.Account;
using Tenure.Client.Flashing;

namespace Tenure.Cli.Computer;

/// <summary>
/// This computer's key: in the key store of the person's desktop where there is one, else in a file beside the session. Where <c>TENURE_SESSION</c> names a place for the session, the key lies there, too. It belongs to no session: signing out
/// leaves it.
/// </summary>
internal static class ComputerKeys
{
    /// <summary><c>file</c> or <c>secret-service</c>: keeps it there and nowhere else.</summary>
    public const string Variable = "TENURE_KEY_STORE";

    private const string InFile = "file";
    private const string InStore = "secret-service";

    /// <summary>The key, made if there is none.</summary>
    /// <exception cref="KeyStoreLockedException">It is in a key store that is locked, or in one that is not there.</exception>
    public static async Task<ComputerKey> ReadOrMakeAsync(CommandStreams streams, CancellationToken ct)
    {
        // One that is there was bound, and stays.
        if (streams.Environment(Variable) != InStore && ComputerKeyFile.Read(streams) is { } known)
        {
            return known;
        }

        using var store = await StoreAsync(streams, ct);
        if (store is null)
        {
            return ComputerKeyFile.Make(streams);
        }

        if (await store.ReadAsync(ct) is { } kept)
        {
            return ComputerKey.Import(kept);
        }

        var key = ComputerKey.Create();
        try
        {
            await store.WriteAsync(key.Export(), ct);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Deletes it, wherever it is.</summary>
    /// <exception cref="KeyStoreLockedException">As above.</exception>
    public static async Task DeleteAsync(CommandStreams streams, CancellationToken ct)
    {
        File.Delete(ComputerKeyFile.Of(streams));
        using var store = await StoreAsync(streams, ct);
        await (store?.DeleteAsync(ct) ?? Task.CompletedTask);
    }

    private static async Task<DesktopKeyring?> StoreAsync(CommandStreams streams, CancellationToken ct)
    {
        var (said, isPlaced) = (streams.Environment(Variable), streams.Environment("TENURE_SESSION") is { Length: > 0 });
        if (said == InFile || (said != InStore && isPlaced) || !OperatingSystem.IsLinux())
        {
            return null;
        }

        var store = await DesktopKeyring.OpenAsync(streams.Environment("DBUS_SESSION_BUS_ADDRESS"), Path.GetDirectoryName(Path.GetFullPath(SavedSession.FileOf(streams)))!, ct);
        return store is null && said == InStore ? throw new KeyStoreLockedException() : store;
    }
}
