using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Protocols;
using Tenure.Protocols.Fastboot;

namespace Tenure.Device.Phone;

/// <summary>The phone's bootloader: answers questions, restarts, and refuses everything that would write.</summary>
/// <remarks>It is locked in every state of the block: nothing unlocks it in this version. It names no holder, for anyone can ask it. The one thing it carries out is a release ticket for a question
/// of its own: <c>oem release-challenge</c>, then <c>stage</c> and <c>oem release</c>.</remarks>
public sealed class Bootloader : IFastbootTarget
{
    // With the proof of its holder's consent it has some two kilobytes, in the largest log that ever is less than four.
    private const uint LargestTicket = 4096;

    private readonly PhoneFacts facts;
    private readonly BlockState? found;
    private readonly PhoneCore? phone;
    private readonly DeviceAgent? agent;
    private byte[]? question;
    private bool hasAsked;

    /// <summary>A bootloader that only answers.</summary>
    /// <param name="facts">What it says about the phone.</param>
    /// <param name="state">What the block says; <c>null</c> for a phone that was never started.</param>
    public Bootloader(PhoneFacts facts, BlockState? state) => (this.facts, found) = (facts, state);

    /// <summary>The bootloader of a phone.</summary>
    /// <param name="phone">Its lock.</param>
    /// <param name="agent">Asks to be let go and takes the answer.</param>
    public Bootloader(PhoneCore phone, DeviceAgent agent)
    {
        ArgumentNullException.ThrowIfNull(phone);
        (facts, this.phone, this.agent) = (phone.Facts, phone, agent);
    }

    private BlockState? State => phone is null ? found : phone.Block.State;

    // Everything that writes, starts something of the host's, or reads the storage.
    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        "flash", "erase", "boot", "set_active", "signature", "fetch", "update-super", "create-logical-partition", "delete-logical-partition",
        "resize-logical-partition", "snapshot-update", "gsi", "upload",
    };

    /// <inheritdoc />
    public string? RefuseDownload(uint bytes) => hasAsked && bytes <= LargestTicket ? null : Refusal("download");

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
                "release-challenge" => Ask(),
                "release" => Release(session),
                _ => await OemAsync(command.Argument, session, ct).ConfigureAwait(false),
            },
            "upload" when question is { } asked => FastbootResult.WithUpload(asked),
            "continue" => FastbootResult.Leave(FastbootExit.Continue),
            "reboot" => FastbootResult.Leave(FastbootExit.Reboot),
            "reboot-bootloader" => FastbootResult.Leave(FastbootExit.RebootBootloader),
            "reboot-fastboot" => FastbootResult.Leave(FastbootExit.RebootFastboot),
            "reboot-recovery" => FastbootResult.Leave(FastbootExit.RebootRecovery),
            "shutdown" or "powerdown" => FastbootResult.Leave(FastbootExit.PowerOff),
            var name when Refused.Contains(name) => FastbootResult.Fail(Refusal(name)),
            _ => FastbootResult.Fail("unknown command"),
        };
    }

    private FastbootResult Ask()
    {
        if (agent is null || phone is null || State != BlockState.Held || phone.Server is null)
        {
            return FastbootResult.Fail("nobody holds this phone, or it knows no server: there is nothing to ask for");
        }

        if (!hasAsked)
        {
            // What is signed after this start is newer than all before it.
            phone.Counters.CountBoot();
        }

        (question, hasAsked) = (agent.AskOffline(), true);
        return FastbootResult.Okay("fetch it by get_staged; the answer is good for an hour");
    }

    private FastbootResult Release(FastbootSession session)
    {
        if (!hasAsked || session.Download.IsEmpty)
        {
            return FastbootResult.Fail(hasAsked ? "stage the ticket first" : "ask first: oem release-challenge");
        }

        var ticket = session.Download;
        session.DropDownload();
        try
        {
            agent!.AnswerOffline(ticket);
            question = null;
            return FastbootResult.Okay("this phone is free");
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

    private async Task<FastbootResult> GetVariableAsync(string name, FastbootSession session, CancellationToken ct)
    {
        var variables = BootloaderVariables.Of(facts, State);
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
                await session.InfoAsync("get_unlock_ability: 0", ct).ConfigureAwait(false);
                return FastbootResult.Okay();
            case "lock" or "lock_critical":
                return FastbootResult.Fail("already locked");
            case "unlock" or "unlock_critical":
                return FastbootResult.Fail(Refusal($"flashing {argument}"));
            default:
                return FastbootResult.Fail("unknown command");
        }
    }

    private static async Task<FastbootResult> OemAsync(string argument, FastbootSession session, CancellationToken ct)
    {
        if (argument != "device-info")
        {
            return FastbootResult.Fail("unknown command");
        }

        foreach (var line in new[] { "Device tampered: false", "Device unlocked: false", "Device critical unlocked: false", "Charger screen enabled: true" })
        {
            await session.InfoAsync(line, ct).ConfigureAwait(false);
        }

        return FastbootResult.Okay();
    }

    private string Refusal(string command) => (State ?? BlockState.Free) switch
    {
        BlockState.Free =>
            $"{command} is not allowed on a locked device: nobody holds this phone, and its bootloader cannot be unlocked in this version. "
            + "Start the phone and activate it; it takes updates while it runs.",
        BlockState.Held =>
            $"{command} is not allowed on a locked device: this phone is locked to an account. "
            + "Its holder can sign out on the phone, or remove it under Devices on the account page.",
        BlockState.Lost =>
            $"{command} is not allowed on a locked device: this phone was lost. Start it to see how its holder can be reached.",
        BlockState.ReleaseAccepted =>
            $"{command} is not allowed on a locked device: this phone is being released. Start it once to complete that.",
        BlockState.Ended =>
            $"{command} is not allowed on a locked device: this phone belongs to whoever has it, but its bootloader cannot be unlocked in this version.",
        BlockState.Untrusted =>
            $"{command} is not allowed on a locked device: the lock cannot be read. Start the phone with a network, so that it can ask its server.",
    };
}
