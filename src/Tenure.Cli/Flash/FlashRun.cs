using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tenure.Cli.Account;
using Tenure.Cli.Computer;
using Tenure.Cli.Flash.Ui;
using Tenure.Client;
using Tenure.Flash.Checks;
using Tenure.Flash.Fastboot;
using Tenure.Flash.Images;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Flash.Scripts;
using Tenure.Flash.Usb;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Signing;

namespace Tenure.Cli.Flash;

/// <summary>One run of <c>tenure flash</c>: package, device, table, restore.</summary>
internal sealed class FlashRun(CommandStreams streams, CommandOutput output, FlashText text, FlashView view)
{
    public required string Package { get; init; }

    public required FlashAddress Device { get; init; }

    public required DataChoice Choice { get; init; }

    public required bool OnlyCheck { get; init; }

    public required bool SkipsRight { get; init; }

    /// <summary>Only opens a device in emergency mode, for another program.</summary>
    public bool HandsOver { get; init; }

    /// <summary>The serial number of the device whose storage is divided anew first; <c>null</c>: it is not.</summary>
    public string? Provision { get; init; }

    /// <summary>Also where that can never be changed again.</summary>
    public bool ProvisionsForGood { get; init; }

    /// <summary>Shared with other runs at the same time.</summary>
    public PackageShelf Shelf { get; init; } = new();

    /// <summary>Where the question of a device in emergency mode goes.</summary>
    public string? ChallengeOut { get; init; }

    /// <summary>Where the ticket comes from.</summary>
    public string? TicketIn { get; init; }

    /// <summary>Where the receipt goes.</summary>
    public string? ReceiptOut { get; init; }

    /// <summary>The code that was sent when a restore was begun.</summary>
    public string? Code { get; init; }

    /// <summary>Of the code.</summary>
    public string? Transaction { get; init; }

    /// <summary>By which a holder allowed the workshop this restore.</summary>
    public string? Consent { get; init; }

    /// <summary>For a device that nobody holds.</summary>
    public string? Workshop { get; init; }

    /// <summary>The password is the first line of standard input.</summary>
    public bool PasswordStdin { get; init; }

    /// <summary>Where a person types their proofs on the page; <c>null</c> on a command line.</summary>
    public PageProofs? Page { get; init; }

    private static DivisionText Division => DivisionText.Languages.OfTerminal;

    // How long a ticket is waited for: as long as the server's is good since the device asked.
    private static readonly TimeSpan Patience = TicketPolicy.OnlineLifetime;

    // Of the computer, before the package was unpacked.
    private PackageRoom? room;

    // Beside the session: one place for what the command line keeps.
    private string Folder => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(SavedSession.FileOf(streams)))!, "flash");

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            if (Package.Length == 0 || Package.Contains('\0', StringComparison.Ordinal))
            {
                throw new PackageException(PackageFault.NotThere, "There is no such folder or file.");
            }

            Directory.CreateDirectory(Folder);
            FlashPackage.RemoveLeft(Folder);
            room = Shelf.Has(Package) ? null : PackageRoom.Of(Package, Folder);
            if (room is not null && PreFlight.Room(room) is { Verdict: PreFlightVerdict.Stops } full)
            {
                throw new StoppedException(full);
            }

            output.Say(CommandOutput.Format(text.Unpacking, Package));
            await using var shared = await Shelf.TakeAsync(Package, Folder, ct);
            await using var connection = await ConnectAsync(ct);
            long? bytes = null;
            if (connection.Mode == DeviceMode.Fastboot)
            {
                bytes = await FastbootAsync(shared, connection, ct);
            }
            else if (OnlyCheck || TicketIn is not null || Provision is not null)
            {
                bytes = await EmergencyAsync(shared, connection, null, ct);
            }
            else
            {
                var code = await AccountCommands.WithClientAsync(streams, output, AccountText.Languages.OfTerminal, async client =>
                {
                    using var key = await ComputerKeys.ReadOrNoneAsync(streams, ct);
                    client.Computer = key;
                    await KeptReceipts.BringAsync(streams, client, ct);
                    bytes = await EmergencyAsync(shared, connection, new FlashServer(client, streams, output) { Code = Code, Transaction = Transaction, PasswordStdin = PasswordStdin, Consent = Consent, Workshop = Workshop, Page = Page }, ct);
                    return ExitCodes.Done;
                }, ct);
                if (code != ExitCodes.Done)
                {
                    return code;
                }
            }

            view.End();
            if (HandsOver && bytes is not null)
            {
                return output.Tell(new { handedOver = true }, text.HandedOver);
            }

            return bytes is { } written
                ? output.Tell(new { done = true, bytes = written, seconds = (long)watch.Elapsed.TotalSeconds }, CommandOutput.Format(text.Done, FlashView.Megabytes(written), watch.Elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)))
                : ExitCodes.Done;
        }
        catch (CodeNeededException sent)
        {
            return Fail(ExitCodes.CodeNeeded, "code_needed", sent.Message, sent.Transaction);
        }
        catch (KeyStoreLockedException)
        {
            return Fail(ExitCodes.Failed, "key_store_locked", ComputerText.Languages.OfTerminal.KeyStoreLocked);
        }
        catch (CheckedException)
        {
            view.End();
            return ExitCodes.Done;
        }
        catch (NoTicketException)
        {
            return Fail(ExitCodes.Usage, "ticket_missing", text.SayTicket);
        }
        catch (RefusedException e)
        {
            return Fail(e.ExitCode, e.Code, e.Message);
        }
        catch (StoppedException stopped)
        {
            return Fail(ExitCodes.FlashStopped, "check_" + Word(stopped.Line.Item), CommandOutput.Format(text.Stopped, Item(stopped.Line), text.Advice[stopped.Line.Item]));
        }
        catch (PackageException e)
        {
            return Fail(ExitCodes.PackageRefused, "package_" + Word(e.Fault), CommandOutput.Format(text.Packages[e.Fault], e.File ?? Package, e.Line), e.Message);
        }
        catch (RestoreException e)
        {
            return Fail(ExitCodes.FlashBroken, "restore_" + Word(e.Fault), $"{CommandOutput.Format(text.Faults[e.Fault], e.Message)} {text.GoesOn}", e.Message);
        }
        catch (UsbException e)
        {
            return Fail(ExitCodes.FlashBroken, "usb_" + Word(e.Fault), CommandOutput.Format(text.Usb[e.Fault], Device, UsbHost.Package), e.Message);
        }
        catch (Exception e) when (e is NoDeviceException or ProtocolException)
        {
            return Fail(ExitCodes.FlashBroken, "no_device", CommandOutput.Format(text.NoDevice, Device), e.Message);
        }
        catch (JournalBusyException e)
        {
            return Fail(ExitCodes.FlashBroken, "journal_busy", text.JournalBusy, e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            return Fail(ExitCodes.Failed, "file_denied", CommandOutput.Format(AccountText.Languages.OfTerminal.FileDenied, e.Message), e.Message);
        }
        catch (IOException e)
        {
            // What a device does to its connection has another name by now: this is a disk's.
            return Fail(ExitCodes.FlashBroken, "file_failed", $"{CommandOutput.Format(text.FileFailed, e.Message)} {text.GoesOn}", e.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(ExitCodes.FlashBroken, "given_up", text.Given);
        }
    }

    internal static string Word<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString());

    private int Fail(int exitCode, string code, string message, string? detail = null)
    {
        view.End();
        return output.Fail(exitCode, code, message, detail);
    }

    private string Item(PreFlightLine line) => CommandOutput.Format(text.Items[line.Item], line.Place);

    private async Task<DeviceConnection> ConnectAsync(CancellationToken ct)
    {
        try
        {
            return await DeviceConnection.OpenAsync(Device, ct);
        }
        catch (IOException e) when (e is not UsbException)
        {
            throw new NoDeviceException(e);
        }
    }

    private async Task<long?> FastbootAsync(SharedPackage shared, DeviceConnection connection, CancellationToken ct)
    {
        var package = shared.Package;

        // This mode asks for no ticket, so nobody would look at them. What was said on the page is for all its devices, in whatever mode.
        (string Name, string? Value)[] forTickets = [("--consent", Consent), ("--workshop", Workshop), ("--ticket-in", TicketIn), ("--code", Code)];
        if (Page is null && forTickets.Where(option => option.Value is not null).Select(option => option.Name).ToList() is [_, ..] unused)
        {
            throw new RefusedException("emergency_only", ExitCodes.Usage, CommandOutput.Format(text.EmergencyOnly, string.Join(", ", unused)));
        }

        if (HandsOver)
        {
            throw new PackageException(PackageFault.NotAPackage, "There is nothing to open in this mode.");
        }

        if (Provision is not null)
        {
            throw new PackageException(PackageFault.NotAPackage, "Nothing is divided in this mode.");
        }

        var steps = PackageScripts.Read(package, Choice);
        connection.Fastboot!.Waits = view;
        var host = new FastbootHost(connection.Fastboot);
        var facts = await host.FactsAsync(ct);
        var (images, partitions) = await SizesAsync(package, steps, host, ct);
        var products = steps.OfType<CheckStep>().Where(step => step.Variable == "product").SelectMany(step => step.OneOf).ToList();
        Table(
            new PackageReport
            {
                Products = [.. products.Select(product => product.Value)],
                ProductIsWhole = products.All(product => product.IsWhole),
                AntiRollback = AntiRollback(package, steps),
                Images = images,

                // With older patches a system cannot open data any more; where they go, nothing is lost by it.
                PatchLevel = Choice == DataChoice.Keep && package.Files.ContainsKey(ManifestMaker.FileName) ? Manifest(package.Read(ManifestMaker.FileName, FirmwareManifestCodec.MaxBytes)).PatchLevel : null,
                WrongFile = await WrongFileAsync(shared, "sums " + Choice, stop => PackageChecks.VerifyAsync(package, steps, null, stop), ct),
            },
            new DeviceReport { Product = facts.Product, AntiRollback = facts.AntiRollback, Partitions = partitions, Battery = facts.Battery, PatchLevel = facts.PatchLevel });
        if (OnlyCheck)
        {
            return null;
        }

        await connection.DisposeAsync();
        using var journal = FlashJournal.Open(Folder, Device.ToString(), await shared.OnceAsync("digest " + Choice, stop => PackageScripts.DigestAsync(package, Choice, stop), ct));
        await new FastbootRestore(again => DeviceConnection.OpenAsync(Device, again), package, steps, journal, TimeProvider.System, view) { SkipsRight = SkipsRight, Waits = view }.RunAsync(ct);
        return steps.OfType<FlashStep>().Sum(step => package.Files[step.File]);
    }

    private static uint? AntiRollback(FlashPackage package, IReadOnlyList<FastbootStep> steps)
    {
        var inFile = PackageChecks.AntiRollback(package);
        return steps.OfType<AntiRollbackStep>().FirstOrDefault() is { } check ? check.IndexWith(inFile) : inFile;
    }

    // What each partition gets, and its size where the device tells one. A logical partition is made as large as its image.
    private static async Task<(Dictionary<string, long> Images, Dictionary<string, long> Partitions)> SizesAsync(FlashPackage package, IReadOnlyList<FastbootStep> steps, FastbootHost host, CancellationToken ct)
    {
        var (images, partitions) = (new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var step in steps.OfType<FlashStep>().Where(step => step.OnlyIf is null))
        {
            foreach (var partition in await host.PartitionsAsync(step.Partition, ct))
            {
                if (await host.PartitionSizeAsync(partition, ct) is { } size)
                {
                    using var image = Opened(package, step.File);
                    (images[partition], partitions[partition]) = (Math.Max(image.Length, images.GetValueOrDefault(partition)), size);
                }
            }
        }

        return (images, partitions);
    }

    private static ImageStream Opened(FlashPackage package, string file)
    {
        try
        {
            return ImageStream.Open(package.OpenRead(file));
        }
        catch (ProtocolException e)
        {
            throw new PackageException(PackageFault.FileWrong, e.Message, file, inner: e);
        }
    }

    private async Task<long?> EmergencyAsync(SharedPackage shared, DeviceConnection connection, FlashServer? server, CancellationToken ct)
    {
        var package = shared.Package;
        if (Choice == DataChoice.CleanAndLock)
        {
            throw new PackageException(PackageFault.NotAPackage, "Nothing is locked in this mode.");
        }

        var division = Provision is null ? null : PackageDivision.Read(package) ?? throw new RefusedException("provision_none", ExitCodes.PackageRefused, Division.None);

        // A server gives no tickets for factories.
        if (!OnlyCheck && (server is null || division is not null) && (ChallengeOut is null || TicketIn is null))
        {
            throw new NoTicketException();
        }

        var signed = package.Read(ManifestMaker.FileName, FirmwareManifestCodec.MaxBytes);
        var manifest = Manifest(signed);
        var plan = RestorePlan.Make(package, PackageLists.Read(package), manifest, Choice == DataChoice.Keep);
        var report = new PackageReport
        {
            Products = [manifest.Product],
            Regions = manifest.Regions,
            PatchLevel = manifest.PatchLevel,
            RollbackIndexes = manifest.RollbackIndexes,
            LeastSectors = manifest.Storage.LeastSectors,
            WrongFile = await WrongFileAsync(shared, "manifest", stop => PackageChecks.VerifyAsync(package, manifest, null, stop), ct),
        };
        using var journal = FlashJournal.Open(Folder, Device.ToString(), FirmwareManifestCodec.Digest(signed));
        await using var port = new LinkPort(connection.Emergency!, TimeProvider.System, view);
        TenureProblemException? refused = null;
        var job = new RestoreJob
        {
            Package = package,
            Plan = plan,
            Manifest = signed,
            Journal = journal,
            SkipsRight = SkipsRight,
            HandsOver = HandsOver,
            Tables = PackageTables.Read(package, Choice == DataChoice.Keep),
            Provisioning = division,
            Check = evidence =>
            {
                view.End();
                Table(report, new DeviceReport { Product = evidence.HardwareModel, Region = evidence.Facts.Region, RollbackIndexes = evidence.Facts.RollbackIndexes });
                if (division is not null)
                {
                    Show(division, evidence.Facts.Serial);
                }

                if (OnlyCheck)
                {
                    throw new CheckedException();
                }
            },
            CheckStorage = units =>
            {
                view.End();
                Table([.. PreFlight.Storage(report, units)]);
            },
            AskTicket = (evidence, token) => server is null ? AskTicketAsync(evidence, token)
                : server.AskTicketAsync(evidence, Base64Url.EncodeToString(FirmwareManifestCodec.Digest(signed)), Choice == DataChoice.Clean, token),
            BringReceipt = async (receipt, token) =>
            {
                await (ReceiptOut is null ? Task.CompletedTask : File.WriteAllBytesAsync(ReceiptOut, receipt, token));
                try
                {
                    if (server is not null && !await server.BringReceiptAsync(receipt, token))
                    {
                        view.End();
                        output.Say(text.ReceiptKept);
                        if (output.IsJson)
                        {
                            output.PrintLine(new { receiptKept = true });
                        }
                    }
                }
                catch (TenureProblemException e)
                {
                    // The device is right all the same, and restarts first.
                    refused = e;
                }
            },
        };
        await new EmergencyRestore(port, job, view).RunAsync(ct);
        return refused is null ? plan.Bytes : throw refused;
    }

    private static FirmwareManifest Manifest(byte[] signed)
    {
        try
        {
            return FirmwareManifestCodec.ReadUnverified(signed, out _);
        }
        catch (ProtocolException e)
        {
            throw new PackageException(PackageFault.ListRefused, e.Message, ManifestMaker.FileName, inner: e);
        }
    }

    // By files, as a phone without a network is let go: the ticket comes from wherever its holder got it. A file that is moved into its place is there whole.
    private async Task<byte[]> AskTicketAsync(byte[] evidence, CancellationToken ct)
    {
        File.Delete(TicketIn!);
        await File.WriteAllBytesAsync(ChallengeOut + ".new", evidence, ct);
        File.Move(ChallengeOut + ".new", ChallengeOut!, overwrite: true);
        output.Say(CommandOutput.Format(text.WaitsForTicket, ChallengeOut, TicketIn, (int)Patience.TotalMinutes));
        var until = TimeProvider.System.GetUtcNow() + Patience;
        view.Wait(WaitWord.Ticket, until);
        for (; ; await Task.Delay(TimeSpan.FromMilliseconds(250), ct))
        {
            if (File.Exists(TicketIn) && await File.ReadAllBytesAsync(TicketIn!, ct) is { Length: > 0 and <= FirehoseCodec.MaxTicket } ticket)
            {
                return ticket;
            }

            if (TimeProvider.System.GetUtcNow() >= until)
            {
                throw new RestoreException(RestoreFault.TicketRefused, "No ticket came.");
            }
        }
    }

    private Task<string?> WrongFileAsync(SharedPackage shared, string what, Func<CancellationToken, Task> verify, CancellationToken ct)
    {
        output.Say(CommandOutput.Format(text.Checking, shared.Package.Name));
        return shared.OnceAsync<string?>(what, async stop =>
        {
            try
            {
                await verify(stop);
                return null;
            }
            catch (PackageException e) when (e.Fault == PackageFault.FileWrong)
            {
                return e.File;
            }
        }, ct);
    }

    private void Table(PackageReport package, DeviceReport device) => Table(PreFlight.Compare(package, device, room));

    // The whole table, and then what stops.
    private void Table(IReadOnlyList<PreFlightLine> lines)
    {
        if (output.IsJson)
        {
            output.PrintLine(new { table = lines.Select(line => new { item = Word(line.Item), line.Place, line.Package, line.Device, verdict = Word(line.Verdict) }) });
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

    // Before a ticket is asked for: what there will be, and that it is this device.
    private void Show(Provisioning division, string? serial)
    {
        var rows = division.Units.Select(unit => CommandOutput.Format(Division.Unit, unit.Number, unit.Kibibytes / 1024, unit.Grows ? Division.Grows : "", unit.Boots > 0 ? Division.Boots : "")).ToList();
        output.Say(Division.Title);
        foreach (var row in division.IsForGood ? rows.Append(Division.ForGood) : rows)
        {
            output.Say("  " + row);
        }

        if (output.IsJson)
        {
            output.PrintLine(new { division = new { memory = division.MemoryName, isForGood = division.IsForGood, units = division.Units.Select(unit => new { unit.Number, unit.Kibibytes, unit.SectorSize, unit.Boots, unit.Grows }) } });
        }

        if (!string.Equals(serial, Provision, StringComparison.Ordinal))
        {
            throw new RefusedException("provision_other_device", ExitCodes.FlashStopped, CommandOutput.Format(Division.WrongDevice, serial ?? "–", Provision));
        }

        if (division.IsForGood && !ProvisionsForGood)
        {
            throw new RefusedException("provision_for_good", ExitCodes.FlashStopped, Division.SayForGood);
        }
    }

    private sealed class CheckedException : Exception;

    private sealed class RefusedException(string code, int exitCode, string message) : Exception(message)
    {
        public string Code { get; } = code;

        public int ExitCode { get; } = exitCode;
    }

    private sealed class NoDeviceException(IOException inner) : Exception(inner.Message, inner);

    private sealed class NoTicketException : Exception;

    private sealed class StoppedException(PreFlightLine line) : Exception
    {
        public PreFlightLine Line { get; } = line;
    }
}
