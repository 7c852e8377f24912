using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using Tenure.Cli.Account;
using Tenure.Cli.Agent;
using Tenure.Cli.Audit;
using Tenure.Cli.Backups;
using Tenure.Cli.Computer;
using Tenure.Cli.Doctor;
using Tenure.Cli.Flash;
using Tenure.Cli.Generation;
using Tenure.Cli.Keys;
using Tenure.Cli.Manifests;
using Tenure.Cli.Messages;
using Tenure.Cli.Operators;
using Tenure.Cli.Passwords;
using Tenure.Cli.Phone;
using Tenure.Cli.Rom;
using Tenure.Cli.Serve;
using Tenure.Cli.Texts;
using Tenure.Cli.Tour;
using Tenure.Cli.Unlock;
using Tenure.Cli.Workshops;

namespace Tenure.Cli;

/// <summary>The <c>tenure</c> command: a table of contents of its groups.</summary>
internal static class TenureCommand
{
    /// <summary>Parses and runs one command line.</summary>
    /// <returns>The exit code; 2 when the command line itself was wrong.</returns>
    public static async Task<int> RunAsync(string[] args, CommandStreams streams, CancellationToken ct)
    {
        // Before any text is looked up: the whole command speaks it.
        if (await SpokenLanguage.FindAsync(args, streams, ct) is { } language)
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (language, language);
        }

        var parsed = Create(streams).Parse(args);
        // On a busy machine the two seconds of the library are not enough to close a device and a journal and to say that nothing is lost.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = streams.Out, Error = streams.Error, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) }, ct);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
    }

    /// <summary>The whole command.</summary>
    public static RootCommand Create(CommandStreams streams)
    {
        var text = CommandText.Languages.OfTerminal;
        var root = new RootCommand(text.HelpRoot) { ServeCommand.Create(streams) };
        foreach (var command in AccountCommands.Create(streams))
        {
            root.Add(command);
        }

        root.Add(ComputerCommands.Create(streams));
        root.Add(PhoneCommands.Create(streams));
        root.Add(AgentCommands.Create(streams));
        root.Add(FlashCommand.Create(streams));
        root.Add(UnlockCommand.Create(streams));
        root.Add(DoctorCommand.Create(streams));
        root.Add(RomCommands.Create(streams));
        root.Add(WorkshopCommands.Create(streams));
        root.Add(AuditCommands.Create(streams));
        root.Add(KeyCommands.Create(streams));
        root.Add(SignerCommand.Create(streams));
        root.Add(PasswordCommands.Create(streams));
        root.Add(ShowMessages.Create(streams));
        root.Add(OperatorCommands.Create(streams));
        root.Add(ManifestCommands.Create(streams));
        root.Add(GenerationCommands.Create(streams));
        foreach (var command in BackupCommands.Create(streams))
        {
            root.Add(command);
        }

        root.Add(TourCommand.Create(streams));
        Describe(root.Options, text);
        return root;
    }

    // The library describes these two in English only.
    private static void Describe(IEnumerable<Option> options, CommandText text)
    {
        foreach (var option in options)
        {
            option.Description = option switch
            {
                HelpOption => text.HelpHelp,
                VersionOption => text.HelpVersion,
                _ => option.Description,
            };
        }
    }
}
