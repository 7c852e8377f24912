using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;

namespace Tenure.Cli.Tour;

/// <summary>Somebody with an account, seen from a computer that is not the phone.</summary>
internal sealed class TourPerson(HttpClient http, Mailbox mailbox, string email, string password)
{
    /// <summary>The address.</summary>
    public string Email => email;

    /// <summary>The password.</summary>
    public string Password => password;

    /// <summary>The account number, once it is known.</summary>
    public string Number { get; set; } = "";

    /// <summary>Speaks for this person once signed in.</summary>
    public TenureClient Client { get; private set; } = new(http);

    /// <summary>Makes the account by the API.</summary>
    public async Task RegisterAsync(CancellationToken ct)
    {
        var started = await Client.StartRegistrationAsync(new StartRegistration(email, "en"), ct);
        await Client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await mailbox.NextCodeAsync(email, ct)), ct);
        Number = (await Client.CreateAccountAsync(started.Registration, new CreateAccount(password), ct)).AccountNumber;
    }

    /// <summary>Signs in as a command line that the server has not seen.</summary>
    /// <returns>Whether the server asked for a code.</returns>
    public async Task<bool> SignInAsync(CancellationToken ct)
    {
        var client = new TenureClient(http);
        var pkce = Pkce.Create();
        var step = await client.SignIn.StartNativeAsync(TokenClient.CommandLineClient, Number, password, null, "tour", pkce, ct);
        var asked = step.AuthSession is not null;
        if (asked)
        {
            step = await client.SignIn.ContinueNativeAsync(TokenClient.CommandLineClient, step.AuthSession!, await mailbox.NextCodeAsync(email, ct), pkce, ct);
        }

        client.AccessToken = step.Tokens?.AccessToken ?? throw new TourFailedException("no token after the code");
        Client = client;
        return asked;
    }
}
