using System.Globalization;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Linux;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Phone.Emergency;
using Tenure.Protocols;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Signing;

namespace Tenure.Device.Phone;

/// <summary>The phone's bootloader, and its fastbootd. Locked, it answers questions, restarts, and refuses everything that would write; unlocked, it writes all but what is protected.</summary>
/// <remarks>
/// It names no holder, for anyone can ask it. Three things it carries out while it is locked, each by a ticket for a question of its own: letting go (<c>oem release-challenge</c>, <c>stage</c>, <c>oem release</c>),
/// unlocking (<c>oem unlock-challenge</c>, <c>stage</c>, <c>oem unlock</c>), after which the data is erased before the phone counts as unlocked, and writing what the maker has signed
/// (<c>oem auth-challenge</c>, <c>stage</c> and <c>oem auth</c> for the ticket and for the manifest).
/// </remarks>
public sealed class Bootloader : IFastbootTarget, IDisposable
{
    // With the proof of its holder's consent it has some two kilobytes, in the largest log that ever is less than four.
    private const uint LargestTicket = 4096;

    private static readonly TimeSpan InfoEvery = TimeSpan.FromSeconds(5);

    private readonly PhoneFacts facts;
    private readonly BlockState? found;
    private readonly PhoneCore? core;
    private readonly DeviceAgent? agent;
    private readonly BootChain? chain;
    private readonly LoaderStore? store;
    private readonly PhoneFlash? flash;
    private readonly TimeProvider clock = TimeProvider.System;
    private readonly TicketFlashing? flashing;
    private byte[]? question;
    private BootQuestion asked;

    /// <summary>A bootloader that only answers.</summary>
    /// <param name="facts">What it says about the phone.</param>
    /// <param name="state">What the block says; <c>null</c> for a phone that was never started.</param>
    public Bootloader(PhoneFacts facts, BlockState? state) => (this.facts, found) = (facts, state);

    /// <summary>A bootloader that answers, and writes what a ticket opens.</summary>
    internal Bootloader(PhoneFacts facts, BlockState? state, TicketFlashing flashing)
        : this(facts, state) => this.flashing = flashing;

    /// <summary>The bootloader of a phone.</summary>
    /// <param name="phone">Its storage.</param>
    /// <param name="core">Its lock; <c>null</c> for a phone that was never started.</param>
    /// <param name="agent">Asks for tickets and takes them; <c>null</c> likewise.</param>
    /// <param name="clock">When to show that work goes on.</param>
    public Bootloader(VirtualPhone phone, PhoneCore? core, DeviceAgent? agent, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(phone);
        (facts, this.core, this.agent, this.clock) = (phone.Facts, core, agent, clock);
        store = LoaderStore.Load(phone, core?.Identity.Secret, phone.Facts);
        chain = new BootChain(phone, store);
        flash = new PhoneFlash(phone, chain);
        var storage = new UnitStorage([.. Enumerable.Range(0, PhoneLayout.Units).Select(phone.OpenUnit)]);
        flashing = core is null ? null : new(new FlashGate(core, storage, phone.BadSectors, UptimeClock.OfDevice), storage);
        CompleteUnlock();
    }

    /// <summary>Whether fastbootd of the recovery system answers in its place: it knows logical partitions.</summary>
    public bool IsUserspace { get; set; }

    /// <summary>Whether other systems than the maker's are taken.</summary>
    public bool IsUnlocked => store is { Record.IsUnlocked: true };

    private BlockState? State => core is null ? found : core.Block.State;

    // Everything that writes, starts something of the host's, or reads the storage.
    private static readonly HashSet<string> Guarded = new(StringComparer.Ordinal)
    {
        "flash", "erase", "boot", "set_active", "signature", "fetch", "update-super", "create-logical-partition", "delete-logical-partition",
        "resize-logical-partition", "snapshot-update", "gsi", "upload",
    };

    /// <inheritdoc />
    public string? RefuseDownload(uint bytes) =>
        IsUnlocked ? bytes > BootloaderVariables.MaxDownload ? "that is more than max-download-size" : null
        : flashing is { } open && (open.IsOpen || asked == BootQuestion.Flash) ? bytes > open.MaxDownload ? "that is more than may be staged now" : null
        : asked != BootQuestion.None && bytes <= LargestTicket ? null : Refusal("download");

    /// <inheritdoc />
    public void Dispose() => flashing?.Dispose();

    /// <inheritdoc />
    public async ValueTask<FastbootResult> ExecuteAsync(FastbootCommand command, FastbootSession session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(session);
        return command.Name switch
        {
            "getvar" => await GetVariableAsync(command.Argument, session, ct).ConfigureAwait(false),
            "flashing" => await FlashingAsync(command.Argument, session, ct).ConfigureAwait(false),
            "oem" => command.Argument switch
            {
                "release-challenge" => AskRelease(),
                "release" => Release(session),
                "unlock-challenge" => AskUnlock(),
                "auth-challenge" => AskFlash(),
                "auth" => Authorize(session),
                "auth-receipt" => SignFlashed(),
                "unlock" => await UnlockAsync(session, ct).ConfigureAwait(false),
                "lock" => await LockAsync(session, ct).ConfigureAwait(false),
                _ => await OemAsync(command.Argument, session, ct).ConfigureAwait(false),
            },
            "upload" when question is { } answer => FastbootResult.WithUpload(answer),
            "upload" when IsUnlocked && !session.Download.IsEmpty => FastbootResult.WithUpload(session.Download),
            "continue" => FastbootResult.Leave(FastbootExit.Continue),
            "reboot" => FastbootResult.Leave(FastbootExit.Reboot),
            "reboot-bootloader" => Restart(FastbootExit.RebootBootloader),
            "reboot-fastboot" => Restart(FastbootExit.RebootFastboot),
            "reboot-recovery" => FastbootResult.Leave(FastbootExit.RebootRecovery),
            "shutdown" or "powerdown" => FastbootResult.Leave(FastbootExit.PowerOff),
            "flash" or "erase" when !IsUnlocked && flashing is { IsOpen: true } open => await FlashByTicketAsync(open, command, session, ct).ConfigureAwait(false),
            var name when Guarded.Contains(name) => IsUnlocked && flash is not null
                ? await ChangeAsync(flash, command, session, ct).ConfigureAwait(false)
                : FastbootResult.Fail(Refusal(name)),
            _ => FastbootResult.Fail("unknown command"),
        };
    }

    private async Task<FastbootResult> ChangeAsync(PhoneFlash disk, FastbootCommand command, FastbootSession session, CancellationToken ct)
    {
        try
        {
            return command.Name switch
            {
                "flash" => await FlashAsync(disk, command.Argument, session, ct).ConfigureAwait(false),
                "erase" => await EraseAsync(disk, command.Argument, session, ct).ConfigureAwait(false),
                "boot" => BootOnce(session),
                "set_active" => SetActive(disk, command.Argument),
                "fetch" => Fetch(disk, command.Argument),
                "update-super" => await UpdateSuperAsync(disk, command.Argument, session, ct).ConfigureAwait(false),
                "create-logical-partition" => ChangeLogical(disk, command),
                "delete-logical-partition" => ChangeLogical(disk, command),
                "resize-logical-partition" => ChangeLogical(disk, command),
                "snapshot-update" => command.Argument is "cancel" or "merge" ? FastbootResult.Okay() : FastbootResult.Fail("cancel or merge"),
                "signature" => FastbootResult.Okay(),
                _ => FastbootResult.Fail(command.Name == "upload" ? "nothing is staged" : "unknown command"),
            };
        }
        catch (ProtocolException e)
        {
            return FastbootResult.Fail(e.Message);
        }
    }

    private async Task<FastbootResult> FlashAsync(PhoneFlash disk, string name, FastbootSession session, CancellationToken ct)
    {
        if (Target(disk, name, out var refusal) is not { } partition)
        {
            return refusal!;
        }

        if (session.Download.IsEmpty)
        {
            return FastbootResult.Fail("there is no download to write");
        }

        var image = session.Download;
        session.DropDownload();
        await WorkAsync(() => disk.Write(partition, image), "writing", session, ct).ConfigureAwait(false);
        return FastbootResult.Okay();
    }

    private async Task<FastbootResult> EraseAsync(PhoneFlash disk, string name, FastbootSession session, CancellationToken ct)
    {
        if (Target(disk, name, out var refusal) is not { } partition)
        {
            return refusal!;
        }

        await WorkAsync(() => disk.Erase(partition), "erasing", session, ct).ConfigureAwait(false);
        return FastbootResult.Okay();
    }

    private string? Target(PhoneFlash disk, string name, out FastbootResult? refusal)
    {
        var partition = disk.Resolve(name);
        refusal = partition switch
        {
            _ when PhoneLayout.Find(name) is { IsProtected: true } => FastbootResult.Fail($"{name} is protected: nothing writes it, locked or not"),
            null => FastbootResult.Fail($"there is no partition {name}"),
            _ when disk.IsLogical(partition) && !IsUserspace => FastbootResult.Fail($"{name} is a logical partition: reboot fastboot first"),
            _ => null,
        };
        return refusal is null ? partition : null;
    }

    // The host waits 30 seconds for a word.
    private async Task WorkAsync(Action work, string word, FastbootSession session, CancellationToken ct)
    {
        var working = Task.Run(work, CancellationToken.None);
        while (true)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (await Task.WhenAny(working, Task.Delay(InfoEvery, clock, waiting.Token)).ConfigureAwait(false) == working)
            {
                await waiting.CancelAsync().ConfigureAwait(false);
                await working.ConfigureAwait(false);
                return;
            }

            await session.InfoAsync(word, ct).ConfigureAwait(false);
        }
    }

    private static FastbootResult BootOnce(FastbootSession session)
    {
        Tenure.Protocols.BootImages.BootImageCodec.Read(session.Download);
        session.DropDownload();
        return FastbootResult.Leave(FastbootExit.Continue);
    }

    private static FastbootResult SetActive(PhoneFlash disk, string slot)
    {
        var letter = slot.TrimStart('_');
        return !PhoneSlots.Letters.Contains(letter) ? FastbootResult.Fail("slots are a and b")
            : disk.Slots.Choose(letter) ? FastbootResult.Okay()
            : FastbootResult.Fail("the partition table cannot be read");
    }

    // fetch:PARTITION[:OFFSET[:SIZE]], numbers in hexadecimal with 0x. A person's data is not handed out.
    private static FastbootResult Fetch(PhoneFlash disk, string argument)
    {
        var parts = argument.Split(':');
        if (parts.Length > 3 || disk.Resolve(parts[0]) is not { } partition || partition is PhoneLayout.UserData or "metadata")
        {
            return FastbootResult.Fail("there is no partition of that name to fetch");
        }

        var size = disk.SizeOf(partition);
        if (Hex(parts.ElementAtOrDefault(1), 0) is not { } offset || offset > size || Hex(parts.ElementAtOrDefault(2), size - offset) is not { } length || length > size - offset)
        {
            return FastbootResult.Fail("that lies outside the partition");
        }

        return length > BootloaderVariables.MaxDownload ? FastbootResult.Fail("that is more than max-fetch-size")
            : length == 0 ? FastbootResult.Fail("there is nothing to fetch")
            : FastbootResult.WithUpload(disk.Read(partition, offset, (int)length));

        static long? Hex(string? text, long otherwise) => text is null ? otherwise
            : text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
            : null;
    }

    // As with fetch: nothing of a person's data, and nothing while locked.
    private async Task<FastbootResult> DigestAsync(FastbootDigest asked, FastbootSession session, CancellationToken ct)
    {
        if (!IsUnlocked || flash is null)
        {
            return FastbootResult.Fail(Refusal("sha256"));
        }

        if (flash.Resolve(asked.Partition) is not { } partition || partition is PhoneLayout.UserData or "metadata" || (flash.IsLogical(partition) && !IsUserspace)
            || flash.SizeOf(partition) is var size && (asked.Offset > size || asked.Length > size - asked.Offset))
        {
            return FastbootResult.Fail("there is no such part of a partition to tell the digest of");
        }

        var digest = "";
        await WorkAsync(() => digest = flash.Digest(partition, asked.Offset, asked.Length), "hashing", session, ct).ConfigureAwait(false);
        return FastbootResult.Okay(digest);
    }

    private async Task<FastbootResult> UpdateSuperAsync(PhoneFlash disk, string argument, FastbootSession session, CancellationToken ct)
    {
        if (!IsUserspace)
        {
            return FastbootResult.Fail("logical partitions are fastbootd's: reboot fastboot first");
        }

        var parts = argument.Split(':');
        if (parts is not ([PhoneLayout.Super] or [PhoneLayout.Super, "wipe"]))
        {
            return FastbootResult.Fail("super, or super:wipe");
        }

        var image = session.Download;
        session.DropDownload();
        await WorkAsync(() => disk.UpdateSuper(image.Span, parts.Length == 2), "writing", session, ct).ConfigureAwait(false);
        return FastbootResult.Okay();
    }

    private FastbootResult ChangeLogical(PhoneFlash disk, FastbootCommand command)
    {
        if (!IsUserspace)
        {
            return FastbootResult.Fail("logical partitions are fastbootd's: reboot fastboot first");
        }

        var parts = command.Argument.Split(':');
        var isDelete = command.Name == "delete-logical-partition";
        var bytes = 0L;
        if (parts.Length != (isDelete ? 1 : 2) || (!isDelete && !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bytes)))
        {
            return FastbootResult.Fail("the name of the partition, and its bytes in decimal");
        }

        if (PhoneLayout.Find(parts[0]) is not null)
        {
            return FastbootResult.Fail("that partition is not a logical one");
        }

        disk.ChangeLogical(metadata => command.Name switch
        {
            "create-logical-partition" => metadata.Create(parts[0], metadata.Groups[^1].Name, bytes),
            "resize-logical-partition" => metadata.Resize(parts[0], bytes),
            _ => metadata.Delete(parts[0]),
        });
        return FastbootResult.Okay();
    }

    private FastbootResult AskRelease()
    {
        if (agent is null || core is null || State != BlockState.Held || core.Server is null)
        {
            return FastbootResult.Fail("nobody holds this phone, or it knows no server: there is nothing to ask for");
        }

        CountStart();
        (question, asked) = (agent.AskOffline(), BootQuestion.Release);
        return FastbootResult.Okay("fetch it by get_staged; the answer is good for an hour");
    }

    private FastbootResult AskUnlock()
    {
        if (IsUnlocked)
        {
            return FastbootResult.Fail("already unlocked");
        }

        if (agent is null || core is null || store is null || core.Server is null || State is not (BlockState.Free or BlockState.Held))
        {
            return FastbootResult.Fail("this phone knows no server, or is lost or being released: there is nothing to ask for");
        }

        if (!core.UserData.Record.IsUnlockAllowed)
        {
            return FastbootResult.Fail("unlocking is switched off: start the phone and switch on OEM unlocking");
        }

        CountStart();
        (question, asked) = (agent.AskUnlock(), BootQuestion.Unlock);
        return FastbootResult.Okay(string.Create(CultureInfo.InvariantCulture, $"fetch it by get_staged; the answer is good for {TicketPolicy.OnlineLifetime.TotalMinutes:0} minutes"));
    }

    private FastbootResult Restart(FastbootExit into)
    {
        flashing?.Close();
        if (asked == BootQuestion.Flash)
        {
            (question, asked) = (null, BootQuestion.None);
        }

        return FastbootResult.Leave(into);
    }

    private FastbootResult AskFlash()
    {
        if (IsUnlocked)
        {
            return FastbootResult.Fail("unlocked: nothing is asked for");
        }

        if (flashing is null)
        {
            return FastbootResult.Fail("this phone was never started: there is nothing to ask for");
        }

        return Said(flashing.Ask(out var refusal), refusal, BootQuestion.Flash, "fetch it by get_staged; stage the ticket, and then the manifest, with oem auth after each");
    }

    private FastbootResult Authorize(FastbootSession session)
    {
        if (asked != BootQuestion.Flash || flashing is null || session.Download.IsEmpty)
        {
            return FastbootResult.Fail(asked == BootQuestion.Flash ? "stage the ticket, or the manifest, first" : "ask first: oem auth-challenge");
        }

        var staged = session.Download;
        session.DropDownload();
        if (staged.Length > flashing.MaxDownload)
        {
            return FastbootResult.Fail("auth: 3 that is more than a ticket has");
        }

        var refused = flashing.Take(staged.Span);
        if (refused is null && !flashing.IsOpen)
        {
            return FastbootResult.Okay("now stage the manifest that the ticket names, then oem auth again");
        }

        (question, asked) = (null, BootQuestion.None);
        return refused is { } why ? FastbootResult.Fail(why.ToString()) : FastbootResult.Okay("what the manifest says may be written until the phone restarts");
    }

    private FastbootResult SignFlashed() => flashing is { IsOpen: true } open
        ? Said(open.Receipt(out var refusal), refusal, BootQuestion.None, "fetch it by get_staged")
        : FastbootResult.Fail("nothing is open: oem auth-challenge");

    private FastbootResult Said(byte[]? evidence, FirehoseRefusal? refusal, BootQuestion about, string next)
    {
        if (evidence is null)
        {
            return FastbootResult.Fail(refusal?.ToString() ?? "refused");
        }

        (question, asked) = (evidence, about);
        return FastbootResult.Okay(next);
    }

    private async Task<FastbootResult> FlashByTicketAsync(TicketFlashing open, FastbootCommand command, FastbootSession session, CancellationToken ct)
    {
        var name = command.Argument;
        var partition = new[] { name, $"{name}_{flash?.Slots.Active ?? "a"}" }.FirstOrDefault(full => PhoneLayout.Find(full) is not null);
        if (partition is null)
        {
            return FastbootResult.Fail($"there is no partition {name}, or it is a logical one: a ticket opens those as a part of super");
        }

        if (command.Name == "flash" && session.Download.IsEmpty)
        {
            return FastbootResult.Fail("there is no download to write");
        }

        var image = session.Download;
        session.DropDownload();
        FirehoseRefusal? refused = null;
        await WorkAsync(() => refused = command.Name == "flash" ? open.Write(partition, image) : open.Erase(partition), command.Name == "flash" ? "writing" : "erasing", session, ct).ConfigureAwait(false);
        return refused is { } why ? FastbootResult.Fail(why.ToString()) : FastbootResult.Okay();
    }

    // What is signed after this start is newer than all before it.
    private void CountStart()
    {
        if (asked == BootQuestion.None)
        {
            core!.Counters.CountBoot();
        }
    }

    private FastbootResult Release(FastbootSession session)
    {
        if (asked != BootQuestion.Release || session.Download.IsEmpty)
        {
            return FastbootResult.Fail(asked == BootQuestion.Release ? "stage the ticket first" : "ask first: oem release-challenge");
        }

        return Take(session, ticket => agent!.AnswerOffline(ticket)) ?? FastbootResult.Okay("this phone is free");
    }

    private async Task<FastbootResult> UnlockAsync(FastbootSession session, CancellationToken ct)
    {
        if (asked != BootQuestion.Unlock || session.Download.IsEmpty)
        {
            return FastbootResult.Fail(asked == BootQuestion.Unlock ? "stage the ticket first" : "ask first: oem unlock-challenge");
        }

        var refused = Take(session, ticket => agent!.AnswerUnlock(ticket, () => store!.SetLock(isUnlocked: false, isUnlocking: true)));
        if (refused is not null)
        {
            return refused;
        }

        await WorkAsync(CompleteUnlock, "erasing", session, ct).ConfigureAwait(false);
        return FastbootResult.Okay("this phone is unlocked, and its data erased");
    }

    // The data goes first: cut in between, the next start goes on here.
    private void CompleteUnlock()
    {
        if (store is { Record.IsUnlocking: true })
        {
            core!.UserData.Erase();
            flash!.Erase("metadata");
            store.SetLock(isUnlocked: true);
        }
    }

    private FastbootResult? Take(FastbootSession session, Action<ReadOnlyMemory<byte>> carryOut)
    {
        var ticket = session.Download;
        session.DropDownload();
        try
        {
            carryOut(ticket);
            (question, asked) = (null, BootQuestion.None);
            return null;
        }
        catch (ProtocolException refused)
        {
            return FastbootResult.Fail($"the ticket is refused: {(int)refused.Code} {refused.Code}");
        }
        catch (UnprovenLogException)
        {
            return FastbootResult.Fail("the server's log is forked: no ticket is taken until that is explained");
        }
    }

    private async Task<FastbootResult> LockAsync(FastbootSession session, CancellationToken ct)
    {
        if (!IsUnlocked || chain is null || store is null || core is null)
        {
            return FastbootResult.Fail("already locked");
        }

        if (chain.WouldStopLocked() is { } stop)
        {
            return FastbootResult.Fail(WhyNotLock(stop));
        }

        await WorkAsync(
            () =>
            {
                core.UserData.Erase();
                flash!.Erase("metadata");
                store.SetLock(isUnlocked: false);
            },
            "erasing",
            session,
            ct).ConfigureAwait(false);
        return FastbootResult.Okay("this phone is locked, and its data erased");
    }

    private static string WhyNotLock(BootResult stop) => "locked, this phone would not start: " + stop.Stop switch
    {
        BootStop.HalfWritten => "what was written to it is not whole",
        BootStop.WrongRegion => "its system is for another hardware region",
        BootStop.WrongProduct => "its system is for another board",
        BootStop.SystemTooOld => "its system is older than one that ran before",
        BootStop.SystemChanged => $"{stop.Partition} is not what the maker signed",
        BootStop.LoaderTooOld => "its loader is older than the fuse allows",
        BootStop.LoaderBroken => $"{stop.Partition} is half written, or not the maker's",
        _ => "it has no system",
    } + ". Write the maker's system first.";

    private async Task<FastbootResult> GetVariableAsync(string name, FastbootSession session, CancellationToken ct)
    {
        if (FastbootDigest.Parse(name) is { } asked)
        {
            return await DigestAsync(asked, session, ct).ConfigureAwait(false);
        }

        var variables = BootloaderVariables.Of(facts, State, flash, store?.Record, IsUserspace);
        if (name != "all")
        {
            return variables.Where(v => v.Key == name).Select(v => v.Value).FirstOrDefault() is { } value
                ? FastbootResult.Okay(value)
                : FastbootResult.Fail("unknown variable");
        }

        foreach (var (key, value) in variables)
        {
            await session.InfoAsync($"{key}:{value}", ct).ConfigureAwait(false);
        }

        return FastbootResult.Okay();
    }

    private async Task<FastbootResult> FlashingAsync(string argument, FastbootSession session, CancellationToken ct)
    {
        switch (argument)
        {
            case "get_unlock_ability":
                await session.InfoAsync($"get_unlock_ability: {(core is { UserData.Record.IsUnlockAllowed: true } ? 1 : 0)}", ct).ConfigureAwait(false);
                return FastbootResult.Okay();
            case "lock":
                return await LockAsync(session, ct).ConfigureAwait(false);
            case "lock_critical":
                return FastbootResult.Fail("already locked");
            case "unlock" when IsUnlocked:
                return FastbootResult.Fail("already unlocked");
            case "unlock" when core is { IsEnded: true, UserData.Record.IsUnlockAllowed: true }:
                store!.SetLock(isUnlocked: false, isUnlocking: true);
                await WorkAsync(CompleteUnlock, "erasing", session, ct).ConfigureAwait(false);
                return FastbootResult.Okay("this phone is unlocked, and its data erased");
            case "unlock" or "unlock_critical":
                return FastbootResult.Fail(Refusal($"flashing {argument}"));
            default:
                return FastbootResult.Fail("unknown command");
        }
    }

    private async Task<FastbootResult> OemAsync(string argument, FastbootSession session, CancellationToken ct)
    {
        if (argument != "device-info")
        {
            return FastbootResult.Fail("unknown command");
        }

        var unlocked = IsUnlocked ? "true" : "false";
        foreach (var line in new[] { "Device tampered: false", $"Device unlocked: {unlocked}", "Device critical unlocked: false", "Charger screen enabled: true" })
        {
            await session.InfoAsync(line, ct).ConfigureAwait(false);
        }

        return FastbootResult.Okay();
    }

    private string Refusal(string command) => (State ?? BlockState.Free) switch
    {
        BlockState.Free =>
            $"{command} is not allowed on a locked device: nobody holds this phone. Start it and switch on OEM unlocking, then ask: oem unlock-challenge.",
        BlockState.Held =>
            $"{command} is not allowed on a locked device: this phone is locked to an account. Its holder can apply for unlocking on the account page, then: oem unlock-challenge.",
        BlockState.Lost =>
            $"{command} is not allowed on a locked device: this phone was lost. Start it to see how its holder can be reached.",
        BlockState.ReleaseAccepted =>
            $"{command} is not allowed on a locked device: this phone is being released. Start it once to complete that.",
        BlockState.Ended =>
            $"{command} is not allowed on a locked device: this phone belongs to whoever has it. Start it and switch on OEM unlocking, then: flashing unlock.",
        BlockState.Untrusted =>
            $"{command} is not allowed on a locked device: the lock cannot be read. Start the phone with a network, so that it can ask its server.",
    };
}
