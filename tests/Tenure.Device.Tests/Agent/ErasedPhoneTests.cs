using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>Resets in the settings, and orders from afar to erase: the data goes, the holder stays.</summary>
public sealed class ErasedPhoneTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reset_erases_the_data_and_the_phone_waits_for_its_holder()
    {
        using var phone = await bench.ActivatedAsync();

        await phone.Agent.ResetAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, Ct);

        Assert.Equal(LockScreen.Locked, phone.Screen);
        Assert.Equal("a•••@example.org", phone.Agent.Lock.MaskedHolder);
        Assert.Equal(new UserRecord().Language, phone.Core.UserData.Record.Language);
        Assert.True(bench.Storage[PhoneLayout.UserData].Snapshot().All(b => b == 0));
        Assert.True(phone.Agent.Lock.OwesReceipt);
        Assert.Equal("held", bench.Server.State);
        await phone.ActivateAsync("anna@example.org");
        Assert.Equal((LockScreen.Running, 0u), (phone.Screen, phone.Core.Block.Content!.Epoch));
    }

    [Fact]
    public async Task Without_the_password_nothing_is_reset()
    {
        using var phone = await bench.ActivatedAsync();

        var refused = await Assert.ThrowsAsync<TenureProblemException>(async () => await phone.Agent.ResetAsync((await phone.Session.TokenAsync(Ct))!, "wrong", Ct));

        Assert.Equal("step_up_failed", refused.Code);
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Theory]
    [InlineData(false, LockScreen.Locked)]
    [InlineData(true, LockScreen.Lost)]
    public async Task An_order_from_afar_erases_the_data_and_the_phone_stays_as_locked_as_it_was(bool lost, LockScreen after)
    {
        using var phone = await bench.ActivatedAsync();
        if (lost)
        {
            bench.Server.Lose("Please call me.");
            await phone.Agent.ContactAsync(Ct);
        }

        bench.Server.EraseOrdered = true;

        Assert.Equal(ContactResult.Erased, await phone.Agent.ContactAsync(Ct));

        Assert.Equal(after, phone.Screen);
        Assert.True(bench.Storage[PhoneLayout.UserData].Snapshot().All(b => b == 0));
        Assert.False(bench.Server.EraseOrdered);
        Assert.Equal(lost ? new LostScreenText("Please call me.", null) : null, phone.Agent.Lock.LostText);
        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
    }

    [Fact]
    public async Task A_phone_that_is_marked_lost_and_ordered_to_erase_itself_does_both_in_one_contact()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.Lose();
        bench.Server.EraseOrdered = true;

        Assert.Equal(ContactResult.Erased, await phone.Agent.ContactAsync(Ct));

        Assert.Equal([EvidencePurpose.Lost, EvidencePurpose.Receipt, EvidencePurpose.Erase, EvidencePurpose.Receipt], bench.Server.Seen.TakeLast(4));
        Assert.Equal((LockScreen.Lost, false), (phone.Screen, bench.Server.EraseOrdered));
    }

    [Fact]
    public async Task With_an_erase_code_only_an_order_that_carries_it_erases()
    {
        using var phone = await bench.ActivatedAsync();
        await SetCodeAsync(phone, "blue harbour");
        Assert.True(bench.Server.HasEraseCode);
        foreach (var wrong in new[] { null, "red harbour", "" })
        {
            (bench.Server.EraseOrdered, bench.Server.EraseCode) = (true, wrong is "" ? null : wrong);
            Assert.Equal(ContactResult.EraseRefused, await phone.Agent.ContactAsync(Ct));
            Assert.Equal((LockScreen.Running, false), (phone.Screen, bench.Server.EraseOrdered));
            Assert.Equal(EvidencePurpose.Decline, bench.Server.Seen[^1]);
        }

        (bench.Server.EraseOrdered, bench.Server.EraseCode) = (true, "blue harbour");
        Assert.Equal(ContactResult.Erased, await phone.Agent.ContactAsync(Ct));

        Assert.Equal(LockScreen.Locked, phone.Screen);
        Assert.True(phone.Agent.Lock.HasEraseCode);
    }

    [Fact]
    public async Task The_code_outlives_power_off_wipe_and_a_new_hold_and_goes_with_the_holding()
    {
        var phone = await bench.ActivatedAsync();
        await SetCodeAsync(phone, "blue harbour");
        phone.Dispose();
        bench.Wipe();
        using var next = bench.Boot();
        Assert.True(next.Agent.Lock.HasEraseCode);
        await next.ActivateAsync("anna@example.org");
        Assert.True(next.Agent.Lock.HasEraseCode);

        await next.Agent.SignOutAsync((await next.Session.TokenAsync(Ct))!, AgentBench.Password, erase: false, Ct);

        Assert.False(next.Agent.Lock.HasEraseCode);
    }

    [Fact]
    public async Task A_code_is_taken_away_with_the_password()
    {
        using var phone = await bench.ActivatedAsync();
        await SetCodeAsync(phone, "blue harbour");

        var refused = await Assert.ThrowsAsync<TenureProblemException>(async () => await phone.Agent.SetEraseCodeAsync((await phone.Session.TokenAsync(Ct))!, "wrong", null, Ct));
        Assert.Equal("step_up_failed", refused.Code);
        Assert.True(phone.Agent.Lock.HasEraseCode);
        await SetCodeAsync(phone, null);

        Assert.False(phone.Agent.Lock.HasEraseCode);
        Assert.False(bench.Server.HasEraseCode);
    }

    [Fact]
    public async Task The_block_holds_no_code_that_could_be_read_or_tried_elsewhere()
    {
        using var phone = await bench.ActivatedAsync();
        await SetCodeAsync(phone, "blue harbour");
        var kept = phone.Core.Block.Content!.EraseCode!;

        Assert.Equal(-1, bench.Storage[PhoneLayout.Block].Snapshot().AsSpan().IndexOf("blue harbour"u8));
        Assert.True(kept.Fits("blue harbour", phone.Core.Identity.Secret));
        Assert.True(kept.Fits(" blue harbour ", phone.Core.Identity.Secret));
        Assert.False(kept.Fits("blue harbour", new byte[32]));
        Assert.False(kept.Fits(null, phone.Core.Identity.Secret));
        Assert.NotEqual(EraseCodeHash.Of("blue harbour", phone.Core.Identity.Secret).Hash, kept.Hash);
    }

    [Fact]
    public async Task The_holder_takes_an_order_back_on_the_phone()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.EraseDueAt = DateTimeOffset.UnixEpoch;
        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
        Assert.Equal(DateTimeOffset.UnixEpoch, phone.Agent.EraseDueAt);

        await phone.Agent.CancelEraseAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, Ct);

        Assert.Null(phone.Agent.EraseDueAt);
        Assert.Null(bench.Server.EraseDueAt);
    }

    [Fact]
    public async Task Killed_at_each_operation_of_a_reset_the_phone_runs_or_is_erased_and_held() => Assert.Equal(
        [LockScreen.Running, LockScreen.Locked, LockScreen.ErasePending],
        await KilledAsync(_ => { }, async phone => await phone.Agent.ResetAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, Ct), orderEnds: false));

    [Fact]
    public async Task Killed_at_each_operation_of_an_order_to_erase_the_phone_runs_or_is_erased_and_held() => Assert.Equal(
        [LockScreen.Running, LockScreen.Locked, LockScreen.ErasePending],
        await KilledAsync(server => server.EraseOrdered = true, async phone => await phone.Agent.ContactAsync(Ct), orderEnds: true));

    private static async Task<IReadOnlyList<LockScreen>> KilledAsync(Action<ScriptedServer> order, Func<AgentBench.BootedPhone, Task> act, bool orderEnds)
    {
        var found = new HashSet<LockScreen>();
        var cut = true;
        for (var operations = 0; cut; operations++)
        {
            var bench = new AgentBench();
            (await bench.ActivatedAsync()).Dispose();
            order(bench.Server);
            var power = new PowerSupply();
            using (var phone = bench.Boot(power, CutDamage.EraseUnit))
            {
                power.CutAfterOperations(operations);
                try
                {
                    await act(phone);
                    cut = false;
                }
                catch (PowerCutException)
                {
                    // What the next boot finds is the question.
                }
            }

            using var next = bench.Boot();
            found.Add(next.Screen);
            if (next.Screen == LockScreen.ErasePending)
            {
                next.Agent.Lock.CompleteErase();
            }

            if (orderEnds)
            {
                await next.Agent.ContactAsync(Ct);
                Assert.False(bench.Server.EraseOrdered);
            }

            Assert.True(next.Screen == LockScreen.Locked || (!orderEnds && next.Screen == LockScreen.Running), $"{operations}: {next.Screen}");
            Assert.True(next.Screen == LockScreen.Running || bench.Storage[PhoneLayout.UserData].Snapshot().All(b => b == 0));
            Assert.Equal("held", bench.Server.State);
        }

        return [.. found.Order()];
    }

    private static async Task SetCodeAsync(AgentBench.BootedPhone phone, string? code) =>
        await phone.Agent.SetEraseCodeAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, code, Ct);
}
