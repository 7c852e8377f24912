using System.CommandLine;
using System.Globalization;
using Tenure.Cli.Computer;
using Tenure.Client;
using Tenure.Client.SignIn;

namespace Tenure.Cli.Account;

/// <summary><c>tenure login</c>, <c>logout</c>, <c>account</c>, <c>devices</c>, <c>ticket</c> and <c>export</c>: a person's own session on the command line.</summary>
internal static class AccountCommands
{
    public static IEnumerable<Command> Create(CommandStreams streams)
    {
        var text = AccountText.Languages.OfTerminal;
        yield return Login(streams, text);
        yield return Logout(streams, text);
        yield return Show(streams, text);
        yield return Devices(streams, text);
        yield return AskTicket.Create(streams, text);
        yield return SaveExport.Create(streams, text);
    }

    /// <summary>Runs what needs a signed-in client; the server's and the network's refusals become exit codes.</summary>
    public static async Task<int> WithClientAsync(CommandStreams streams, CommandOutput output, AccountText text, Func<TenureClient, Task<int>> run, CancellationToken ct)
    {
        using var http = new HttpClient(streams.Network());
        return await GuardAsync(output, text, async () =>
            await SignedInClient.OpenAsync(streams, http, TimeProvider.System, ct) is { } client
                ? await run(client)
                : output.Fail(ExitCodes.Refused, "not_signed_in", text.NotSignedIn));
    }

    private static Command Login(CommandStreams streams, AccountText text)
    {
        var server = new Option<Uri>("--server") { Description = text.HelpServer, CustomParser = HttpAddress.Parse, DefaultValueFactory = _ => new Uri("http://localhost:5080") };
        var device = new Option<bool>("--device") { Description = text.HelpDevice };
        var noBrowser = new Option<bool>("--no-browser") { Description = text.HelpNoBrowser };
        var user = new Option<string?>("--user") { Description = text.HelpUser };
        var passwordStdin = new Option<bool>("--password-stdin") { Description = ComputerText.Languages.OfTerminal.HelpPasswordStdin };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command("login", text.HelpLogin) { server, user, passwordStdin, device, noBrowser, language, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var address = parsed.GetRequiredValue(server);
            return GuardAsync(output, text, async () =>
            {
                using var http = new HttpClient(streams.Network()) { BaseAddress = address };
                var client = new TenureClient(http) { Language = CultureInfo.CurrentUICulture.Name is { Length: > 0 } spoken ? spoken : null };
                if (parsed.GetValue(user) is { } name)
                {
                    return await InTerminalAsync(streams, output, text, client, address, name, parsed.GetValue(passwordStdin), ct);
                }

                // With --json the address goes to standard error: standard output is the answer alone.
                Action<string> say = output.IsJson ? streams.Error.WriteLine : output.Say;
                var tokens = parsed.GetValue(device)
                    ? await new DeviceCodeSignIn(client, text, say, TimeProvider.System).RunAsync(ct)
                    : await new LoopbackSignIn(client, address, text, say).RunAsync(!parsed.GetValue(noBrowser), ct);
                return await KeepAsync(streams, output, text, client, address, tokens, knownDevice: null, ct);
            });
        });
        return command;
    }

    // The password was typed here, or came through a pipe: never from an argument.
    private static async Task<int> InTerminalAsync(CommandStreams streams, CommandOutput output, AccountText text, TenureClient client, Uri address, string user, bool passwordStdin, CancellationToken ct)
    {
        if (address is { Scheme: "http", IsLoopback: false })
        {
            return output.Fail(ExitCodes.ServerNotTrusted, "not_secure", text.NotSecure);
        }

        var before = SavedSession.Read(SavedSession.FileOf(streams));
        var known = before?.Server == address ? before.KnownDevice : null;
        try
        {
            var step = await new TerminalSignIn(client, text, streams, streams.IsTerminal && !output.IsJson ? output.Console : null) { PasswordStdin = passwordStdin }.RunAsync(user, known, ct);
            return await KeepAsync(streams, output, text, client, address, step.Tokens!, step.KnownDevice ?? known, ct);
        }
        catch (CodeMissingException)
        {
            return output.Fail(ExitCodes.CodeNeeded, "code_needed", text.CodeMissing);
        }
        catch (OAuthException refused) when ((refused.Error.Refusal ?? refused.Code) is "sign_in_failed")
        {
            return output.Fail(ExitCodes.WrongPassword, "sign_in_failed", CommandOutput.Format(text.WrongPassword, new Uri(address, "reset")), refused.Message);
        }
    }

    private static async Task<int> KeepAsync(CommandStreams streams, CommandOutput output, AccountText text, TenureClient client, Uri address, Tokens tokens, string? knownDevice, CancellationToken ct)
    {
        (SignedInClient.Saved(address, tokens, TimeProvider.System) with { KnownDevice = knownDevice }).Write(SavedSession.FileOf(streams));
        client.AccessToken = tokens.AccessToken;
        var account = await client.GetAccountAsync(ct);
        var frozen = (await client.GetProtectionAsync(ct)).FrozenUntil;
        var words = CommandOutput.Format(text.SignedIn, account.Number);
        return output.Tell(account, frozen is { } until ? $"{words}{Environment.NewLine}{CommandOutput.Format(text.Frozen, until.ToLocalTime().ToString("f", CultureInfo.CurrentCulture))}" : words);
    }

    private static Command Logout(CommandStreams streams, AccountText text)
    {
        var json = JsonOption.Create();
        var command = new Command("logout", text.HelpLogout) { json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithClientAsync(streams, output, text, async client =>
            {
                var current = (await client.GetSessionsAsync(ct)).Single(s => s.Current);
                await client.EndSessionAsync(current.Id, ct);
                File.Delete(SavedSession.FileOf(streams));
                return output.Tell(new { ended = current.Id }, text.SignedOut);
            }, ct);
        });
        return command;
    }

    private static Command Show(CommandStreams streams, AccountText text)
    {
        var json = JsonOption.Create();
        var command = new Command("account", text.HelpAccount) { json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithClientAsync(streams, output, text, async client =>
            {
                var account = await client.GetAccountAsync(ct);
                return output.Tell(account, string.Join(Environment.NewLine, LinesOf(account, text)));
            }, ct);
        });
        return command;
    }

    // Number, name and address; then what the person said of themselves, and nothing of what they did not.
    private static IEnumerable<string> LinesOf(Client.Accounts.Account account, AccountText text)
    {
        yield return $"{account.Number}  {account.Nickname}  {account.Email ?? account.Phone}";
        if (account.Gender is { } gender)
        {
            yield return CommandOutput.Format(text.Gender, text.GenderOf(gender));
        }

        if (account.Country is { } country)
        {
            yield return CommandOutput.Format(text.Country, country);
        }

        if (account.Picture is not null)
        {
            yield return text.Picture;
        }
    }

    private static Command Devices(CommandStreams streams, AccountText text)
    {
        var json = JsonOption.Create();
        var command = new Command("devices", text.HelpDevices) { json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            return WithClientAsync(streams, output, text, async client =>
            {
                var devices = await client.GetDevicesAsync(ct);
                var lines = devices.Select(d => $"{d.Id}  {d.Model}  {text.StateOf(d.State)}");
                return output.Tell(devices, devices.Count == 0 ? text.NoDevices : string.Join(Environment.NewLine, lines));
            }, ct);
        });
        return command;
    }

    public static async Task<int> GuardAsync(CommandOutput output, AccountText text, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (TenureProblemException refused) when (refused.Problem.Status == 401)
        {
            return output.Fail(ExitCodes.Refused, "not_signed_in", text.NotSignedIn);
        }
        catch (TenureProblemException refused)
        {
            return output.Fail(CodeOf(refused.Code), refused.Code, Waiting(text, refused.Message, refused.RetryAfter));
        }
        catch (OAuthException refused)
        {
            var code = refused.Error.Refusal ?? refused.Code;
            return output.Fail(CodeOf(code), code, Waiting(text, refused.Message, refused.RetryAfter));
        }
        catch (HttpRequestException gone)
        {
            return output.Fail(ExitCodes.NoNetwork, "no_network", text.NoServer, gone.Message);
        }
        catch (UnauthorizedAccessException denied)
        {
            return output.Fail(ExitCodes.Failed, "file_denied", CommandOutput.Format(text.FileDenied, denied.Message), denied.Message);
        }
    }

    private static int CodeOf(string refusal) => refusal switch
    {
        "throttled" or "rate_limited" or "busy" => ExitCodes.TooOften,
        "account_frozen" or "account_quiet" => ExitCodes.Frozen,
        _ => ExitCodes.Refused,
    };

    private static string Waiting(AccountText text, string said, TimeSpan? wait) => wait is { } time
        ? $"{said} {CommandOutput.Format(text.TryAgainAt, (TimeProvider.System.GetLocalNow() + time).ToString("T", CultureInfo.CurrentCulture))}"
        : said;
}
