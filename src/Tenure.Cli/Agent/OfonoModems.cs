using Tenure.Device.Phone;
using Tenure.Protocols.Identifiers;
using Tmds.DBus.Protocol;

namespace Tenure.Cli.Agent;

/// <summary>The modems and SIM cards that ofono knows, asked over the system's D-Bus.</summary>
/// <remarks>ofono's doc/manager-api.txt (<c>GetModems</c>), doc/modem-api.txt (<c>Serial</c>: the IMEI) and doc/sim-api.txt (<c>CardIdentifier</c>: the ICCID; <c>SubscriberNumbers</c>).
/// What it says is a claim of this system, like all else that a device says of its cards.</remarks>
/// <param name="Imeis">One for each modem that says it, fifteen digits.</param>
/// <param name="Sims">A slot for each modem.</param>
internal sealed record OfonoModems(IReadOnlyList<string> Imeis, IReadOnlyList<SimSlot> Sims)
{
    private const string Service = "org.ofono";
    private const int MostModems = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A device without modems.</summary>
    public static OfonoModems None { get; } = new([], []);

    /// <summary>Asks ofono. Without it, or without an answer in ten seconds, the device has no modems: the lock must not wait for a telephone.</summary>
    public static async Task<OfonoModems> ReadAsync(CancellationToken ct)
    {
        using var connection = new DBusConnection(Environment.GetEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS") ?? "unix:path=/var/run/dbus/system_bus_socket");
        try
        {
            return await AskAsync(connection).WaitAsync(Patience, ct);
        }
        catch (Exception e) when (e is DBusExceptionBase or TimeoutException or InvalidOperationException or IOException)
        {
            return None;
        }
    }

    private static async Task<OfonoModems> AskAsync(DBusConnection connection)
    {
        await connection.ConnectAsync();
        List<string> imeis = [];
        List<SimSlot> sims = [];
        foreach (var (path, modem) in (await ModemsAsync(connection)).Take(MostModems))
        {
            if (Text(modem, "Serial") is { } said && Imei.TryReport(said, out var imei))
            {
                imeis.Add(imei.Text);
            }

            var card = await CardAsync(connection, path);
            sims.Add(new SimSlot(sims.Count + 1, Text(card, "CardIdentifier"), Text(card, "ServiceProviderName"), FirstNumber(card)));
        }

        return new(imeis, sims);
    }

    private static Task<List<(string Path, Dictionary<string, VariantValue> Properties)>> ModemsAsync(DBusConnection connection) => connection.CallMethodAsync(
        Call(connection, "/", "org.ofono.Manager", "GetModems"),
        static (Message answer, object? _) =>
        {
            List<(string, Dictionary<string, VariantValue>)> modems = [];
            var reader = answer.GetBodyReader();
            var end = reader.ReadArrayStart(DBusType.Struct);
            while (reader.HasNext(end))
            {
                reader.AlignStruct();
                modems.Add((reader.ReadObjectPathAsString(), reader.ReadDictionaryOfStringToVariantValue()));
            }

            return modems;
        },
        null);

    // A modem without a card has no such interface, or says nothing.
    private static async Task<Dictionary<string, VariantValue>> CardAsync(DBusConnection connection, string path)
    {
        try
        {
            return await connection.CallMethodAsync(
                Call(connection, path, "org.ofono.SimManager", "GetProperties"), static (Message answer, object? _) => answer.GetBodyReader().ReadDictionaryOfStringToVariantValue(), null);
        }
        catch (DBusErrorReplyException)
        {
            return [];
        }
    }

    private static MessageBuffer Call(DBusConnection connection, string path, string contract, string method)
    {
        using var writer = connection.GetMessageWriter();
        writer.WriteMethodCallHeader(destination: Service, path: path, @interface: contract, member: method);
        return writer.CreateMessage();
    }

    private static string? Text(Dictionary<string, VariantValue> properties, string name) =>
        properties.TryGetValue(name, out var value) && value.Type == VariantValueType.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static string? FirstNumber(Dictionary<string, VariantValue> properties) =>
        properties.TryGetValue("SubscriberNumbers", out var value) && value.Type == VariantValueType.Array && value.ItemType == VariantValueType.String ? value.GetArray<string>().FirstOrDefault() : null;
}
