using Tenure.Flash.Fastboot;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Scripts;
using Tenure.Protocols;
using Tenure.Protocols.Links;

namespace Tenure.Flash.Restores;

/// <summary>Carries out the steps of a package's script over fastboot. What was done of them before a broken connection is not done again.</summary>
/// <param name="connect">Opens the way to the device; again after a restart of its bootloader.</param>
/// <param name="package">The files.</param>
/// <param name="steps">Of the script.</param>
/// <param name="journal">What was done before.</param>
/// <param name="time">For waits.</param>
/// <param name="progress">Hears of each step.</param>
public sealed class FastbootRestore(
    Func<CancellationToken, Task<DeviceConnection>> connect, FlashPackage package, IReadOnlyList<FastbootStep> steps, FlashJournal journal, TimeProvider time, IProgress<RestoreReport>? progress = null)
{
    /// <summary>How long a bootloader may take to come back.</summary>
    public static readonly TimeSpan Restart = TimeSpan.FromSeconds(60);

    /// <summary>Hears of each wait before it begins.</summary>
    public IProgress<LinkWait>? Waits { get; init; }

    /// <summary>Asks for digests first, where the device tells them, and leaves alone what is right already.</summary>
    public bool SkipsRight { get; init; }

    private readonly uint? antiRollback = PackageChecks.AntiRollback(package);
    private readonly long? piece = PackageChecks.ListedPiece(package);
    private readonly long of = steps.OfType<FlashStep>().Sum(step => package.Files[step.File]);
    private DeviceConnection? connection;
    private FastbootHost? host;
    private FastbootFacts? first;
    private long done;
    private bool tellsDigests;
    private bool isSure;

    /// <summary>Does all of it: the checks first, wherever they stand.</summary>
    /// <exception cref="RestoreException">It ended before; run it again.</exception>
    /// <exception cref="IOException">A file of the package or the journal cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was given up; run it again.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            Report(RestorePhase.Connecting);
            await OpenAsync(ct);
            first = await host!.FactsAsync(ct);
            if (first.Serial is null)
            {
                // It may be another one of the same model: nothing is gone on with.
                journal.Forget();
            }

            journal.Begin(first.Serial ?? first.Product);
            if (await IsInDoubtAsync(ct))
            {
                journal.Forget();
                journal.Begin(first.Serial ?? first.Product);
            }

            // What is compared now may not be compared to the end: the next run does it again.
            isSure = !tellsDigests;
            foreach (var step in steps)
            {
                await CheckAsync(step, ct);
            }

            foreach (var step in steps)
            {
                await DoAsync(step, ct);
            }

            journal.Finish();
        }
        catch (FastbootRefusedException e)
        {
            End();
            throw new RestoreException(RestoreFault.WriteRefused, e.Message, e);
        }
        catch (ProtocolException e)
        {
            throw RestoreException.Of(e);
        }
        catch (OperationCanceledException)
        {
            End();
            throw;
        }
        finally
        {
            await CloseAsync();
        }
    }

    // A device that lost its power may have lost what it said was written, and one that was away may have been written by somebody else. Digests tell; without them only an end in order does.
    private async Task<bool> IsInDoubtAsync(CancellationToken ct) =>
        !journal.HasEnded && steps.OfType<FlashStep>().FirstOrDefault(step => journal.Done.Contains(step.Line)) is { } written
        && !(tellsDigests = await host!.TellsDigestsAsync((await host.PartitionsAsync(written.Partition, ct))[0], ct));

    private void End()
    {
        if (isSure)
        {
            journal.MarkEnd();
        }
    }

    private void Report(RestorePhase phase, string? what = null, long more = 0) => progress?.Report(new(phase, done + more, of, what));

    private async Task OpenAsync(CancellationToken ct)
    {
        try
        {
            connection = await connect(ct);
        }
        catch (IOException e)
        {
            throw new ProtocolException(ProtocolErrorCode.ConnectionClosed, e.Message, inner: e);
        }

        connection.Fastboot?.Waits = Waits;
        host = new FastbootHost(connection.Fastboot ?? throw new RestoreException(RestoreFault.CheckFailed, "The device is in emergency mode."));
    }

    private async ValueTask CloseAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    private async Task CheckAsync(FastbootStep step, CancellationToken ct)
    {
        switch (step)
        {
            case CheckStep check when await AppliesAsync(check, ct):
                var answer = await host!.GetVariableAsync(check.Variable, ct);
                if (!check.OneOf.Any(one => one.Fits(answer)))
                {
                    throw new RestoreException(RestoreFault.CheckFailed, $"line {check.Line}: {check.Variable} is {answer ?? "unknown"}, not {string.Join(" or ", check.OneOf.Select(one => one.Value))}");
                }

                break;
            case AntiRollbackStep check when await AppliesAsync(check, ct):
                var index = uint.TryParse(await host!.GetVariableAsync(check.Variable, ct), out var number) ? number : 0;
                var has = check.IndexWith(antiRollback) ?? 0;
                if (index > has)
                {
                    throw new RestoreException(RestoreFault.CheckFailed, $"line {check.Line}: anti-rollback index {index}, the package has {has}");
                }

                break;
        }
    }

    private async Task<bool> AppliesAsync(FastbootStep step, CancellationToken ct) =>
        step.OnlyIf is not { } condition || condition.Fits(await host!.GetVariableAsync(condition.Name, ct));

    private async Task DoAsync(FastbootStep step, CancellationToken ct)
    {
        var bytes = step is FlashStep { File: var file } ? package.Files[file] : 0;
        if ((step is FlashStep or EraseStep && journal.Done.Contains(step.Line) && !(step is FlashStep && tellsDigests)) || !await AppliesAsync(step, ct))
        {
            done += bytes;
            return;
        }

        switch (step)
        {
            case FlashStep flash:
                await FlashAsync(flash, bytes, ct);
                break;
            case EraseStep erase:
                Report(RestorePhase.Writing, erase.Partition);
                foreach (var partition in await host!.PartitionsAsync(erase.Partition, ct))
                {
                    await host.SendAsync("erase:" + partition, ct);
                }

                journal.MarkDone(erase.Line);
                break;
            case ActivateStep active:
                Report(RestorePhase.Finishing);
                await host!.SendAsync($"set_active:{active.Slot}", ct);
                break;
            case LockStep bolt:
                Report(RestorePhase.Finishing);
                await host!.SendAsync(bolt.Command, ct);
                break;
            case RebootStep { ToBootloader: true }:
                await RestartAsync(ct);
                break;
            case RebootStep:
                Report(RestorePhase.Restarting);
                await host!.SendAsync("reboot", ct);
                break;
        }
    }

    private async Task FlashAsync(FlashStep flash, long bytes, CancellationToken ct)
    {
        var partitions = await host!.PartitionsAsync(flash.Partition, ct);
        for (var i = 0; i < partitions.Count; i++)
        {
            var (share, before) = (1.0 / partitions.Count, bytes * i / partitions.Count);
            Report(RestorePhase.Writing, partitions[i], before);
            await using var file = package.OpenRead(flash.File);
            host.SkipsRight = SkipsRight || journal.Done.Contains(flash.Line);
            await host.FlashAsync(partitions[i], file, piece, new Written(this, partitions[i], before, share), ct);
        }

        done += bytes;
        journal.MarkDone(flash.Line);
        Report(RestorePhase.Writing, partitions[^1]);
    }

    private async Task RestartAsync(CancellationToken ct)
    {
        Report(RestorePhase.Restarting);
        await host!.SendAsync("reboot-bootloader", ct);
        await CloseAsync();
        var until = time.GetUtcNow() + Restart;
        Waits?.Report(new(WaitReason.Return, until));
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            try
            {
                await OpenAsync(ct);
                break;
            }
            catch (ProtocolException) when (time.GetUtcNow() < until)
            {
                // Not yet.
            }
        }

        var facts = await host!.FactsAsync(ct);
        if (facts.Product != first!.Product || facts.Serial != first.Serial)
        {
            throw new RestoreException(RestoreFault.CheckFailed, "Another device answers after the restart.");
        }
    }

    private sealed class Written(FastbootRestore restore, string partition, long before, double share) : IProgress<long>
    {
        public void Report(long value) => restore.Report(RestorePhase.Writing, partition, before + (long)(value * share));
    }
}
