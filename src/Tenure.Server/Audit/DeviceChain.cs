using System.Text.Json;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Audit;

/// <summary>Everything the database says about one device, checked against itself: chain, head, the story the entries tell, and the device's row.</summary>
internal sealed class DeviceChain(string id, Device? device, DeviceLogHead? head, IReadOnlyList<DeviceLogRow> rows)
{
    private LoggedState? last;

    /// <summary>The first break; <c>null</c> when all of it holds.</summary>
    public AuditBreak? FindBreak()
    {
        if (head is null)
        {
            return rows.Count > 0 ? Broken(null, "head_missing", "There are entries but no head.") : Broken(null, "chain_missing", "The device has no log.");
        }

        return FindInChain() ?? FindInState();
    }

    private AuditBreak? FindInChain()
    {
        var verification = new LogVerification();
        foreach (var row in rows)
        {
            if (Find(verification, row) is { } broken)
            {
                return broken;
            }
        }

        if (verification.Count != head!.Length || (rows.Count > 0 && !rows[0].DeviceRef.AsSpan().SequenceEqual(head.DeviceRef)))
        {
            return Broken(verification.Count, "head_differs", $"The head speaks of {head.Length} entries, or of another chain; there are {verification.Count}.");
        }

        return verification.End(head.Hash) is { } end ? Broken(end) : null;
    }

    private AuditBreak? Find(LogVerification verification, DeviceLogRow row)
    {
        LogLine line;
        try
        {
            line = row.ToLine();
        }
        catch (ArgumentOutOfRangeException)
        {
            return Broken(row.Sequence, "entry_malformed", "The entry's time is none.");
        }

        return verification.Add(line) is { } broken ? Broken(broken) : FindInStory(row);
    }

    // The details of each entry must follow from those before it by the devices' own table of moves.
    private AuditBreak? FindInStory(DeviceLogRow row)
    {
        if (row.Details is null)
        {
            return null;
        }

        if (Parse(row.Details) is not { } now || now.Device != id)
        {
            return Broken(row.Sequence, "details_foreign", "The details are not those of an event of this device.");
        }

        var follows = last is null
            ? now.State == LoggedState.NameOf(DeviceState.Free) && row.Event == DeviceEvents.Enrolled
            : Follows(last, row.Event, now);
        last = now;
        return follows ? null : Broken(row.Sequence, "move_impossible", $"{row.Event} cannot lead from the state before it to {now.State}.");
    }

    private AuditBreak? FindInState()
    {
        if (device is null)
        {
            return Broken(null, "device_missing", "The log speaks of a device that is not there.");
        }

        return last is not null && !last.AgreesWith(device)
            ? Broken(head!.Length - 1, "state_differs", "The device's row does not say what its last entry says.")
            : null;
    }

    private static bool Follows(LoggedState before, string name, LoggedState now)
    {
        var from = StateOf(before.State);
        var to = StateOf(now.State);
        if (from is null || to is null)
        {
            return false;
        }

        return DeviceEvents.StepOf(name) is { } step
            ? Device.Next(from.Value, step) == to && now.Epoch == before.Epoch + (Device.EndsHolding(step) ? 1u : 0u)
            : from == to && now.Epoch == before.Epoch;
    }

    private static DeviceState? StateOf(string name) =>
        Enum.GetValues<DeviceState>().Where(s => LoggedState.NameOf(s) == name).Select(s => (DeviceState?)s).FirstOrDefault();

    private static LoggedState? Parse(string details)
    {
        try
        {
            return LoggedState.Parse(details);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private AuditBreak Broken(LogBreak found) => Broken(found.Position, JsonNamingPolicy.SnakeCaseLower.ConvertName(found.Reason.ToString()), found.Message);

    private AuditBreak Broken(long? sequence, string reason, string message) => new(id, sequence, reason, message);
}
