namespace Tenure.Cli.Phone.Boot;

/// <summary>Whose phone it is from now on: account → consents → activation; or nobody's, where it may be used without an account.</summary>
internal sealed class SetUpStep(BootSession boot)
{
    /// <param name="mayOpen">Whether it may be used without an account.</param>
    /// <param name="ct">Ends the step.</param>
    /// <returns><c>null</c> when the phone is set up; else the exit code of a person who stopped.</returns>
    public async Task<int?> RunAsync(bool mayOpen, CancellationToken ct)
    {
        var account = new AccountStep(boot);
        var token = await account.RunAsync(mayOpen, ct);
        if (token is null && !account.IsWithoutAccount)
        {
            return boot.LastFailure?.ExitCode ?? ExitCodes.Wizard;
        }

        var consents = boot.Person.AskConsents();
        if (!consents.Terms)
        {
            return boot.Stop(ExitCodes.Wizard, "terms_needed", boot.Person.Text.TermsNeeded);
        }

        boot.Phone.UserData.Save(boot.Phone.UserData.Record with { Consents = consents.Optional });
        boot.Note("consented");
        return token is null ? await OpenAsync(ct) : await new ActivationStep(boot).RunAsync(token, ct);
    }

    private async Task<int?> OpenAsync(CancellationToken ct)
    {
        if (!await boot.TryAsync(() => boot.Agent.OpenAsync(ct), ct))
        {
            return boot.LastFailure!.ExitCode;
        }

        boot.Note("opened");
        boot.Person.Say(boot.Person.Text.Opened);
        await boot.DeliverOwedAsync(ct);
        return null;
    }
}
