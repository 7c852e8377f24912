using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;

namespace Tenure.Server.Tests.Hosting;

/// <summary>Somebody with an account, as a test sees them.</summary>
/// <param name="KnownDevice">The secret that the device of the registration keeps.</param>
public sealed partial record Person(string Email, string Password, string Number, string KnownDevice)
{
    /// <summary>A password that fits the rules.</summary>
    public const string GoodPassword = "tin ladder seven moths";

    /// <summary>An address that nobody has.</summary>
    public static string NewEmail() => $"p{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org";

    /// <summary>Makes an account in the way of every client: address, code, password.</summary>
    public static async Task<Person> RegisterAsync(ServerFixture server, CancellationToken ct, string? email = null, string? nickname = null, string? language = null)
    {
        var client = server.Client();
        var address = email ?? NewEmail();
        var registration = await VerifiedAsync(server, client, address, ct, language);
        var created = await client.CreateAccountAsync(registration, new CreateAccount(GoodPassword, nickname, language), ct);
        return new Person(address, GoodPassword, created.AccountNumber, created.KnownDevice);
    }

    /// <summary>A registration whose address is proven.</summary>
    public static async Task<string> VerifiedAsync(ServerFixture server, TenureClient client, string email, CancellationToken ct, string? language = null)
    {
        var started = await client.StartRegistrationAsync(new StartRegistration(email, language), ct);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await LastCodeAsync(server, email, ct)), ct);
        return started.Registration;
    }

    /// <summary>The code in the last mail to an address.</summary>
    public static async Task<string> LastCodeAsync(ServerFixture server, string email, CancellationToken ct) =>
        Code().Match((await server.MailsToAsync(email, ct))[^1].Text).Value.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>A client that is signed in on the device of the registration.</summary>
    public async Task<TenureClient> SignInAsync(ServerFixture server, CancellationToken ct)
    {
        var client = server.Client();
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, Number, Password, KnownDevice, "Test phone", Pkce.Create(), ct);
        client.AccessToken = step.Tokens!.AccessToken;
        return client;
    }

    [GeneratedRegex(@"\b\d{3}( \d{3})+\b")]
    private static partial Regex Code();
}
