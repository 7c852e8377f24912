namespace Tenure.Server.Accounts.Addresses;

/// <summary>What an address is to be proven for.</summary>
internal enum AddressCodePurpose
{
    /// <summary>For a new account.</summary>
    Registration,

    /// <summary>For an account that there is.</summary>
    Addition,
}
