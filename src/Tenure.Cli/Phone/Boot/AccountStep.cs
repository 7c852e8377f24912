using Tenure.Device.Agent;

namespace Tenure.Cli.Phone.Boot;

/// <summary>Account: sign in or register, with the code from a message where one is asked for. Gives the token of the sign-in in progress.</summary>
internal sealed class AccountStep(BootSession boot)
{
    private IPerson Person => boot.Person;

    private PhoneConnection Line => boot.Connection!;

    private bool IsOver => boot.LastFailure?.Failure.Code is "code_spent" or "code_expired" or "not_found" or "invalid_session";

    /// <summary>Whether the person wants none.</summary>
    public bool IsWithoutAccount { get; private set; }

    /// <summary>The token; <c>null</c> when the person wants no account, or stopped, with the reason in the session.</summary>
    public async Task<string?> RunAsync(bool mayOpen, CancellationToken ct)
    {
        Person.ShowScreen(Person.Text.AccountTitle, Person.Text.AccountExplain);
        while (true)
        {
            var choice = Person.ChooseAccount(mayOpen);
            if (choice == AccountChoice.WithoutAccount)
            {
                IsWithoutAccount = true;
                return null;
            }

            if (choice == AccountChoice.PowerOff)
            {
                if (boot.LastFailure is null)
                {
                    boot.Stop(ExitCodes.Wizard, "account_needed", Person.Text.AccountNeeded);
                }

                return null;
            }

            var signedIn = choice switch
            {
                AccountChoice.Register => RegisterAsync(ct),
                AccountChoice.ForgotPassword => ResetAsync(ct),
                _ => SignInAsync(null, ct),
            };
            if (await signedIn is { } token)
            {
                return token;
            }
        }
    }

    /// <summary>Signs the person in; <c>null</c> when it was refused or the person stopped.</summary>
    public async Task<string?> SignInAsync(string? offered, CancellationToken ct)
    {
        if (Person.AskIdentifier(offered) is not { } identifier)
        {
            return null;
        }

        if (Line.Session.IsWaitingForCode(identifier))
        {
            var token = await CodeAsync(ct);
            if (token is not null || Line.Session.IsWaitingForCode(identifier))
            {
                return token;
            }
        }

        return await PasswordAsync(identifier, ct);
    }

    private async Task<string?> PasswordAsync(string identifier, CancellationToken ct) =>
        Person.AskPassword() is { } password ? await SignInWithAsync(identifier, password, ct) : null;

    /// <summary>Signs in with what is known; a code is asked for when the server wants one.</summary>
    public async Task<string?> SignInWithAsync(string identifier, string password, CancellationToken ct)
    {
        var progress = SignInProgress.CodeNeeded;
        if (!await boot.TryAsync(async () => progress = await Line.Session.StartAsync(identifier, password, ct), ct))
        {
            return null;
        }

        return progress == SignInProgress.Complete ? await TokenAsync(ct) : await CodeAsync(ct);
    }

    private async Task<string?> CodeAsync(CancellationToken ct)
    {
        Person.Say(Person.Text.CodeSent);
        while (Person.AskProof() is { } code)
        {
            if (await boot.TryAsync(() => Line.Session.ContinueAsync(code, ct), ct))
            {
                return await TokenAsync(ct);
            }
        }

        // A script may come back with the code; a person at the phone begins anew, and so does everyone whose transaction is over.
        if (!Person.IsScript || IsOver)
        {
            Line.Session.Abandon();
        }
        else if (boot.LastFailure is null)
        {
            boot.Stop(ExitCodes.CodeNeeded, "code_needed", Person.Text.CodeNeeded);
        }

        return null;
    }

    private async Task<string?> TokenAsync(CancellationToken ct)
    {
        boot.Note("signed_in");
        return await Line.Session.TokenAsync(ct);
    }

    /// <summary>A new password for a forgotten one, and a sign-in with it; <c>null</c> when it was refused or the person stopped.</summary>
    public async Task<string?> ResetAsync(CancellationToken ct)
    {
        if (Person.AskResetAddress() is not { } address)
        {
            return null;
        }

        var reset = Line.Reset;
        if (!reset.IsWaiting(address))
        {
            if (!await boot.TryAsync(() => reset.StartAsync(address, ct), ct))
            {
                return null;
            }

            boot.Note("reset_started");
            Person.Say(Person.Text.ResetCodeSent);
        }

        return await VerifyAsync(() => reset.IsVerified, code => reset.VerifyAsync(code, ct), ct) ? await ChoosePasswordAsync(address, ct) : null;
    }

    private async Task<string?> ChoosePasswordAsync(string address, CancellationToken ct)
    {
        string? proof = null;
        while (Person.AskNewPassword() is { } password)
        {
            if (await boot.TryAsync(() => Line.Reset.CompleteAsync(password, proof, ct), ct))
            {
                boot.Note("password_reset");
                Person.Say(Person.Text.PasswordIsNew);
                return await SignInWithAsync(address, password, ct);
            }

            var failure = boot.LastFailure?.Failure.Code;
            var isDue = failure is "second_proof_needed" or "code_spent" or "code_expired";
            if (isDue || failure is "code_wrong" or "recovery_code_wrong" or "recovery_code_mistyped")
            {
                if (isDue && !await boot.TryAsync(() => Line.Reset.SendProofAsync(ct), ct))
                {
                    return null;
                }

                if (Person.AskProof() is { } typed)
                {
                    proof = typed;
                    continue;
                }

                if (Person.IsScript)
                {
                    boot.Stop(ExitCodes.CodeNeeded, "code_needed", Person.Text.ProofNeeded);
                }
            }

            if (Person.IsScript)
            {
                return null;
            }

            if (failure == "reset_over")
            {
                Line.Session.Abandon();
                return null;
            }
        }

        return null;
    }

    private async Task<string?> RegisterAsync(CancellationToken ct)
    {
        if (Person.AskAddress(boot.Sims) is not { } address)
        {
            if (Person.IsScript)
            {
                boot.Stop(ExitCodes.Wizard, "no_number", Person.Text.NoNumber);
            }

            return null;
        }

        var registration = Line.Registration;
        if (!registration.IsWaiting(address))
        {
            if (!await boot.TryAsync(() => registration.StartAsync(address with { Language = Person.Text.Tag }, ct), ct))
            {
                return null;
            }

            boot.Note("registration_started");
            Person.Say(CommandOutput.Format(Person.Text.CodeSentTo, address.Email ?? address.Phone));
        }

        return await VerifyAsync(() => registration.IsVerified, code => registration.VerifyAsync(code, ct), ct) ? await CompleteAsync(ct) : null;
    }

    private async Task<bool> VerifyAsync(Func<bool> isVerified, Func<string, Task> verify, CancellationToken ct)
    {
        while (!isVerified())
        {
            if (Person.AskCode() is not { } code)
            {
                if (Person.IsScript && boot.LastFailure is null)
                {
                    boot.Stop(ExitCodes.CodeNeeded, "code_needed", Person.Text.CodeNeeded);
                }

                // One that cannot be completed any more must not stand in the way of a new one.
                if (!Person.IsScript || IsOver)
                {
                    Line.Session.Abandon();
                }

                return false;
            }

            await boot.TryAsync(() => verify(code), ct);
        }

        return true;
    }

    private async Task<string?> CompleteAsync(CancellationToken ct)
    {
        var nickname = Person.AskNickname();
        while (Person.AskNewPassword() is { } password)
        {
            if (await boot.TryAsync(async () => boot.AccountNumber = await Line.Registration.CompleteAsync(password, nickname, Person.Text.Tag, ct), ct))
            {
                boot.Note("registered");
                Person.Say(CommandOutput.Format(Person.Text.AccountMade, boot.AccountNumber));
                return await SignInWithAsync(boot.AccountNumber!, password, ct);
            }

            if (Person.IsScript)
            {
                return null;
            }
        }

        return null;
    }
}
