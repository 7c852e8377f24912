using Tenure.Cli.Account;
using Tenure.Client.Flashing;

namespace Tenure.Cli.Computer;

/// <summary>
/// This computer's key: in the key store of the person's desktop where there is one, and a file beside the session says so; else in that file. Where <c>TENURE_SESSION</c> names a place for the session, the key lies there, too. It belongs to no session: signing out
/// leaves it.
/// </summary>
internal static class ComputerKeys
{
    /// <summary><c>file</c> or <c>secret-service</c>: keeps it there and nowhere else.</summary>
    public const string Variable = "TENURE_KEY_STORE";

    private const string InFile = "file";
    private const string InStore = "secret-service";

    /// <summary>The key; <c>null</c> where none was made.</summary>
    /// <exception cref="KeyStoreLockedException">It is in a key store that is locked, or in one that is not there.</exception>
    public static async Task<ComputerKey?> ReadAsync(CommandStreams streams, CancellationToken ct)
    {
        var isStored = ComputerKeyFile.SaysStored(streams);
        if (!isStored && streams.Environment(Variable) != InStore && ComputerKeyFile.Read(streams) is { } known)
        {
            return known;
        }

        using var store = await StoreAsync(streams, isStored, ct);
        if (store is null)
        {
            // It was kept where nobody can look now, over SSH perhaps: that is not the same as none.
            return isStored && streams.Environment(Variable) != InFile ? throw new KeyStoreLockedException() : null;
        }

        if (await store.ReadAsync(ct) is not { } kept)
        {
            return null;
        }

        ComputerKeyFile.SayStored(streams);
        return ComputerKey.Import(kept);
    }

    /// <summary>The key that is there, or one that nobody knows and that is kept nowhere: the server says then that the computer is not bound.</summary>
    /// <exception cref="KeyStoreLockedException">As above.</exception>
    public static async Task<ComputerKey> ReadOrNoneAsync(CommandStreams streams, CancellationToken ct) => await ReadAsync(streams, ct) ?? ComputerKey.Create();

    /// <summary>The key, made if there is none: for a computer that is to be bound.</summary>
    /// <exception cref="KeyStoreLockedException">As above.</exception>
    public static async Task<ComputerKey> ReadOrMakeAsync(CommandStreams streams, CancellationToken ct)
    {
        if (await ReadAsync(streams, ct) is { } known)
        {
            return known;
        }

        using var store = await StoreAsync(streams, isStored: false, ct);
        if (store is null)
        {
            return ComputerKeyFile.Make(streams);
        }

        var key = ComputerKey.Create();
        try
        {
            await store.WriteAsync(key.Export(), ct);
            ComputerKeyFile.SayStored(streams);
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
        using var store = await StoreAsync(streams, ComputerKeyFile.SaysStored(streams), ct);
        await (store?.DeleteAsync(ct) ?? Task.CompletedTask);
        File.Delete(ComputerKeyFile.Of(streams));
    }

    private static async Task<DesktopKeyring?> StoreAsync(CommandStreams streams, bool isStored, CancellationToken ct)
    {
        var (said, isPlaced) = (streams.Environment(Variable), streams.Environment("TENURE_SESSION") is { Length: > 0 });
        if (said == InFile || (said != InStore && isPlaced && !isStored) || !OperatingSystem.IsLinux())
        {
            return null;
        }

        var store = await DesktopKeyring.OpenAsync(streams.Environment("DBUS_SESSION_BUS_ADDRESS"), Path.GetDirectoryName(Path.GetFullPath(SavedSession.FileOf(streams)))!, ct);
        return store is null && said == InStore ? throw new KeyStoreLockedException() : store;
    }
}
