namespace Tenure.Server.Platform;

/// <summary>Who may call an endpoint. Each endpoint names one of these, or allows anonymous calls.</summary>
internal static class Policies
{
    /// <summary>A person's client with a bearer token of scope <c>account</c>.</summary>
    public const string Holder = "holder";

    /// <summary>A person's client with a bearer token of the scopes <c>account</c> and <c>devices</c>.</summary>
    public const string HolderOfDevices = "holder-of-devices";

    /// <summary>A device with its own token, scope <c>device</c>: reads and polls only.</summary>
    public const string Device = "device";

    /// <summary>A person in a browser, by cookie.</summary>
    public const string Page = "page";

    /// <summary>An operator in a browser, by a cookie of its own.</summary>
    public const string Operator = "operator";
}
