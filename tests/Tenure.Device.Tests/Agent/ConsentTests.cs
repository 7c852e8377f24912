using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>Somebody has the release signer, the log's signer, and the phone in hand: what they must leave behind in the log to free it.</summary>
public sealed class ConsentTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ScriptedServer Server => bench.Server;

    [Fact]
    public async Task A_phone_whose_holders_consent_is_in_the_log_is_free_and_has_seen_so_much_of_the_log()
    {
        using var phone = await bench.ActivatedAsync();
        Assert.Equal(1, phone.Core.SeenLog.Last!.Size);
        Server.Remove(erase: true);

        phone.Agent.AnswerOffline(Server.ReleaseTicketFor(phone.Agent.AskOffline()));

        Assert.Equal((BlockState.Free, 1u), (phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
        Assert.Equal(2, phone.Core.SeenLog.Last.Size);
        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
        Assert.Equal("free", Server.State);
    }

    [Fact]
    public async Task A_phone_says_how_much_of_the_log_it_has_seen_only_where_it_asks_to_be_let_go()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Remove(erase: true);
        await phone.Agent.ContactAsync(Ct);

        Assert.All(Server.Evidence, evidence => Assert.Equal(evidence.Purpose == EvidencePurpose.Release ? 1 : null, evidence.SeenEntries));
    }

    [Fact]
    public Task A_release_with_no_proof_frees_no_phone() => RefusedAsync(ProtocolErrorCode.ConsentMissing, () => Server.ChangeProof = _ => null);

    [Fact]
    public Task The_consent_of_another_devices_holder_frees_no_phone() =>
        RefusedAsync(ProtocolErrorCode.ConsentWrong, () => Server.ConsentTo = ticket => ticket with { Subject = KeyThumbprint.FromBytes(new byte[32]) });

    [Fact]
    public Task A_consent_in_an_older_epoch_of_this_device_frees_no_phone() =>
        RefusedAsync(ProtocolErrorCode.ConsentWrong, () => Server.ConsentTo = ticket => ticket with { Epoch = ticket.Epoch - 1 }, epochs: 1);

    [Fact]
    public Task A_consent_of_another_holding_frees_no_phone() =>
        RefusedAsync(ProtocolErrorCode.ConsentWrong, () => Server.ConsentTo = ticket => ticket with { HoldingId = new byte[16] });

    [Fact]
    public Task A_consent_that_keeps_the_data_erases_no_phone() =>
        RefusedAsync(ProtocolErrorCode.ConsentWrong, () => Server.ConsentTo = ticket => ticket with { Erase = false });

    [Fact]
    public Task A_consent_that_was_taken_out_of_the_log_again_frees_no_phone() => RefusedAsync(
        ProtocolErrorCode.ConsentNotLogged,
        () => Server.ChangeProof = proof =>
        {
            var without = new SmallLog { LogId = Server.LogId, Leaves = [.. Server.Log[..^1], new byte[32]] };
            return without.Prove(Server.CheckpointOf(without), (int)proof.Index, proof.Consent, 1);
        });

    [Fact]
    public Task A_log_that_another_signer_signed_frees_no_phone() => RefusedAsync(
        ProtocolErrorCode.ActionNotAllowed, () => Server.ChangeProof = proof => proof with { Checkpoint = Server.CheckpointOf(new() { LogId = Server.LogId, Leaves = Server.Log }, SignerPurpose.Release) });

    // The log's signer of before: a newer one was seen.
    [Fact]
    public async Task A_log_that_a_signer_of_before_signed_frees_no_phone()
    {
        using var phone = await bench.ActivatedAsync();
        var old = Server.CheckpointOf(new() { LogId = Server.LogId, Leaves = Server.Log });
        Server.AddSigner(SignerPurpose.Log, generation: 2);
        Server.Log.Add(new byte[32]);
        await phone.Agent.ContactAsync(Ct);
        Server.ChangeProof = proof => proof with { Checkpoint = old };

        Assert.Equal(ProtocolErrorCode.GenerationTooLow, Refusal(phone));
    }

    [Fact]
    public async Task A_log_that_forked_frees_no_phone_and_the_phone_keeps_the_evidence()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Remove(erase: true);
        Server.ChangeProof = proof =>
        {
            var fork = new SmallLog { LogId = Server.LogId, Leaves = [new byte[32], .. Server.Log[1..]] };
            return fork.Prove(Server.CheckpointOf(fork), (int)proof.Index, proof.Consent, 1);
        };

        Assert.Equal(ProtocolErrorCode.LogForked, Refusal(phone));
        Assert.NotNull(phone.Core.SeenLog.Unexplained);

        // From now on no ticket counts, however good: the log would have to have grown out of both.
        Server.ChangeProof = proof => proof;
        Assert.True(Assert.Throws<UnprovenLogException>(() => phone.Agent.AnswerOffline(Server.ReleaseTicketFor(phone.Agent.AskOffline()))).IsForked);
        Assert.True((await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct))).IsForked);
        Assert.Equal(BlockState.Held, phone.Core.Block.State);
    }

    [Fact]
    public async Task A_proof_that_was_spoilt_on_the_way_holds_the_phone_up_until_its_next_contact_and_no_longer()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Remove(erase: true);
        Server.ChangeProof = proof => proof with { Extension = [] };
        Assert.Equal(ProtocolErrorCode.LogForked, Refusal(phone));

        Server.ChangeProof = proof => proof;
        Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));
    }

    [Fact]
    public async Task Another_log_frees_no_phone_and_is_held_against_nobody()
    {
        using var phone = await bench.ActivatedAsync();
        Server.LogId = [.. Enumerable.Repeat((byte)1, 16)];

        Assert.Equal(ProtocolErrorCode.LogForked, Refusal(phone));
        Assert.Null(phone.Core.SeenLog.Unexplained);
    }

    [Fact]
    public async Task A_checkpoint_that_the_phone_knows_to_be_behind_frees_no_phone()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Remove(erase: true);
        ConsentProof? earlier = null;
        Server.ChangeProof = proof => earlier = proof;
        Server.ReleaseTicketFor(phone.Agent.AskOffline());
        Server.State = "held";
        Server.Log.Add(new byte[32]);
        await phone.Agent.ContactAsync(Ct);
        Server.State = "releasing";

        Server.ChangeProof = _ => earlier;
        Assert.Equal(ProtocolErrorCode.LogBehind, Refusal(phone));
        Assert.Null(phone.Core.SeenLog.Unexplained);
    }

    // Nobody can use the question up by a proof that does not fit; only so often may they try.
    [Fact]
    public async Task After_a_wrong_proof_the_right_one_still_counts_and_after_five_none_does()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Remove(erase: true);
        var question = phone.Agent.AskOffline();
        Server.ChangeProof = _ => null;
        for (var i = 0; i < OwnNonce.MaxTries - 1; i++)
        {
            Assert.Equal(ProtocolErrorCode.ConsentMissing, Assert.Throws<ProtocolException>(() => phone.Agent.AnswerOffline(Server.ReleaseTicketFor(question))).Code);
        }

        Server.ChangeProof = proof => proof;
        var good = Server.ReleaseTicketFor(question);
        Server.ChangeProof = _ => null;
        Assert.Throws<ProtocolException>(() => phone.Agent.AnswerOffline(Server.ReleaseTicketFor(question)));
        Assert.Equal(ProtocolErrorCode.TooManyTries, Assert.Throws<ProtocolException>(() => phone.Agent.AnswerOffline(good)).Code);
    }

    private async Task RefusedAsync(ProtocolErrorCode code, Action spoil, int epochs = 0)
    {
        using var phone = await bench.ActivatedAsync();
        for (; epochs > 0; epochs--)
        {
            Server.Remove(erase: true);
            await phone.Agent.ContactAsync(Ct);
            await phone.ActivateAsync("anna@example.org");
        }

        Server.Remove(erase: true);
        spoil();

        Assert.Equal(code, Refusal(phone));
        Assert.Equal(code, (await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ContactAsync(Ct))).Code);
        Assert.Equal((BlockState.Held, LockScreen.Running), (phone.Core.Block.State, phone.Screen));
        Assert.Equal("releasing", Server.State);
        Assert.Null(phone.Core.SeenLog.Unexplained);
    }

    private ProtocolErrorCode Refusal(AgentBench.BootedPhone phone) =>
        Assert.Throws<ProtocolException>(() => phone.Agent.AnswerOffline(Server.ReleaseTicketFor(phone.Agent.AskOffline()))).Code;
}
