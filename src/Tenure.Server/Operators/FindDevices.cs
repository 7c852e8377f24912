using System.Text;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Protocols.Identifiers;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Operators;

/// <summary>Finds devices by exactly this id, serial number or IMEI. A look that finds nothing is written down as well; what was typed only as a keyed hash.</summary>
internal sealed class FindDevices(DeviceLookUp devices, OperatorLogBook log, Pepper pepper)
{
    // One more than the longest serial number.
    private const int Longest = 65;

    /// <param name="caller">Who looks.</param>
    /// <param name="by">What was typed: <c>id</c>, <c>serial</c> or <c>imei</c>.</param>
    /// <param name="typed">As typed.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<List<FoundDevice>>> ExecuteAsync(CurrentOperator caller, string by, string typed, CancellationToken ct)
    {
        if (WellFormedText.Check(typed, "value") is { } malformed)
        {
            return malformed;
        }

        // What is longer than any number is looked for all the same, cut: it finds nothing, and that is written down.
        var value = ShortText.Cut(typed.Trim(), Longest);
        var fault = Imei.Read(value, out var imei);
        List<FoundDevice> found;
        switch (by)
        {
            case "imei" when fault is not null:
                return fault == ImeiFault.CheckDigitWrong ? DeviceRefusals.ImeiCheckDigit : DeviceRefusals.ImeiMalformed;
            case "imei":
                value = imei.Digits;
                found = await devices.FindByImeiAsync(value, ct);
                break;
            case "serial":
                found = await devices.FindBySerialAsync(value, ct);
                break;
            case "id":
                found = await devices.FindByIdAsync(value, ct);
                break;
            default:
                return WellFormedText.Malformed("by");
        }

        var mac = Convert.ToHexStringLower(pepper.Mac("operator-look", Encoding.UTF8.GetBytes($"{by} {value}")));
        await log.AppendAsync(found.Count == 0 ? OperatorEvents.DeviceNotFound : OperatorEvents.DeviceFound, new LoggedAct(caller.Operator.Name, Typed: mac), ct);
        return found;
    }
}
