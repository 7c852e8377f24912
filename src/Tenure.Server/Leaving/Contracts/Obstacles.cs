namespace Tenure.Server.Leaving.Contracts;

/// <summary>The kinds of <see cref="Obstacle"/>.</summary>
internal static class Obstacles
{
    /// <summary>A device that the account holds.</summary>
    public const string HeldDevice = "device_held";

    /// <summary>A lost one: it can be sealed.</summary>
    public const string LostDevice = "device_lost";

    /// <summary>A case of the account, or about a device of it.</summary>
    public const string OpenCase = "case_open";

    /// <summary>A dispute about a device.</summary>
    public const string OpenDispute = "dispute_open";
}
