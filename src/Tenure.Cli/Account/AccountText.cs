namespace Tenure.Cli.Account;

/// <summary>What the account commands say, in one language.</summary>
internal sealed record AccountText(
    string HelpLogin, string HelpLogout, string HelpAccount, string HelpDevices, string HelpServer, string HelpDevice, string HelpNoBrowser, string HelpJson,
    string OpenPage, string EnterCode, string BackToTerminal, string SignedIn, string SignedOut, string NotSignedIn, string NoServer, string NoDevices,
    string Free, string Held, string Releasing)
{
    /// <summary>A device's state in words.</summary>
    public string StateOf(string state) => state switch
    {
        "held" => Held,
        "releasing" => Releasing,
        _ => Free,
    };
}
