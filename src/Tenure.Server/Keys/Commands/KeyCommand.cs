using System.Globalization;

namespace Tenure.Server.Keys.Commands;

/// <summary><c>keys …</c>: what is done with roots and signers, for most of it on a machine that is offline. No server need run.</summary>
internal sealed class KeyCommand
{
    private static readonly KeyCommand[] All =
    [
        new("ceremony", "--out DIR --issuer URL [--roots DIR] [--generation N]", ["--out", "--issuer"], ["--roots", "--generation"], HoldCeremony.RunAsync),
        new("rotate", "--roots DIR --keys DIR [--purpose PURPOSE]", ["--roots", "--keys"], ["--purpose"], RotateKeys.RunAsync),
        new("status", "[--keys DIR]", [], ["--keys"], ShowKeys.RunAsync),
        new("admit", "--keys DIR --agent NAME --role ROLE --passkey PASSKEY", ["--keys", "--agent", "--role", "--passkey"], [], AdmitAgent.RunAsync),
        new("dismiss", "--keys DIR --agent NAME", ["--keys", "--agent"], [], DismissAgent.RunAsync),
        new("withdraw", "--roots DIR --purpose PURPOSE --below N [--issuer URL] [--by ROOT]", ["--roots", "--purpose", "--below"], ["--issuer", "--by"], WithdrawSigner.RunAsync),
        new("rekey", "--roots DIR --new-roots DIR --issuer URL [--old-issuer URL] [--by ROOT]", ["--roots", "--new-roots", "--issuer"], ["--old-issuer", "--by"], ReplaceRoots.RunAsync),
        new("succession", "--roots DIR --previous LOG --out FILE [--issuer URL] [--by ROOT]", ["--roots", "--previous", "--out"], ["--issuer", "--by"], SucceedLog.RunAsync),
        new(
            "sunset", "--roots DIR (--announce [--on DAY] | --announcement FILE) [--issuer URL] [--by ROOT]", ["--roots"], ["--announce!", "--on", "--announcement", "--issuer", "--by"], EndLocks.RunAsync),
    ];

    private readonly string verb;
    private readonly string options;
    private readonly string[] needed;
    private readonly string[] others;
    private readonly Func<KeyArguments, KeyTerminal, CancellationToken, Task<int>> run;

    private KeyCommand(string verb, string options, string[] needed, string[] others, Func<KeyArguments, KeyTerminal, CancellationToken, Task<int>> run) =>
        (this.verb, this.options, this.needed, this.others, this.run) = (verb, options, needed, others, run);

    /// <summary>How each is written.</summary>
    public static IEnumerable<string> Syntaxes => All.Select(command => $"keys {command.verb} {command.options} [--language TAG] [--json]");

    /// <summary>Runs one. Exit code 0 when done, 1 when files stand in the way or do not fit, 2 for wrong usage.</summary>
    /// <param name="args">What follows <c>keys</c>.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="clock">Says which day it is.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TimeProvider clock, CancellationToken ct)
    {
        var command = All.FirstOrDefault(c => args.Length > 0 && c.verb == args[0]);
        if (command is null || KeyArguments.Parse(args[1..], command.needed, command.others) is not { } given)
        {
            await Console.Error.WriteLineAsync(new KeyWords(CultureInfo.CurrentUICulture.Name)["Usage", string.Join(Environment.NewLine, Syntaxes)]);
            return 2;
        }

        try
        {
            return await command.run(given, new KeyTerminal(output, new KeyWords(given.Language ?? CultureInfo.CurrentUICulture.Name), given.IsJson, clock), ct);
        }
        catch (Exception e) when (e is KeyFileException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }
}
