using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Tenure.Client;
using Tenure.Client.SignIn;

namespace Tenure.Cli.Tour;

/// <summary><c>tenure tour</c>: plays the whole story against a real server and proves each step from outside.</summary>
internal static class TourCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Command Create(CommandStreams streams)
    {
        var text = TourText.Languages.OfTerminal;
        var server = new Option<Uri?>("--server") { Description = text.HelpServer, CustomParser = HttpAddress.Parse };
        var keep = new Option<string?>("--keep") { Description = text.HelpKeep };
        var json = JsonOption.Create();
        var command = new Command("tour", text.HelpTour) { server, keep, json };
        command.SetAction((parsed, ct) => RunAsync(streams, text, parsed.GetValue(server), parsed.GetValue(keep), new CommandOutput(streams, parsed.GetValue(json)), (running, http, folder) => new TourStory(streams, running, http, Program(streams), folder), ct));
        command.Add(Story(streams, text, "restore", text.HelpRestore, (running, http, folder) => new RestoreStory(streams, running, http, Program(streams), folder)));
        command.Add(Story(streams, text, "delete", text.HelpDelete, (running, http, folder) => new DeleteStory(running, http, Program(streams), folder)));
        command.Add(Story(streams, text, "recover", text.HelpRecover, (running, http, folder) => new RecoverStory(running, http, Program(streams), folder)));
        command.Add(Story(streams, text, "release", text.HelpRelease, (running, http, folder) => new ReleaseStory(running, http, Program(streams), folder)));
        return command;
    }

    // With a server of its own, whose clock it may move.
    private static Command Story(CommandStreams streams, TourText text, string name, string help, Func<TourServer, HttpClient, string, ITourStory> tell)
    {
        var keep = new Option<string?>("--keep") { Description = text.HelpKeep };
        var json = JsonOption.Create();
        var command = new Command(name, help) { keep, json };
        command.SetAction((parsed, ct) => RunAsync(streams, text, null, parsed.GetValue(keep), new CommandOutput(streams, parsed.GetValue(json)), tell, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandStreams streams, TourText text, Uri? address, string? keep, CommandOutput output, Func<TourServer, HttpClient, string, ITourStory> tell, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        var folder = keep is null ? Directory.CreateTempSubdirectory("tenure-tour").FullName : Directory.CreateDirectory(keep).FullName;
        try
        {
            await using var server = address is null
                ? await TourServer.StartAsync(ServerProgram.Path(streams), folder, limit.Token)
                : new TourServer(address, process: null, data: null);
            using var http = new HttpClient(streams.Network()) { BaseAddress = server.Address };
            var steps = await PlayAsync(tell(server, http, folder), text, output, limit.Token);
            return Report(steps, text, output);
        }
        catch (Exception failure) when (failure is TourFailedException or System.ComponentModel.Win32Exception or IOException)
        {
            return Report([new TourStep("server_ready", Proven: false, [], failure.Message)], text, output);
        }
        finally
        {
            if (keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // A step that fails ends the story: what follows stands on it.
    private static async Task<IReadOnlyList<TourStep>> PlayAsync(ITourStory story, TourText text, CommandOutput output, CancellationToken ct)
    {
        var steps = new List<TourStep>();
        foreach (var (name, play) in story.Steps)
        {
            var step = steps.Count > 0 && !steps[^1].Proven ? new TourStep(name, Proven: false, []) : await PlayAsync(name, play, ct);
            steps.Add(step);
            Show(step, text, output);
        }

        return steps;
    }

    private static void Show(TourStep step, TourText text, CommandOutput output)
    {
        if (output.IsJson)
        {
            return;
        }

        output.Console.Write(step.Proven ? new Text("✓ ", new Style(Color.Green)) : new Text("✗ ", new Style(Color.Red)));
        output.Say(text.Titles[step.Name]);
        output.Say("  " + step.Detail(text));
    }

    private static async Task<TourStep> PlayAsync(string name, Func<CancellationToken, Task<object[]>> play, CancellationToken ct)
    {
        try
        {
            return new TourStep(name, Proven: true, await play(ct));
        }
        catch (Exception failure) when (failure is TourFailedException or TenureProblemException or OAuthException or HttpRequestException or IOException or JsonException
            or KeyNotFoundException or FormatException or OperationCanceledException or Protocols.ProtocolException)
        {
            return new TourStep(name, Proven: false, [], failure.Message.Trim());
        }
    }

    private static int Report(IReadOnlyList<TourStep> steps, TourText text, CommandOutput output)
    {
        var proven = steps.Count(s => s.Proven);
        var english = TourText.Languages.Find("en")!;
        output.Tell(steps.Select(s => new { step = s.Name, proven = s.Proven, detail = s.Detail(english) }), CommandOutput.Format(text.Result, proven, steps.Count));
        return proven == steps.Count ? ExitCodes.Done : ExitCodes.Failed;
    }

    // The tour starts phones by the command that a person would type.
    private static string Program(CommandStreams streams) => streams.Environment("TENURE_CLI") is { Length: > 0 } program ? program : Environment.ProcessPath!;
}
