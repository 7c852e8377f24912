using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>A phone remembers its server's log and demands that it grows out of what it remembers.</summary>
public sealed class LogWatchTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_phone_remembers_the_log_through_every_contact_and_a_wipe()
    {
        using (var phone = await bench.ActivatedAsync())
        {
            Assert.Equal(1, phone.Core.SeenLog.Last!.Size);
            Grow(4);
            await phone.Agent.ContactAsync(Ct);
            Assert.Equal(5, phone.Core.SeenLog.Last!.Size);
        }

        bench.Wipe();
        Grow(2);
        using var next = bench.Boot();
        Assert.Equal(LockScreen.Locked, next.Screen);
        Assert.Equal((5, 1u), (next.Core.SeenLog.Last!.Size, next.Core.SeenLog.GenerationOf(next.Core.Server!)));
        await next.MeetAsync();
        await next.Agent.ContactAsync(Ct);
        Assert.Equal(7, next.Core.SeenLog.Last!.Size);
    }

    [Fact]
    public async Task A_forked_log_is_kept_as_evidence_and_the_phone_takes_no_ticket_any_more()
    {
        using (var phone = await bench.ActivatedAsync())
        {
            Grow(4);
            await phone.Agent.ContactAsync(Ct);
            Fork(3);
            Grow(2);

            var forked = await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct));

            Assert.True(forked.IsForked);
            Assert.Equal((5, 7), (phone.Core.SeenLog.Last!.Size, phone.Core.SeenLog.Unexplained!.Size));
            Assert.Equal(LockScreen.Running, phone.Screen);
        }

        // Neither a restart nor a removal that the server orders gets a ticket through, nor one that comes without a line.
        bench.Server.Remove(erase: true);
        using var next = bench.Boot();
        await next.MeetAsync();
        await Assert.ThrowsAsync<UnprovenLogException>(() => next.Agent.ContactAsync(Ct));
        await Assert.ThrowsAsync<UnprovenLogException>(() => next.Agent.SyncAsync(Ct));
        var token = await next.SignInAsync("anna@example.org");
        await Assert.ThrowsAsync<UnprovenLogException>(() => next.Agent.SignOutAsync(token, AgentBench.Password, erase: true, Ct));
        Assert.Equal(BlockState.Held, next.Core.Block.State);
    }

    [Fact]
    public async Task A_log_that_fits_again_explains_itself_only_when_it_grew_out_of_both()
    {
        using var phone = await bench.ActivatedAsync();
        Grow(4);
        await phone.Agent.ContactAsync(Ct);
        var honest = bench.Server.Log.ToList();
        Fork(3);
        Grow(2);
        await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct));

        // Back to the honest log, which has not grown out of the other one that was signed.
        bench.Server.Log.Clear();
        bench.Server.Log.AddRange(honest);
        Grow(10);
        await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct));

        Assert.Equal((5, 7), (phone.Core.SeenLog.Last!.Size, phone.Core.SeenLog.Unexplained!.Size));
    }

    [Fact]
    public async Task A_proof_that_somebody_spoilt_on_the_way_costs_one_contact_and_no_more()
    {
        using var phone = await bench.ActivatedAsync();
        Grow(4);
        bench.Server.SpoilProof = proof => [.. proof.Select(_ => new byte[32])];
        await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct));
        Assert.NotNull(phone.Core.SeenLog.Unexplained);

        bench.Server.SpoilProof = proof => proof;
        Grow(1);
        await phone.Agent.ContactAsync(Ct);

        Assert.Null(phone.Core.SeenLog.Unexplained);
        Assert.Equal(6, phone.Core.SeenLog.Last!.Size);
    }

    [Fact]
    public async Task A_log_that_has_become_shorter_is_not_believed_and_not_held_against_it_for_ever()
    {
        using var phone = await bench.ActivatedAsync();
        Grow(4);
        await phone.Agent.ContactAsync(Ct);
        var whole = bench.Server.Log.ToList();
        bench.Server.Log.RemoveRange(3, 2);

        Assert.False((await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct))).IsForked);
        Assert.Null(phone.Core.SeenLog.Unexplained);

        bench.Server.Log.Clear();
        bench.Server.Log.AddRange(whole);
        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
    }

    [Fact]
    public async Task Two_roots_of_one_size_are_a_fork()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.Log[0] = MerkleTree.HashLeaf("another"u8);

        Assert.True((await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct))).IsForked);
    }

    [Fact]
    public async Task Another_log_of_the_same_server_is_a_fork()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.LogId = [.. Enumerable.Repeat((byte)1, 16)];
        Grow(1);

        Assert.True((await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct))).IsForked);
    }

    [Theory]
    [InlineData("the root's word", true)]
    [InlineData("two words, one after the other", true)]
    [InlineData("the word about other logs", false)]
    [InlineData("the word of another issuer", false)]
    [InlineData("no word", false)]
    public async Task Only_a_root_explains_a_fork_and_then_the_phone_goes_on(string what, bool explains)
    {
        using var phone = await bench.ActivatedAsync();
        Grow(6);
        await phone.Agent.ContactAsync(Ct);
        Fork(3);
        Grow(1);
        await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct));
        byte[] old = bench.Server.LogId, between = [.. Enumerable.Repeat((byte)1, 16)], next = [.. Enumerable.Repeat((byte)2, 16)];

        // The new log begins again: it has fewer entries than the phone has seen.
        bench.Server.LogId = next;
        bench.Server.Log.RemoveRange(2, bench.Server.Log.Count - 2);
        bench.Server.Successions.AddRange(what switch
        {
            "the root's word" => [bench.Server.Succession(old, next)],
            "two words, one after the other" => [bench.Server.Succession(between, next), bench.Server.Succession(old, between)],
            "the word about other logs" => [bench.Server.Succession(between, next)],
            "the word of another issuer" => [bench.Server.Succession(old, next, "http://other.example/")],
            _ => [],
        });

        if (explains)
        {
            Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
            Assert.Equal((2, null), (phone.Core.SeenLog.Last!.Size, phone.Core.SeenLog.Unexplained?.Size));
            bench.Server.Remove(erase: true);
            Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));
        }
        else
        {
            Assert.True((await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct))).IsForked);
        }
    }

    [Fact]
    public async Task A_word_that_the_server_signs_itself_explains_nothing()
    {
        using var phone = await bench.ActivatedAsync();
        byte[] next = [.. Enumerable.Repeat((byte)2, 16)];
        var word = bench.Server.SuccessionBy(SignerPurpose.Log, bench.Server.LogId, next);
        bench.Server.LogId = next;
        bench.Server.Successions.Add(word);

        Assert.True((await Assert.ThrowsAsync<UnprovenLogException>(() => phone.Agent.ContactAsync(Ct))).IsForked);
    }

    [Theory]
    [InlineData("issuer", ProtocolErrorCode.WrongIssuer)]
    [InlineData("signer", ProtocolErrorCode.ActionNotAllowed)]
    [InlineData("generation", ProtocolErrorCode.GenerationTooLow)]
    public async Task What_is_no_checkpoint_of_this_server_is_refused_and_not_remembered(string what, ProtocolErrorCode code)
    {
        bench.Server.AddSigner(SignerPurpose.Log, generation: 3);
        using var phone = await bench.ActivatedAsync();
        switch (what)
        {
            case "issuer":
                bench.Server.ChangeCheckpoint = checkpoint => checkpoint with { Issuer = "http://other.example/" };
                break;
            case "signer":
                bench.Server.TakeSigner(SignerPurpose.Hold, SignerPurpose.Log);
                break;
            default:
                bench.Server.AddSigner(SignerPurpose.Log, generation: 2);
                break;
        }

        Grow(1);
        Assert.Equal(code, (await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ContactAsync(Ct))).Code);
        Assert.Equal((1, null), (phone.Core.SeenLog.Last!.Size, phone.Core.SeenLog.Unexplained?.Size));
    }

    [Fact]
    public async Task On_a_network_that_asked_too_much_a_phone_shows_its_token()
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();
        bench.Server.RateLimited = true;

        await phone.ActivateAsync("anna@example.org");

        Assert.Equal(LockScreen.Running, phone.Screen);
        Assert.Contains("/api/v1/device/log/checkpoint", bench.Server.AskedWithToken);
    }

    [Fact]
    public async Task A_memory_that_was_cut_while_it_was_written_is_the_one_before_or_after()
    {
        using (var phone = await bench.ActivatedAsync())
        {
            Grow(4);
            await phone.Agent.ContactAsync(Ct);
        }

        // One of the two slots is destroyed: the other one is read.
        var keys = bench.Storage[PhoneLayout.Keys];
        keys.Write(4 * PhoneLayout.EraseUnit, new byte[100]);
        using (var next = bench.Boot())
        {
            Assert.Contains(next.Core.SeenLog.Last!.Size, new[] { 1L, 5L });
        }

        keys.Write(5 * PhoneLayout.EraseUnit, new byte[100]);
        using var blank = bench.Boot();
        Assert.Null(blank.Core.SeenLog.Last);
        Assert.Equal(LockScreen.Running, blank.Screen);
    }

    private void Grow(int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            bench.Server.Log.Add(MerkleTree.HashLeaf([(byte)bench.Server.Log.Count]));
        }
    }

    private void Fork(int at) => bench.Server.Log[at] = MerkleTree.HashLeaf("forked"u8);
}
