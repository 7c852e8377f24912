namespace Tenure.Flash.Checks;

/// <summary>How a comparison came out.</summary>
public enum PreFlightVerdict
{
    /// <summary>It fits.</summary>
    Fits,

    /// <summary>It does not, and nothing is flashed.</summary>
    Stops,

    /// <summary>One side does not say; the device and the server look again.</summary>
    Unknown,
}
