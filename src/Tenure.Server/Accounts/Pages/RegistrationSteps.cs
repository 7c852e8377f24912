namespace Tenure.Server.Accounts.Pages;

/// <summary>What is kept in the browser from the address to the password.</summary>
/// <param name="Registration">The registration's opaque id.</param>
/// <param name="Email">As typed, to be shown again.</param>
/// <param name="Verified">Whether the code was right.</param>
internal sealed record RegistrationSteps(string Registration, string Email, bool Verified)
{
    /// <summary>Name of the cookie.</summary>
    public const string Cookie = "registration";

    /// <summary>Pages of the way: address, code, password.</summary>
    public const int Count = 3;
}
