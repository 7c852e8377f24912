using Tmds.DBus.Protocol;

namespace Tenure.Cli.Computer;

/// <summary>The key store of a Linux desktop: the Secret Service on the person's own message bus, as GNOME Keyring and KWallet have it.</summary>
/// <remarks>freedesktop.org, Secret Service API 0.2. The session is a plain one: what passes the bus stays in the computer's memory. One key for each folder of a session.</remarks>
internal sealed class DesktopKeyring : IDisposable
{
    private const string Service = "org.freedesktop.secrets";
    private const string Root = "/org/freedesktop/secrets";
    private const string ServiceContract = "org.freedesktop.Secret.Service";
    private const string ItemContract = "org.freedesktop.Secret.Item";
    private const string Nothing = "/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DBusConnection connection;
    private readonly string session;
    private readonly string collection;
    private readonly string folder;

    private DesktopKeyring(DBusConnection connection, string session, string collection, string folder) =>
        (this.connection, this.session, this.collection, this.folder) = (connection, session, collection, folder);

    /// <summary>Opens it.</summary>
    /// <param name="bus">The address of the person's message bus.</param>
    /// <param name="folder">Whose key is meant.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns><c>null</c> where there is no such service, or it has no place to keep anything.</returns>
    public static async Task<DesktopKeyring?> OpenAsync(string? bus, string folder, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(bus))
        {
            return null;
        }

        DesktopKeyring? opened = null;
        DBusConnection? connection = null;
        try
        {
            connection = new DBusConnection(bus);
            return opened = await AskAsync(connection, folder, ct).WaitAsync(Patience, ct);
        }
        catch (Exception e) when (e is DBusExceptionBase or TimeoutException or InvalidOperationException or IOException or ArgumentException or FormatException)
        {
            // None that answers is none.
            return null;
        }
        finally
        {
            if (opened is null)
            {
                connection?.Dispose();
            }
        }
    }

    private static async Task<DesktopKeyring?> AskAsync(DBusConnection connection, string folder, CancellationToken ct)
    {
        await connection.ConnectAsync();
        var collection = await PathAsync(connection, "ReadAlias", "s", static (ref writer) => writer.WriteString("default"), ct);
        return collection == Nothing ? null : new(connection, await SessionAsync(connection, ct), collection, folder);
    }

    /// <summary>The key; <c>null</c> when there is none.</summary>
    /// <exception cref="KeyStoreLockedException">It is locked.</exception>
    public async Task<byte[]?> ReadAsync(CancellationToken ct) => await FindAsync(ct) is { } item
        ? await CallAsync(connection, item, ItemContract, "GetSecret", "o", (ref writer) => writer.WriteObjectPath(session), static (Message answer, object? _) =>
        {
            var reader = answer.GetBodyReader();
            reader.AlignStruct();
            reader.ReadObjectPathAsString();
            reader.ReadArrayOfByte();
            return reader.ReadArrayOfByte();
        }, ct)
        : null;

    /// <summary>Keeps a key in place of the one that is there.</summary>
    /// <exception cref="KeyStoreLockedException">It is locked.</exception>
    public async Task WriteAsync(byte[] key, CancellationToken ct)
    {
        await UnlockAsync(collection, ct);
        var item = await PathAsync(connection, collection, "org.freedesktop.Secret.Collection", "CreateItem", "a{sv}(oayays)b", (ref writer) =>
        {
            var properties = writer.WriteDictionaryStart();
            writer.WriteDictionaryEntryStart();
            writer.WriteString(ItemContract + ".Label");
            writer.WriteVariantString("Tenure: the key of this computer");
            writer.WriteDictionaryEntryStart();
            writer.WriteString(ItemContract + ".Attributes");
            writer.WriteSignature("a{ss}");
            WriteAttributes(ref writer);
            writer.WriteDictionaryEnd(properties);
            writer.WriteStructureStart();
            writer.WriteObjectPath(session);
            writer.WriteArray(Array.Empty<byte>());
            writer.WriteArray(key);
            writer.WriteString("application/pkcs8");
            writer.WriteBool(true);
        }, ct);
        if (item == Nothing)
        {
            throw new KeyStoreLockedException();
        }
    }

    /// <summary>Deletes the key, where there is one.</summary>
    /// <exception cref="KeyStoreLockedException">It is locked.</exception>
    public async Task DeleteAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is { } item && await PathAsync(connection, item, ItemContract, "Delete", null, null, ct) != Nothing)
        {
            throw new KeyStoreLockedException();
        }
    }

    public void Dispose() => connection.Dispose();

    private delegate void Body(ref MessageWriter writer);

    private async Task<string?> FindAsync(CancellationToken ct)
    {
        var (open, locked) = await CallAsync(connection, Root, ServiceContract, "SearchItems", "a{ss}", WriteAttributes, static (Message answer, object? _) =>
        {
            var reader = answer.GetBodyReader();
            return (reader.ReadArrayOfObjectPath().Select(path => path.ToString()).FirstOrDefault(), reader.ReadArrayOfObjectPath().Select(path => path.ToString()).FirstOrDefault());
        }, ct);
        if (open is null && locked is not null)
        {
            await UnlockAsync(locked, ct);
        }

        return open ?? locked;
    }

    private async Task UnlockAsync(string what, CancellationToken ct)
    {
        var prompt = await CallAsync(connection, Root, ServiceContract, "Unlock", "ao", (ref writer) => writer.WriteArray(new ObjectPath[] { new(what) }), static (Message answer, object? _) =>
        {
            var reader = answer.GetBodyReader();
            reader.ReadArrayOfObjectPath();
            return reader.ReadObjectPathAsString();
        }, ct);
        if (prompt != Nothing)
        {
            throw new KeyStoreLockedException();
        }
    }

    private void WriteAttributes(ref MessageWriter writer)
    {
        var attributes = writer.WriteDictionaryStart();
        foreach (var (name, value) in ((string, string)[])[("xdg:schema", "org.tenure.ComputerKey"), ("folder", folder)])
        {
            writer.WriteDictionaryEntryStart();
            writer.WriteString(name);
            writer.WriteString(value);
        }

        writer.WriteDictionaryEnd(attributes);
    }

    private static Task<string> SessionAsync(DBusConnection connection, CancellationToken ct) => CallAsync(connection, Root, ServiceContract, "OpenSession", "sv", static (ref writer) =>
    {
        writer.WriteString("plain");
        writer.WriteVariantString("");
    }, static (Message answer, object? _) =>
    {
        var reader = answer.GetBodyReader();
        reader.ReadVariantValue();
        return reader.ReadObjectPathAsString();
    }, ct);

    private static Task<string> PathAsync(DBusConnection connection, string method, string signature, Body body, CancellationToken ct) =>
        PathAsync(connection, Root, ServiceContract, method, signature, body, ct);

    private static Task<string> PathAsync(DBusConnection connection, string path, string contract, string method, string? signature, Body? body, CancellationToken ct) =>
        CallAsync(connection, path, contract, method, signature, body, static (Message answer, object? _) => answer.GetBodyReader().ReadObjectPathAsString(), ct);

    private static async Task<T> CallAsync<T>(DBusConnection connection, string path, string contract, string method, string? signature, Body? body, MessageValueReader<T> read, CancellationToken ct)
    {
        return await connection.CallMethodAsync(Make(), read, null).WaitAsync(Patience, ct);

        MessageBuffer Make()
        {
            var writer = connection.GetMessageWriter();
            try
            {
                writer.WriteMethodCallHeader(destination: Service, path: path, @interface: contract, member: method, signature: signature);
                body?.Invoke(ref writer);
                return writer.CreateMessage();
            }
            finally
            {
                writer.Dispose();
            }
        }
    }
}
