namespace Tenure.Server.SignIn.Pages;

/// <summary>What is kept in the browser between the password and the code.</summary>
/// <param name="Transaction">From the sign-in's first step.</param>
/// <param name="Return">Where to go afterwards, a path on this server.</param>
internal sealed record SignInSteps(string Transaction, string? Return)
{
    /// <summary>Name of the cookie.</summary>
    public const string Cookie = "sign-in";
}
