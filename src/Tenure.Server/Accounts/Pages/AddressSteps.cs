namespace Tenure.Server.Accounts.Pages;

/// <summary>What is kept in the browser between an address and its code.</summary>
/// <param name="Id">The opaque id of what waits.</param>
/// <param name="Address">As typed, to be shown again.</param>
internal sealed record AddressSteps(string Id, string Address)
{
    /// <summary>Name of the cookie.</summary>
    public const string Cookie = "address";
}
