using System.Buffers.Text;
using Tenure.Client;
using Tenure.Client.Cases;
using Tenure.Client.Devices;
using Tenure.Client.SignIn;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>The phone's side of every conversation with the server. One instance lives from power-on to power-off.</summary>
/// <remarks>
/// Nothing is retried inside a call: a call that fails leaves the phone as it was, and may be made again. What the server must still learn (a
/// receipt) is kept in the block until it was acknowledged.
/// </remarks>
public sealed class DeviceAgent : IDisposable
{
    // The server has seen newer evidence of this phone.
    private const string Behind = "evidence_replayed";

    private readonly PhoneCore phone;
    private readonly EvidenceMaker evidence;
    private readonly TicketGate gate;
    private readonly RootListener roots;
    private readonly LogWatch watch;
    private TenureClient? line;
    private bool isLogKnown;

    /// <summary>Starts the agent of a phone that was switched on.</summary>
    /// <param name="phone">The phone.</param>
    /// <param name="clock">Its timestamps are monotonic: no ticket's lifetime depends on the time of day.</param>
    public DeviceAgent(PhoneCore phone, TimeProvider clock)
    {
        this.phone = phone;
        var nonce = new OwnNonce(clock);
        evidence = new EvidenceMaker(phone, nonce);
        gate = new TicketGate(phone, nonce);
        watch = new LogWatch(phone);
        Lock = new ActivationLock(phone);
        Screen = new ScreenLock(phone, clock);
        roots = new RootListener(phone, Lock);
    }

    /// <summary>The lock.</summary>
    public ActivationLock Lock { get; }

    /// <summary>The lock of the screen.</summary>
    public ScreenLock Screen { get; }

    private TenureClient Device => line ?? throw new InvalidOperationException("The agent has no line to a server.");

    /// <summary>Gives the agent a line to a server, in place of the one before. Its own nonce, its tries and its counters go on.</summary>
    /// <param name="device">Speaks for the device; nobody's token is in it.</param>
    public void Connect(TenureClient device) => (line, isLogKnown) = (device, false);

    /// <summary>
    /// Asks the server who it is, and hears what its roots have to say; once a server is pinned, only that one is accepted, or the one that a pinned root put in its place, and a lost pin is
    /// made anew from it.
    /// </summary>
    /// <exception cref="UntrustedServerException">Another server than the pinned one.</exception>
    public Task<MetServer> MeetServerAsync(Uri address, CancellationToken ct) => ServerMeeting.MeetAsync(Device, address, phone, roots, ct);

    /// <summary>A person has compared the fingerprint: this is the server of this phone from now on.</summary>
    public void Confirm(MetServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!server.IsPinned)
        {
            phone.PinServer(server.Candidate);
        }
    }

    /// <summary>Whether the phone may be used without an account, as its server said when it made itself known last.</summary>
    public bool MayOpen { get; private set; }

    /// <summary>Makes the phone known to its server; once or many times, it is the same device.</summary>
    public async Task EnrolAsync(CancellationToken ct)
    {
        var enrolled = await CountedAsync(
            async () => await Device.EnrolDeviceAsync(await EvidenceAsync(EvidencePurpose.Enrol, null, ct).ConfigureAwait(false), ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        if (!string.Equals(enrolled.DeviceId, phone.Identity.Id.Text, StringComparison.Ordinal))
        {
            throw new UntrustedServerException("The server enrolled another device than this one.");
        }

        MayOpen = enrolled.MayOpen;
    }

    /// <summary>Activates the phone for the account that signed in: a person sees the masked holder, then the hold is stored.</summary>
    /// <param name="accessToken">Token of the sign-in in progress; the evidence is bound to it.</param>
    /// <param name="confirm">Shows the masked holder; <c>false</c> leaves the phone as it is, and the server is told.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>Whether the phone is held now.</returns>
    /// <exception cref="ProtocolException">The ticket was refused by this phone.</exception>
    /// <exception cref="UnprovenLogException">The server's log does not fit what this phone has seen: nothing is taken from it.</exception>
    /// <exception cref="TenureProblemException">The server refused: e.g. <c>device_held</c>, <c>device_releasing</c>.</exception>
    public async Task<bool> ActivateAsync(string accessToken, Func<string, bool> confirm, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(confirm);
        await KnowLogAsync(ct).ConfigureAwait(false);
        await TellOwedAsync(ct).ConfigureAwait(false);
        var activated = await AskForHoldAsync(accessToken, ct).ConfigureAwait(false);
        var signedTicket = Decode(activated.Ticket);
        var verified = gate.Admit(signedTicket, TicketAction.Hold);
        Lock.Offer(verified);

        // What the person confirms is the name under the signature, not the one beside it.
        if (!confirm(verified.Ticket.MaskedHolder!))
        {
            await TellOwedAsync(ct).ConfigureAwait(false);
            return false;
        }

        Lock.Hold(verified, signedTicket);
        Lock.CompleteSetUp();
        return true;
    }

    /// <summary>Lets the phone be used without an account, where its server allows that.</summary>
    /// <exception cref="ProtocolException">The ticket was refused by this phone.</exception>
    /// <exception cref="UnprovenLogException">The server's log does not fit what this phone has seen: nothing is taken from it.</exception>
    /// <exception cref="TenureProblemException">The server refused: e.g. <c>open_not_allowed</c>, or <c>device_held</c>, and then this phone has learned that it is held.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        await KnowLogAsync(ct).ConfigureAwait(false);
        await TellOwedAsync(ct).ConfigureAwait(false);
        DeviceTicket answer;
        try
        {
            answer = await ReportedAsync(() => AskToOpenAsync(ct), ct).ConfigureAwait(false);
        }
        catch (TenureProblemException refused) when (refused.Code is "device_held" or "device_releasing" or "device_lost" or "evidence_stale" && phone.Block.State == BlockState.Free)
        {
            await CatchUpAsync(ct).ConfigureAwait(false);
            if (phone.Block.State != BlockState.Free)
            {
                throw;
            }

            answer = await AskToOpenAsync(ct).ConfigureAwait(false);
        }

        Lock.Open(gate.Admit(Decode(answer.Ticket), TicketAction.Open));
    }

    /// <summary>The holder signs out on the phone: data goes or stays as they say, and the phone is free.</summary>
    /// <exception cref="TenureProblemException">The server refused: e.g. <c>step_up_failed</c>.</exception>
    public async Task SignOutAsync(string accessToken, string password, bool erase, CancellationToken ct)
    {
        await KnowLogAsync(ct).ConfigureAwait(false);
        var answer = await ReportedAsync(
            async () =>
            {
                var request = await EvidenceAsync(EvidencePurpose.Release, null, ct).ConfigureAwait(false);
                return await WithTokenAsync(accessToken, () => Device.ReleaseDeviceAsync(new ReleaseDevice(request.Evidence, password, erase), ct)).ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);
        var signedTicket = Decode(answer.Ticket);
        Lock.Release(gate.Admit(signedTicket, TicketAction.Release), signedTicket);
    }

    /// <summary>Asks to be let go without a network: what its holder takes to the server as a picture, a file or a text. A question of before is dead.</summary>
    /// <returns>The signed question; its answer is good for an hour, until the phone is switched off or asks again.</returns>
    /// <exception cref="InvalidOperationException">Nobody holds the phone, or it has no server.</exception>
    public byte[] AskOffline() => phone.Block.State == BlockState.Held
        ? evidence.Make(EvidencePurpose.Release, serverNonce: null)
        : throw new InvalidOperationException("Only a phone that is held can be let go.");

    /// <summary>The server's answer to <see cref="AskOffline"/>: the phone is free, its data erased or kept as the holder said. The receipt is owed until a network is there.</summary>
    /// <exception cref="ProtocolException">The ticket was refused by this phone.</exception>
    /// <exception cref="UnprovenLogException">The server's log was seen to be forked.</exception>
    public void AnswerOffline(ReadOnlyMemory<byte> signedTicket) => Lock.Release(gate.Admit(signedTicket, TicketAction.Release), signedTicket);

    /// <summary>Asks, under the device key, for the bootloader to be unlocked.</summary>
    public byte[] AskUnlock() => evidence.Make(EvidencePurpose.Unlock, serverNonce: null);

    /// <summary>The server's answer to <see cref="AskUnlock"/>.</summary>
    /// <param name="signedTicket">The ticket with its certificate.</param>
    /// <param name="remember">What the bootloader does before anything else of it counts.</param>
    /// <exception cref="ProtocolException">The ticket was refused by this phone.</exception>
    /// <exception cref="UnprovenLogException">The server's log was seen to be forked.</exception>
    public void AnswerUnlock(ReadOnlyMemory<byte> signedTicket, Action remember)
    {
        ArgumentNullException.ThrowIfNull(remember);
        Lock.Unlock(gate.Admit(signedTicket, TicketAction.Unlock));
        remember();
    }

    /// <summary>One contact: has the log proven, delivers an owed receipt, learns what the server believes, and carries out a removal that the holder ordered elsewhere.</summary>
    /// <returns>What came of it.</returns>
    /// <exception cref="UnprovenLogException">The server's log does not fit what this phone has seen.</exception>
    public async Task<ContactResult> ContactAsync(CancellationToken ct)
    {
        if (phone.IsEnded)
        {
            return ContactResult.Nothing;
        }

        isLogKnown = false;
        await TellOwedAsync(ct).ConfigureAwait(false);
        if (phone.Block.State == BlockState.Untrusted)
        {
            await SyncAsync(ct).ConfigureAwait(false);
            return ContactResult.Synced;
        }

        if (phone.Block.State is not (BlockState.Held or BlockState.Lost))
        {
            await KnowLogAsync(ct).ConfigureAwait(false);
            return ContactResult.Nothing;
        }

        var state = await AskStateAsync(ct).ConfigureAwait(false);
        if (state.Report)
        {
            await ReportAsync(ct).ConfigureAwait(false);
            state = await AskStateAsync(ct).ConfigureAwait(false);
        }

        EraseDueAt = state.EraseDueAt;
        Restored = state.Restored;
        var loss = await LearnLossAsync(state, ct).ConfigureAwait(false);
        if (loss == ContactResult.Found)
        {
            return loss.Value;
        }

        // In the contact that locks it, too: it may be the last one for long.
        return await LearnEraseAsync(state, ct).ConfigureAwait(false) ?? loss ?? await LearnReleaseAsync(state, ct).ConfigureAwait(false);
    }

    /// <summary>From when this phone is to be erased, as the last contact said; <c>null</c> when it is not.</summary>
    public DateTimeOffset? EraseDueAt { get; private set; }

    /// <summary>By which workshop this phone was restored last, as the last contact said, and its holder has not seen yet; <c>null</c> when there is nothing to show.</summary>
    public WorkshopRestore? Restored
    {
        get => field?.Id == phone.UserData.Record.SeenRestore ? null : field;
        private set;
    }

    /// <summary>The holder has seen by which workshop this phone was restored.</summary>
    public void MarkRestoreSeen()
    {
        if (Restored is { } seen)
        {
            phone.UserData.Save(phone.UserData.Record with { SeenRestore = seen.Id });
        }
    }

    /// <summary>The holder resets the phone in its settings: the data goes, the phone stays theirs.</summary>
    /// <exception cref="TenureProblemException">The server refused: e.g. <c>step_up_failed</c>.</exception>
    public async Task ResetAsync(string accessToken, string password, CancellationToken ct)
    {
        await KnowLogAsync(ct).ConfigureAwait(false);
        var answer = await ReportedAsync(
            async () =>
            {
                var request = await EvidenceAsync(EvidencePurpose.Reset, null, ct).ConfigureAwait(false);
                return await WithTokenAsync(accessToken, () => Device.ResetDeviceAsync(new ResetDevice(request.Evidence, password), ct)).ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);
        Lock.EraseData(gate.Admit(Decode(answer.Ticket), TicketAction.Reset));
    }

    /// <summary>The holder sets the code that this phone asks for before an order from afar erases it, or takes it away. The server learns that there is one, and not which.</summary>
    /// <param name="accessToken">Of the holder's session.</param>
    /// <param name="password">The account's, once more.</param>
    /// <param name="code">6 to 64 characters; <c>null</c> for none.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="TenureProblemException">The server refused: e.g. <c>step_up_failed</c>.</exception>
    public async Task SetEraseCodeAsync(string accessToken, string password, string? code, CancellationToken ct)
    {
        await CountedAsync(
            async () =>
            {
                var request = await EvidenceAsync(EvidencePurpose.EraseCode, null, ct).ConfigureAwait(false);
                return await WithTokenAsync(
                    accessToken,
                    async () =>
                    {
                        await Device.SetEraseCodeAsync(new SetEraseCode(request.Evidence, password, code is not null), ct).ConfigureAwait(false);
                        return true;
                    }).ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);
        Lock.SetEraseCode(code);
    }

    /// <summary>Asks for digits to show to a buyer who has this phone in hand. Whoever has it may ask: they say how it stands, and not whose it is.</summary>
    public Task<DeviceStatusCode> AskStatusCodeAsync(CancellationToken ct) => CountedAsync(
        async () => await Device.GetStatusCodeAsync(await EvidenceAsync(EvidencePurpose.Status, null, ct).ConfigureAwait(false), ct).ConfigureAwait(false), ct);

    /// <summary>Somebody asks for an account or for this phone without access to either. Whoever has the phone may ask: it says who has it, not whose it is.</summary>
    /// <param name="identifier">The account that is asked for; <c>null</c> asks for this phone to be let go.</param>
    /// <param name="contact">An e-mail address at which they are reached; a code goes there.</param>
    /// <param name="language">BCP 47.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<CaseOpened> OpenCaseAsync(string? identifier, string contact, string language, CancellationToken ct)
    {
        var opened = identifier is not null
            ? await Device.OpenCaseAsync(new OpenCase("recovery", contact, identifier, Language: language), ct).ConfigureAwait(false)
            : await CountedAsync(async () => await Device.OpenCaseAsync(
                new OpenCase("release", contact, Evidence: (await EvidenceAsync(EvidencePurpose.Case, null, ct).ConfigureAwait(false)).Evidence, Language: language), ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        phone.UserData.Save(phone.UserData.Record with { Case = new KeptCase(identifier is null ? "release" : "recovery", opened.Number, opened.Secret) });
        return opened;
    }

    /// <summary>Signs for a recovery that was opened on this phone; where its screen lock was opened, it says so.</summary>
    public Task ProveForCaseAsync(KeptCase one, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(one);
        return CountedAsync(
            async () =>
            {
                await Device.ProveCaseDeviceAsync(one.Number, one.Secret, new ProveCaseDevice((await CaseEvidenceAsync(one.Number, ct).ConfigureAwait(false)).Evidence), ct).ConfigureAwait(false);
                return true;
            },
            ct);
    }

    /// <summary>The cases of others about the account that holds this phone; only once its screen lock was opened.</summary>
    public Task<IReadOnlyList<CaseAboutMe>> GetCasesAsync(CancellationToken ct) =>
        CountedAsync(async () => await Device.GetCasesOnDeviceAsync(await CaseEvidenceAsync(null, ct).ConfigureAwait(false), ct).ConfigureAwait(false), ct);

    /// <summary>Objects to one of them.</summary>
    public Task ObjectAsync(string number, CancellationToken ct) => CountedAsync(
        async () =>
        {
            await Device.ObjectOnDeviceAsync(await CaseEvidenceAsync(number, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
            return true;
        },
        ct);

    /// <summary>Lets this phone go with the release code of a sealed one, and carries that out: it erases, and is free.</summary>
    /// <exception cref="TenureProblemException">The server refused: e.g. <c>not_sealed</c>.</exception>
    public async Task BreakSealAsync(string code, CancellationToken ct)
    {
        await Device.BreakSealAsync(new BreakSeal(code), ct).ConfigureAwait(false);

        // A lost one hears first that it is lost no more, and then that it is let go.
        for (var contacts = 0; contacts < 2 && await ContactAsync(ct).ConfigureAwait(false) == ContactResult.Found; contacts++)
        {
        }
    }

    /// <summary>The holder takes an order to erase this phone back, on the phone.</summary>
    public async Task CancelEraseAsync(string accessToken, string password, CancellationToken ct)
    {
        await WithTokenAsync(accessToken, () => Device.CancelEraseAsync(phone.Identity.Id.Text, new CancelErase(password), ct)).ConfigureAwait(false);
        EraseDueAt = null;
    }

    /// <summary>Asks the server how things stand, for a block that cannot be trusted or is older than the server.</summary>
    public async Task SyncAsync(CancellationToken ct)
    {
        await KnowLogAsync(ct).ConfigureAwait(false);
        var (verified, signedTicket) = await AskForSyncAsync(ct).ConfigureAwait(false);
        Lock.Sync(verified, signedTicket);
        Lock.Forget();
    }

    /// <summary>
    /// Says how the phone stands, to a server that was restored from a backup, and shows the tickets by which it stands so. A block that can be trusted stays as it is: it is the server that forgot something.
    /// </summary>
    public async Task ReportAsync(CancellationToken ct)
    {
        await KnowLogAsync(ct).ConfigureAwait(false);
        var (verified, signedTicket) = await AskForSyncAsync(ct).ConfigureAwait(false);
        if (phone.Block.State == BlockState.Untrusted)
        {
            Lock.Sync(verified, signedTicket);
        }

        await TellOwedAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Tells the server what became of its last ticket, until it has acknowledged it.</summary>
    public async Task SendOwedReceiptAsync(CancellationToken ct)
    {
        if (!Lock.OwesReceipt)
        {
            return;
        }

        await Device
            .SendReceiptAsync(await EvidenceAsync(EvidencePurpose.Receipt, null, ct).ConfigureAwait(false), ct)
            .ConfigureAwait(false);
        phone.Block.ReceiptAcknowledged();
    }

    /// <summary>Tells the server that a person did not want the hold that was offered, and takes over the epoch that follows.</summary>
    public async Task DeclineOfferAsync(CancellationToken ct)
    {
        if (Lock.Declined is not { } ticket)
        {
            return;
        }

        try
        {
            await Device
                .DeclineDeviceAsync(await EvidenceAsync(EvidencePurpose.Decline, null, ct, ticket).ConfigureAwait(false), ct)
                .ConfigureAwait(false);
        }
        catch (TenureProblemException refused) when (refused.Code is "evidence_untrusted" or "evidence_stale")
        {
            // The server knows of no such offer, so it waits for no answer.
        }

        Lock.Forget();
        await SyncAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private async Task<(VerifiedTicket Ticket, ReadOnlyMemory<byte> Signed)> AskForSyncAsync(CancellationToken ct)
    {
        var answer = await AskToSyncAsync(ct, TicketAction.Sync, TicketAction.Recount).ConfigureAwait(false);
        if (answer.Ticket.Ticket.Action == TicketAction.Sync)
        {
            return answer;
        }

        CountOn(answer.Ticket);
        return await AskToSyncAsync(ct, TicketAction.Sync).ConfigureAwait(false);
    }

    private async Task<(VerifiedTicket Ticket, ReadOnlyMemory<byte> Signed)> AskToSyncAsync(CancellationToken ct, params TicketAction[] actions)
    {
        // What was declined is named too: after a restore the server does not remember that it offered it.
        var evidence = await EvidenceAsync(EvidencePurpose.Sync, null, ct, Lock.Declined).ConfigureAwait(false);
        var block = phone.Block.Content;
        var answer = await Device.SyncDeviceAsync(new SyncDevice(evidence.Evidence, Text(block?.SignedTicket), Text(block?.LostTicket)), ct).ConfigureAwait(false);
        var signedTicket = Decode(answer.Ticket);
        return (gate.Admit(signedTicket, actions), signedTicket);
    }

    private void CountOn(VerifiedTicket verified)
    {
        var counted = verified.Ticket.CountedBoots!.Value;
        if (counted > (ulong)phone.Counters.BootCount + Ticket.MostBootsAtOnce)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "No ticket takes a device so far forward at once.", "counted_boots");
        }

        phone.Counters.CountOnFrom(counted);
    }

    // A server that has seen a later count than this phone's hears nothing from it: its counters were damaged or put back. It is asked how far they were, and then once more. The ticket for that comes before the
    // log is checked: it moves nothing of the lock. Neither does a state that comes in its place; that is not taken over here.
    private async Task<T> CountedAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is TenureProblemException { Code: Behind } or OAuthException { Error.Refusal: Behind })
        {
            var answer = await AskToSyncAsync(ct, TicketAction.Sync, TicketAction.Recount).ConfigureAwait(false);
            if (answer.Ticket.Ticket.Action == TicketAction.Recount)
            {
                CountOn(answer.Ticket);
            }

            return await ask().ConfigureAwait(false);
        }
    }

    private static string? Text(byte[]? signedTicket) => signedTicket is null ? null : Base64Url.EncodeToString(signedTicket);

    private async Task TellOwedAsync(CancellationToken ct)
    {
        await OfferAsync(SendOwedReceiptAsync, ct).ConfigureAwait(false);
        await OfferAsync(DeclineOfferAsync, ct).ConfigureAwait(false);
    }

    // What the server does not want to hear must not keep the phone from anything else.
    private static async Task OfferAsync(Func<CancellationToken, Task> tell, CancellationToken ct)
    {
        try
        {
            await tell(ct).ConfigureAwait(false);
        }
        catch (TenureProblemException)
        {
            // Still owed: the next contact offers it again.
        }
    }

    // The server is ahead of this free phone: it waits for the end of a holding whose ticket never arrived here, or went on to another epoch. Its state is taken
    // over, and a release carried out. The sign-in in progress is the next holder's and outlives the erase. A phone that took that state over a moment ago, because an offer was forgotten, is held already.
    private async Task CatchUpAsync(CancellationToken ct)
    {
        var signedIn = phone.UserData.Record with { Offered = null };
        if (phone.Block.State == BlockState.Free)
        {
            await SyncAsync(ct).ConfigureAwait(false);
        }

        if (phone.Block.State == BlockState.Held && (await AskStateAsync(ct).ConfigureAwait(false)).State == "releasing")
        {
            await CarryReleaseOutAsync(ct).ConfigureAwait(false);
            phone.UserData.Save(signedIn);
        }
    }

    private async Task<DeviceActivated> AskForHoldAsync(string accessToken, CancellationToken ct)
    {
        try
        {
            return await ReportedAsync(() => AskForHoldOnceAsync(accessToken, ct), ct).ConfigureAwait(false);
        }
        catch (TenureProblemException refused) when (
            (refused.Code is "device_releasing" or "device_lost" or "evidence_stale" && phone.Block.State == BlockState.Free) || (refused.Code == "device_releasing" && phone.Block.State == BlockState.Held))
        {
            await CatchUpAsync(ct).ConfigureAwait(false);
            return await AskForHoldOnceAsync(accessToken, ct).ConfigureAwait(false);
        }
    }

    // Asked once more when a server that was restored from a backup wants to hear first how the phone stands, or when the phone's count is behind.
    private async Task<T> ReportedAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await CountedAsync(ask, ct).ConfigureAwait(false);
        }
        catch (TenureProblemException refused) when (refused.Code == "device_unreported")
        {
            await ReportAsync(ct).ConfigureAwait(false);
            return await ask().ConfigureAwait(false);
        }
    }

    private async Task<DeviceActivated> AskForHoldOnceAsync(string accessToken, CancellationToken ct)
    {
        var request = await EvidenceAsync(EvidencePurpose.Activate, EvidenceCodec.AccountOf(accessToken), ct).ConfigureAwait(false);
        return await WithTokenAsync(accessToken, () => Device.ActivateDeviceAsync(request, ct)).ConfigureAwait(false);
    }

    private async Task<DeviceTicket> AskToOpenAsync(CancellationToken ct) =>
        await Device.GetOpenTicketAsync(await EvidenceAsync(EvidencePurpose.Open, null, ct).ConfigureAwait(false), ct).ConfigureAwait(false);

    private async Task<T> WithTokenAsync<T>(string accessToken, Func<Task<T>> call)
    {
        Device.AccessToken = accessToken;
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            Device.AccessToken = null;
        }
    }

    private async Task CarryReleaseOutAsync(CancellationToken ct)
    {
        var answer = await Device
            .GetReleaseTicketAsync(await EvidenceAsync(EvidencePurpose.Release, null, ct).ConfigureAwait(false), ct)
            .ConfigureAwait(false);
        var signedTicket = Decode(answer.Ticket);
        Lock.Release(gate.Admit(signedTicket, TicketAction.Release), signedTicket);
        await TellOwedAsync(ct).ConfigureAwait(false);
    }

    // The words are the server's; what counts is the ticket that it is asked for then.
    private async Task<ContactResult?> LearnLossAsync(DeviceState state, CancellationToken ct)
    {
        var shown = Lock.LostText;
        if (state.State == "lost" ? shown == new LostScreenText(state.LostMessage, state.LostContact) : shown is null)
        {
            return shown is null ? null : ContactResult.Nothing;
        }

        var answer = await Device
            .GetLostTicketAsync(await EvidenceAsync(EvidencePurpose.Lost, null, ct).ConfigureAwait(false), ct)
            .ConfigureAwait(false);
        var signedTicket = Decode(answer.Ticket);
        var verified = gate.Admit(signedTicket, TicketAction.Lost, TicketAction.Found);
        var isLost = verified.Ticket.Action == TicketAction.Lost;
        if (isLost)
        {
            Lock.Lose(verified, signedTicket);
        }
        else if (phone.Block.State == BlockState.Lost)
        {
            Lock.Find(verified);
        }

        await TellOwedAsync(ct).ConfigureAwait(false);
        return isLost ? ContactResult.Lost : ContactResult.Found;
    }

    private async Task<ContactResult?> LearnEraseAsync(DeviceState state, CancellationToken ct)
    {
        if (!state.Erase)
        {
            return null;
        }

        var answer = await Device
            .GetEraseTicketAsync(await EvidenceAsync(EvidencePurpose.Erase, null, ct).ConfigureAwait(false), ct)
            .ConfigureAwait(false);
        var verified = gate.Admit(Decode(answer.Ticket), TicketAction.Erase);
        EraseDueAt = null;
        if (!Lock.MayErase(verified))
        {
            await Device
                .DeclineDeviceAsync(await EvidenceAsync(EvidencePurpose.Decline, null, ct, verified.Ticket.TicketId).ConfigureAwait(false), ct)
                .ConfigureAwait(false);
            return ContactResult.EraseRefused;
        }

        Lock.EraseData(verified);
        await TellOwedAsync(ct).ConfigureAwait(false);
        return ContactResult.Erased;
    }

    private async Task<ContactResult> LearnReleaseAsync(DeviceState state, CancellationToken ct)
    {
        if (state.State != "releasing")
        {
            return ContactResult.Nothing;
        }

        await CarryReleaseOutAsync(ct).ConfigureAwait(false);
        return ContactResult.Removed;
    }

    private Task<DeviceState> AskStateAsync(CancellationToken ct) => AsDeviceAsync(
        async () =>
        {
            if (!isLogKnown)
            {
                await CheckLogAsync(asDevice: true, ct).ConfigureAwait(false);
            }

            return await Device.GetDeviceStateAsync(ct).ConfigureAwait(false);
        },
        ct);

    // Once a contact, before the first ticket.
    private async Task KnowLogAsync(CancellationToken ct)
    {
        if (isLogKnown)
        {
            return;
        }

        try
        {
            await CheckLogAsync(asDevice: false, ct).ConfigureAwait(false);
        }
        catch (TenureProblemException refused) when (refused.Code == "rate_limited")
        {
            // Others on this network have asked too much; the device's own token is not counted with them.
            await AsDeviceAsync(
                async () =>
                {
                    await CheckLogAsync(asDevice: true, ct).ConfigureAwait(false);
                    return true;
                },
                ct).ConfigureAwait(false);
        }
    }

    private async Task CheckLogAsync(bool asDevice, CancellationToken ct)
    {
        await watch.CheckAsync(Device, asDevice, ct).ConfigureAwait(false);
        isLogKnown = true;
    }

    private async Task<T> AsDeviceAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        Tokens tokens;
        try
        {
            tokens = await CountedAsync(() => AskForTokenAsync(ct), ct).ConfigureAwait(false);
        }
        catch (OAuthException refused) when (refused.Error.Refusal == "evidence_untrusted")
        {
            // A server that was restored from a backup of before this phone does not know its key.
            await EnrolAsync(ct).ConfigureAwait(false);
            tokens = await AskForTokenAsync(ct).ConfigureAwait(false);
        }

        return await WithTokenAsync(tokens.AccessToken, ask).ConfigureAwait(false);
    }

    private async Task<Tokens> AskForTokenAsync(CancellationToken ct) =>
        await Device.SignIn.ForDeviceAsync((await EvidenceAsync(EvidencePurpose.Session, null, ct).ConfigureAwait(false)).Evidence, ct).ConfigureAwait(false);

    private async Task<DeviceEvidence> EvidenceAsync(EvidencePurpose purpose, byte[]? account, CancellationToken ct, byte[]? declined = null)
    {
        var nonce = await Device.GetDeviceNonceAsync(ct).ConfigureAwait(false);
        return new DeviceEvidence(Base64Url.EncodeToString(evidence.Make(purpose, Decode(nonce.Nonce), account, declined)));
    }

    // Numbers are shown with a hyphen and signed without.
    private async Task<DeviceEvidence> CaseEvidenceAsync(string? number, CancellationToken ct)
    {
        var nonce = await Device.GetDeviceNonceAsync(ct).ConfigureAwait(false);
        var bare = number?.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        return new DeviceEvidence(Base64Url.EncodeToString(evidence.Make(EvidencePurpose.Case, Decode(nonce.Nonce), caseNumber: bare, isUnlocked: Screen.IsOpen && Lock.Screen == LockScreen.Running)));
    }

    private static byte[] Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "Not base64url.");
        }
    }
}
