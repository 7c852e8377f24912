using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Tenure.Cli.Account;
using Tenure.Flash.Checks;
using Tenure.Flash.Fastboot;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Flash.Scripts;
using Tenure.Protocols;

namespace Tenure.Cli.Flash;

/// <summary>One run of <c>tenure flash</c>: package, device, table, restore.</summary>
internal sealed class FlashRun(CommandStreams streams, CommandOutput output, FlashText text, FlashView view)
{
    public required string Package { get; init; }

    public required FlashAddress Device { get; init; }

    public required DataChoice Choice { get; init; }

    public required bool OnlyCheck { get; init; }

    public required bool SkipsRight { get; init; }

    // Beside the session: one place for what the command line keeps.
    private string Folder => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(SavedSession.FileOf(streams)))!, "flash");

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Directory.CreateDirectory(Folder);
            output.Say(CommandOutput.Format(text.Unpacking, Package));
            using var package = await FlashPackage.OpenAsync(Package, Folder, null, null, ct);
            await using var connection = await DeviceConnection.OpenAsync(Device, ct);
            var bytes = connection.Mode == DeviceMode.Fastboot ? await FastbootAsync(package, connection, ct) : throw new PackageException(PackageFault.NotAPackage, "Not for this mode.");
            view.End();
            return bytes is { } written
                ? output.Tell(new { done = true, bytes = written, seconds = (long)watch.Elapsed.TotalSeconds }, CommandOutput.Format(text.Done, FlashView.Megabytes(written), watch.Elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)))
                : ExitCodes.Done;
        }
        catch (StoppedException stopped)
        {
            return Fail(ExitCodes.FlashStopped, "check_" + Code(stopped.Line.Item), CommandOutput.Format(text.Stopped, Item(stopped.Line), text.Advice[stopped.Line.Item]));
        }
        catch (PackageException e)
        {
            return Fail(ExitCodes.PackageRefused, "package_" + Code(e.Fault), CommandOutput.Format(text.Packages[e.Fault], e.File ?? Package, e.Line), e.Message);
        }
        catch (RestoreException e)
        {
            return Fail(ExitCodes.FlashBroken, "restore_" + Code(e.Fault), $"{CommandOutput.Format(text.Faults[e.Fault], e.Message)} {text.GoesOn}", e.Message);
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            return Fail(ExitCodes.FlashBroken, "no_device", CommandOutput.Format(text.NoDevice, Device), e.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(ExitCodes.FlashBroken, "given_up", text.Given);
        }
    }

    internal static string Code<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());

    private int Fail(int exitCode, string code, string message, string? detail = null)
    {
        view.End();
        return output.Fail(exitCode, code, message, detail);
    }

    private string Item(PreFlightLine line) => CommandOutput.Format(text.Items[line.Item], line.Place);

    private async Task<long?> FastbootAsync(FlashPackage package, DeviceConnection connection, CancellationToken ct)
    {
        var steps = PackageScripts.Read(package, Choice);
        var facts = await new FastbootHost(connection.Fastboot!).FactsAsync(ct);
        var products = steps.OfType<CheckStep>().Where(step => step.Variable == "product").SelectMany(step => step.OneOf).ToList();
        Table(
            new PackageReport
            {
                Products = [.. products.Select(product => product.Value)],
                ProductIsWhole = products.All(product => product.IsWhole),
                AntiRollback = steps.OfType<AntiRollbackStep>().Select(step => step.Index).FirstOrDefault() ?? PackageChecks.AntiRollback(package),
                WrongFile = await WrongFileAsync(package, steps, ct),
            },
            new DeviceReport { Product = facts.Product, AntiRollback = facts.AntiRollback, Battery = facts.Battery });
        if (OnlyCheck)
        {
            return null;
        }

        await connection.DisposeAsync();
        var script = package.Read(PackageScripts.Find(package, Choice)!, FlashScript.MaxBytes);
        using var journal = FlashJournal.Open(Folder, Device.ToString(), SHA256.HashData(script));
        await new FastbootRestore(again => DeviceConnection.OpenAsync(Device, again), package, steps, journal, TimeProvider.System, view).RunAsync(ct);
        return steps.OfType<FlashStep>().Sum(step => package.Files[step.File]);
    }

    private async Task<string?> WrongFileAsync(FlashPackage package, IReadOnlyList<FastbootStep> steps, CancellationToken ct)
    {
        output.Say(CommandOutput.Format(text.Checking, package.Name));
        try
        {
            await PackageChecks.VerifyAsync(package, steps, null, ct);
            return null;
        }
        catch (PackageException e) when (e.Fault == PackageFault.FileWrong)
        {
            return e.File;
        }
    }

    // The whole table, and then what stops.
    private void Table(PackageReport package, DeviceReport device)
    {
        var lines = PreFlight.Compare(package, device);
        if (output.IsJson)
        {
            output.PrintLine(new { table = lines.Select(line => new { item = Code(line.Item), line.Place, line.Package, line.Device, verdict = Code(line.Verdict) }) });
        }

        var rows = lines.Select(line => (string[])[Item(line), line.Package ?? "–", line.Device ?? "–", text.Verdicts[line.Verdict]]).Prepend([text.TableTitle, text.InPackage, text.OnDevice, ""]).ToList();
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            output.Say(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        if (PreFlight.Stop(lines) is { } stop)
        {
            throw new StoppedException(stop);
        }
    }

    private sealed class StoppedException(PreFlightLine line) : Exception
    {
        public PreFlightLine Line { get; } = line;
    }
}
