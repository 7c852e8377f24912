namespace Tenure.Cli.Doctor;

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What.</param>
/// <param name="Place">The port or the device.</param>
/// <param name="Name">What the device calls itself, with its serial number; <c>null</c> when it does not.</param>
internal sealed record DoctorFinding(DoctorFindingKind Kind, string? Place = null, string? Name = null)
{
    /// <summary>False where something keeps a device from being flashed.</summary>
    public bool IsGood => Kind is DoctorFindingKind.EmergencyReady or DoctorFindingKind.UsbReady or DoctorFindingKind.PortReady;
}
