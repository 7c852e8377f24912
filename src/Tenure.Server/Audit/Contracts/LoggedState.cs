using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Buffers.Text;
using Tenure.Domain.Devices;

namespace Tenure.Server.Audit.Contracts;

/// <summary>The details of an entry: the device's state after the event. The verifier compares the last one with the device's row.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="State">The state after the event.</param>
/// <param name="Epoch">The epoch after it.</param>
/// <param name="Holding">The holding, 32 hexadecimal digits; <c>null</c> when free.</param>
/// <param name="Holder">
/// Which account holds it, as the first 16 bytes of SHA-256 over holding and account, base64url: whoever knows both can compare, nobody can tell the account from it.
/// </param>
/// <param name="Erase">Whether a release erases; <c>null</c> where none is under way.</param>
/// <param name="Ticket">The ticket that the event is about; <c>null</c> when none is.</param>
/// <param name="By">Where the holder acted: <c>phone</c> or <c>page</c>, or <c>case</c>; <c>null</c> when the device did.</param>
/// <param name="At">When, to the second; the entry itself says the hour. <c>null</c> in entries that are older than the tree: they say the second themselves.</param>
/// <param name="Announced">When the holder was told of the case that lets the device go, to the second; <c>null</c> everywhere else.</param>
/// <param name="Unprotected"><c>true</c> while any system may start on it; <c>null</c> otherwise, and in the holder's consent, whose details a device puts together itself.</param>
internal sealed record LoggedState(
    string Device, string State, uint Epoch, string? Holding, string? Holder, bool? Erase, string? Ticket, string? By, DateTimeOffset? At, DateTimeOffset? Announced = null, bool? Unprotected = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = false,
    };

    public static LoggedState Of(Device device, TicketId? ticket, string? by, DateTimeOffset now, DateTimeOffset? announced = null, bool isConsent = false) => new(
        device.Id.Value, NameOf(device.State), device.Epoch, device.HoldingId?.ToString(), HolderMark(device), device.Entitlement?.Erase, ticket?.ToString(), by,
        DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), announced is { } told ? DateTimeOffset.FromUnixTimeSeconds(told.ToUnixTimeSeconds()) : null,
        device.UnlockTicketAt is not null && !isConsent ? true : null);

    /// <summary>The state's name on the API and in the log.</summary>
    public static string NameOf(DeviceState state) => state switch
    {
        DeviceState.Free => "free",
        DeviceState.Held => "held",
        DeviceState.Releasing => "releasing",
        DeviceState.Lost => "lost",
        DeviceState.Sealed => "sealed",
    };

    /// <exception cref="JsonException">Not such details.</exception>
    public static LoggedState? Parse(string details) => JsonSerializer.Deserialize<LoggedState>(details, Json);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Whether the device's row tells the same.</summary>
    public bool AgreesWith(Device device) =>
        Device == device.Id.Value && State == NameOf(device.State) && Epoch == device.Epoch && Holding == device.HoldingId?.ToString() && Holder == HolderMark(device);

    // Whose account is gone is nobody.
    private static string? HolderMark(Device device) => device.HoldingId is { } holding
        ? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{holding}{device.Holder?.ToString() ?? "nobody"}")).AsSpan(0, 16))
        : null;
}
