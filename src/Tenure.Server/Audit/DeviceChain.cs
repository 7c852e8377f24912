using System.Text.Json;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Audit;

/// <summary>Everything the database says about one device, checked against itself: chain, what opens it, the story the entries tell, and the device's row.</summary>
/// <remarks>The names of events are in the entries themselves, so state and epoch are known also where details were erased; whose a device is needs details.</remarks>
internal sealed class DeviceChain(string id, Device? device, IReadOnlyList<DeviceLogRow> rows, IReadOnlyDictionary<long, DeviceLogOpening> openings)
{
    private readonly Dictionary<string, bool> isErased = new(StringComparer.Ordinal);
    private (byte[] Ref, Guid Holding)? named;
    private (DeviceState State, uint Epoch) now = (DeviceState.Free, 0);
    private LoggedState? last;

    /// <summary>The first break; <c>null</c> when all of it holds.</summary>
    public AuditBreak? FindBreak() => rows.Count == 0 ? Broken(null, "chain_missing", "The device has no log.") : FindInChain() ?? FindInState();

    private AuditBreak? FindInChain()
    {
        var verification = new LogVerification();
        foreach (var row in rows)
        {
            if ((FindInEntry(verification, row) ?? FindInStory(row) ?? FindInOpening(row)) is { } broken)
            {
                return broken;
            }
        }

        return openings.Keys.Except(rows.Select(row => row.Sequence)).Order().Select(sequence => (long?)sequence).FirstOrDefault() is { } foreign
            ? Broken(foreign, "opening_foreign", "There are details of an entry that is not there.")
            : null;
    }

    private AuditBreak? FindInEntry(LogVerification verification, DeviceLogRow row)
    {
        try
        {
            return verification.Add(row.ToLine(openings.GetValueOrDefault(row.Sequence))) is { } broken
                ? Broken(broken.Position, JsonNamingPolicy.SnakeCaseLower.ConvertName(broken.Reason.ToString()), broken.Message)
                : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return Broken(row.Sequence, "entry_malformed", "The entry's time is none.");
        }
    }

    // Each event must follow from those before it by the devices' own table of moves.
    private AuditBreak? FindInStory(DeviceLogRow row)
    {
        if (row.Sequence == 0 != (row.Event == DeviceEvents.Enrolled))
        {
            return Impossible(row);
        }

        if (DeviceEvents.StepOf(row.Event) is { } step)
        {
            if (Device.Next(now.State, step) is not { } next)
            {
                return Impossible(row);
            }

            now = (next, now.Epoch + (Device.EndsHolding(step) ? 1u : 0u));
        }

        return null;
    }

    private AuditBreak? FindInOpening(DeviceLogRow row)
    {
        var opening = openings.GetValueOrDefault(row.Sequence);
        if (IsPartlyErased(row, opening is null))
        {
            return Broken(row.Sequence, "opening_missing", "Details are missing that no erasure takes away: a holding is erased as a whole, and what belongs to none stays.");
        }

        if (opening is null)
        {
            last = null;
            return null;
        }

        if (Parse(opening.Details) is not { } details || details.Device != id)
        {
            return Broken(row.Sequence, "details_foreign", "The details are not those of an event of this device.");
        }

        var broken = details.State != LoggedState.NameOf(now.State) || details.Epoch != now.Epoch ? Impossible(row) : FindInNames(row, opening, details);
        last = details;
        return broken;
    }

    // Entries of the first format do not name their holding.
    private bool IsPartlyErased(DeviceLogRow row, bool erased)
    {
        if (row.HoldingRef is not { } holding)
        {
            return erased && row.Format != 1;
        }

        var name = Convert.ToHexString(holding);
        return !isErased.TryAdd(name, erased) && isErased[name] != erased;
    }

    // The opening says whose the entry is, and each holding has one name.
    private AuditBreak? FindInNames(DeviceLogRow row, DeviceLogOpening opening, LoggedState details)
    {
        var ends = DeviceEvents.StepOf(row.Event) is { } step && Device.EndsHolding(step);
        var isKnown = !ends || last is not null;
        if (isKnown && opening.HoldingId?.ToString("N") != (ends ? last!.Holding : details.Holding))
        {
            return Broken(row.Sequence, "opening_foreign", "The details are kept for another holding than they speak of.");
        }

        if (row.Format == 1)
        {
            return null;
        }

        if ((row.HoldingRef, opening.HoldingId) is ({ } name, { } holding))
        {
            var differs = named is { } before && (before.Holding == holding) != before.Ref.AsSpan().SequenceEqual(name);
            named = (name, holding);
            return differs ? Misnamed(row) : null;
        }

        return row.HoldingRef is null && opening.HoldingId is null ? null : Misnamed(row);
    }

    private AuditBreak? FindInState()
    {
        if (device is null)
        {
            return Broken(null, "device_missing", "The log speaks of a device that is not there.");
        }

        if (device.State != DeviceState.Free && last is null)
        {
            return Broken(rows[^1].Sequence, "opening_missing", "The device is held, and the log cannot say by whom.");
        }

        return (device.State, device.Epoch) != now || last?.AgreesWith(device) == false
            ? Broken(rows[^1].Sequence, "state_differs", "The device's row does not say what its last entry says.")
            : null;
    }

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

    private AuditBreak Impossible(DeviceLogRow row) => Broken(row.Sequence, "move_impossible", $"{row.Event} cannot lead from the state before it to {LoggedState.NameOf(now.State)}.");

    private AuditBreak Misnamed(DeviceLogRow row) => Broken(row.Sequence, "holding_ref_differs", "The entry does not name its holding as the others do.");

    private AuditBreak Broken(long? sequence, string reason, string message) => new(id, sequence, reason, message);
}
