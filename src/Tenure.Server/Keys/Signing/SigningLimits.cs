using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

/// <summary>How many tickets of one action a signer signs in an hour; what is above was not ordered by devices.</summary>
/// <param name="HoldPerHour">Tickets of each kind that locks, from 1.</param>
/// <param name="ReleasePerHour">Tickets of each kind that frees, erases or finds, from 1.</param>
/// <param name="FlashPerHour">Tickets of each kind that opens a device to other software, from 1.</param>
internal sealed record SigningLimits(int HoldPerHour, int ReleasePerHour, int FlashPerHour = KeyOptions.UsualFlashPerHour)
{
    // Ten a second and more, when a log has much to take up: none of them frees or locks anything.
    private const int CheckpointsPerHour = 100_000;

    /// <summary>The limit of one purpose.</summary>
    public int Of(SignerPurpose purpose) => purpose switch
    {
        SignerPurpose.Hold => HoldPerHour,
        SignerPurpose.Log => CheckpointsPerHour,
        SignerPurpose.Flash => FlashPerHour,
        _ => ReleasePerHour,
    };
}
