using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>A phone whose counters were damaged, or put back to an older state, and that its server therefore heard nothing from.</summary>
public sealed class CountersPutBackTests
{
    private const int Starts = 50;

    private readonly AgentBench bench = new();

    public CountersPutBackTests() => bench.Server.MayBeBehind = true;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private MemoryPartition Area => bench.Storage[PhoneLayout.Counters];

    [Fact]
    public async Task After_fifty_starts_between_copy_and_restore_one_contact_is_enough()
    {
        await PutBackAsync();
        using var phone = bench.Boot();
        Assert.True(phone.Core.Counters.BootCount < Starts);

        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));

        Assert.Equal((1, LockScreen.Running), (bench.Server.Recounts, phone.Screen));
        Assert.True(phone.Core.Counters.BootCount > Starts);
        phone.Dispose();
        using var next = bench.Boot();
        await next.MeetAsync();
        await next.Agent.ContactAsync(Ct);
        Assert.Equal(1, bench.Server.Recounts);
    }

    [Fact]
    public async Task Counters_that_were_destroyed_are_counted_on_and_the_block_is_told_anew()
    {
        await PutBackAsync();
        Area.Write(0, new byte[Area.Length]);
        using var phone = bench.Boot();
        Assert.Equal((LockScreen.LockedUntilSync, BlockFault.CounterUnreadable), (phone.Screen, phone.Core.Block.Fault));

        Assert.Equal(ContactResult.Synced, await phone.Agent.ContactAsync(Ct));

        Assert.Equal((1, LockScreen.Running), (bench.Server.Recounts, phone.Screen));
    }

    [Fact]
    public async Task No_ticket_takes_a_phone_far_forward_at_once()
    {
        await PutBackAsync();
        using var phone = bench.Boot();
        var before = phone.Core.Counters.BootCount;
        bench.Server.Forward = Ticket.MostBootsAtOnce;

        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ContactAsync(Ct));

        Assert.Equal(("counted_boots", before), (refused.Field, phone.Core.Counters.BootCount));
    }

    // Where the counter that says which block counts was put back, too, the block is no better for a count that is right again.
    [Fact]
    public async Task A_block_that_is_not_trusted_is_not_trusted_for_that()
    {
        await PutBackAsync(copy: b => b.Boot().Dispose());
        using (var phone = bench.Boot())
        {
            await phone.MeetAsync();
            Assert.Equal((1, LockScreen.LockedUntilSync), (bench.Server.Recounts, phone.Screen));
        }

        using var next = bench.Boot();
        Assert.Equal((LockScreen.LockedUntilSync, BlockFault.AheadOfCounter), (next.Screen, next.Core.Block.Fault));
        Assert.Equal(ContactResult.Synced, await next.Agent.ContactAsync(Ct));
        Assert.Equal(LockScreen.Running, next.Screen);
    }

    [Fact]
    public async Task A_lost_phone_counts_on_and_stays_lost()
    {
        await PutBackAsync(meanwhile: async phone =>
        {
            bench.Server.Lose("Please call me.");
            Assert.Equal(ContactResult.Lost, await phone.Agent.ContactAsync(Ct));
        }, copyAfter: true);
        using var phone = bench.Boot();

        await phone.Agent.ContactAsync(Ct);

        Assert.Equal((1, LockScreen.Lost), (bench.Server.Recounts, phone.Screen));
    }

    [Fact]
    public async Task A_receipt_that_is_still_owed_arrives()
    {
        await PutBackAsync(meanwhile: async phone =>
        {
            bench.Server.RefuseReceipts = true;
            await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, erase: true, Ct);
        }, copyAfter: true);
        bench.Server.RefuseReceipts = false;
        using var phone = bench.Boot();
        Assert.Equal((LockScreen.Wizard, true, "releasing"), (phone.Screen, phone.Agent.Lock.OwesReceipt, bench.Server.State));

        await phone.MeetAsync();
        await phone.Agent.ContactAsync(Ct);

        Assert.Equal((1, false, "free", 1u), (bench.Server.Recounts, phone.Agent.Lock.OwesReceipt, bench.Server.State, bench.Server.Epoch));
    }

    [Fact]
    public async Task An_activation_and_a_new_start_are_asked_once_more()
    {
        await PutBackAsync();
        bench.Wipe();
        using var phone = bench.Boot();

        await phone.ActivateAsync("anna@example.org");

        Assert.Equal((1, LockScreen.Running), (bench.Server.Recounts, phone.Screen));
    }

    // Each as the server never sends it: for another device, for other evidence, in another epoch, of another server, under another signer.
    [Fact]
    public async Task A_stranger_pushes_no_counter_up()
    {
        await PutBackAsync();
        foreach (var spoil in (Func<Ticket, Ticket>[])
            [
                t => t with { Subject = PublicKeyP256.From(bench.Server.Root).Thumbprint }, t => t with { EvidenceDigest = new byte[32] }, t => t with { Epoch = t.Epoch + 1 }, t => t with { Issuer = "https://elsewhere.example/" },
            ])
        {
            bench.Server.Change = spoil;
            await RefusedAsync();
        }

        bench.Server.Change = ticket => ticket;
        bench.Server.TakeSigner(SignerPurpose.Release, of: SignerPurpose.Hold);
        await RefusedAsync();
        bench.Server.AddSigner(SignerPurpose.Hold, generation: 1);
        bench.Server.Tamper = bytes =>
        {
            bytes[^1] ^= 1;
            return bytes;
        };
        await RefusedAsync();
    }

    [Fact]
    public async Task An_answer_of_before_raises_nothing()
    {
        var answers = new List<byte[]>();
        await PutBackAsync();
        bench.Server.Tamper = bytes =>
        {
            answers.Add(bytes);
            return bytes;
        };
        using (var phone = bench.Boot())
        {
            await phone.MeetAsync();
        }

        await PutBackAgainAsync();
        bench.Server.Tamper = _ => answers[0];
        await RefusedAsync();
    }

    [Fact]
    public async Task No_ticket_counts_down()
    {
        await PutBackAsync();
        using var phone = bench.Boot();
        var before = phone.Core.Counters.BootCount;
        bench.Server.Change = ticket => ticket.Action == TicketAction.Recount ? ticket with { CountedBoots = 0 } : ticket;

        await Assert.ThrowsAsync<TenureProblemException>(phone.MeetAsync);

        Assert.Equal(before, phone.Core.Counters.BootCount);
    }

    [Theory]
    [InlineData(CutDamage.Prefix)]
    [InlineData(CutDamage.Nothing)]
    [InlineData(CutDamage.EraseUnit)]
    public async Task Cut_at_any_step_the_next_contact_is_enough(CutDamage damage)
    {
        await PutBackAsync();
        var (counters, cuts) = (Area.Snapshot(), 0);
        for (var steps = 0; ; steps++)
        {
            Area.Restore(counters);
            var power = new PowerSupply();
            var phone = bench.Boot(power, damage);
            power.CutAfterOperations(steps);
            try
            {
                await phone.MeetAsync();
                phone.Dispose();
                break;
            }
            catch (PowerCutException)
            {
                cuts++;
            }

            phone.Dispose();
            using var next = bench.Boot();
            await next.MeetAsync();
            Assert.Equal((ContactResult.Nothing, LockScreen.Running), (await next.Agent.ContactAsync(Ct), next.Screen));
        }

        Assert.True(cuts >= 2, $"Only {cuts} cuts.");
    }

    // A phone that its holder uses, that started many times more after its counters were copied, and has them put back.
    private async Task PutBackAsync(Action<AgentBench>? copy = null, Func<AgentBench.BootedPhone, Task>? meanwhile = null, bool copyAfter = false)
    {
        if (copy is not null)
        {
            copy(bench);
            copied = Area.Snapshot();
        }

        using (var phone = await bench.ActivatedAsync())
        {
            await (meanwhile?.Invoke(phone) ?? Task.CompletedTask);
        }

        if (copy is null || copyAfter)
        {
            copied = Area.Snapshot();
        }

        await PutBackAgainAsync();
    }

    private byte[] copied = [];

    private async Task PutBackAgainAsync()
    {
        for (var start = 0; start < Starts; start++)
        {
            bench.Boot().Dispose();
        }

        using (var phone = bench.Boot())
        {
            await phone.MeetAsync();
        }

        Area.Restore(copied);
    }

    private async Task RefusedAsync()
    {
        using var phone = bench.Boot();
        var before = phone.Core.Counters.BootCount;
        await Assert.ThrowsAsync<ProtocolException>(phone.MeetAsync);
        Assert.Equal(before, phone.Core.Counters.BootCount);
    }
}
