using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;

namespace Tenure.Domain.Cases;

/// <summary>What a move of a case leaves for those whom it could harm: an entry in the log of its device, and an event of its account. Of what nobody was told of there is none.</summary>
/// <param name="Device">One of <see cref="DeviceEvents"/>; <c>null</c> for none, and where the device itself changes, which is an entry of its own.</param>
/// <param name="Account">The event; <c>null</c> for none, and where it is written with the letter.</param>
public sealed record CaseTrace(string? Device, SecurityEventKind? Account)
{
    /// <summary>The trace of a move; <c>null</c> for one that leaves none here: an announcement is written with its letters, and a wait that goes on is none.</summary>
    public static CaseTrace? Of(CaseState from, CaseState to) => (from, to) switch
    {
        (CaseState.Announced or CaseState.Due or CaseState.Offered, CaseState.Disputed) => new(DeviceEvents.CaseContested, null),
        (CaseState.Disputed, CaseState.Announced) => new(DeviceEvents.CaseDisputeDecided, SecurityEventKind.CaseDisputeDecided),
        (CaseState.Due, CaseState.Offered or CaseState.Granted) => new(null, SecurityEventKind.CaseGranted),
        (CaseState.Announced or CaseState.Due or CaseState.Disputed or CaseState.Offered, _) => to switch
        {
            CaseState.Refused => new(DeviceEvents.CaseRefused, SecurityEventKind.CaseEnded),
            CaseState.Settled => new(DeviceEvents.CaseSettled, SecurityEventKind.CaseEnded),
            CaseState.Withdrawn => new(DeviceEvents.CaseWithdrawn, SecurityEventKind.CaseEnded),
            CaseState.Expired => new(DeviceEvents.CaseExpired, SecurityEventKind.CaseEnded),
            _ => null,
        },
        _ => null,
    };
}
