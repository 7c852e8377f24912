using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>The phone's side of a server that was restored from a backup.</summary>
public sealed class RestoredServerTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_held_phone_shows_its_hold_ticket_at_its_next_contact_and_runs_on()
    {
        using var phone = await bench.ActivatedAsync();
        Evidence? said = null;
        (bench.Server.Unreported, bench.Server.OnReport) = (true, evidence => said = evidence);

        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));

        Assert.Equal((EvidencePurpose.Sync, 0u), (said!.Purpose, said.Epoch));
        Assert.Equal(bench.Server.HoldingId, said.HoldingId);
        Assert.Equal(phone.Core.Block.Content!.SignedTicket, bench.Server.Shown.Ticket);
        Assert.NotNull(bench.Server.Shown.Ticket);
        Assert.Null(bench.Server.Shown.LostTicket);
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Fact]
    public async Task A_phone_is_not_changed_by_what_the_server_remembers_wrongly()
    {
        using var phone = await bench.ActivatedAsync();
        var holding = bench.Server.HoldingId;
        (bench.Server.Unreported, bench.Server.Holder, bench.Server.HoldingId) = (true, "boris@example.org", new byte[16]);

        await phone.Agent.ContactAsync(Ct);

        Assert.Equal((LockScreen.Running, "a•••@example.org"), (phone.Screen, phone.Agent.Lock.MaskedHolder));
        Assert.Equal(holding, phone.Core.Block.Content!.HoldingId);
    }

    [Fact]
    public async Task A_lost_phone_shows_both_its_tickets_and_stays_lost()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.Lose("Please call me.");
        await phone.Agent.ContactAsync(Ct);
        (bench.Server.Unreported, bench.Server.State, bench.Server.OnReport) = (true, "held", _ => bench.Server.Lose("Please call me."));

        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));

        Assert.NotNull(bench.Server.Shown.Ticket);
        Assert.Equal(phone.Core.Block.Content!.LostTicket, bench.Server.Shown.LostTicket);
        Assert.Equal(LockScreen.Lost, phone.Screen);
    }

    [Fact]
    public async Task A_phone_that_was_released_shows_its_release_ticket_and_is_activated_by_the_next_person()
    {
        using var phone = await bench.ActivatedAsync();
        await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, erase: true, Ct);
        // Restored from a backup of before the release.
        bench.Server.Unreported = true;
        bench.Server.State = "held";
        bench.Server.OnReport = evidence => (bench.Server.State, bench.Server.Epoch, bench.Server.Holder, bench.Server.HoldingId) = ("free", evidence.Epoch, null, null);

        await phone.ActivateAsync("boris@example.org");

        Assert.Equal(("b•••@example.org", 1u), (phone.Agent.Lock.MaskedHolder, phone.Core.Block.Content!.Epoch));
        Assert.NotNull(bench.Server.Shown.Ticket);
        Assert.False(phone.Agent.Lock.OwesReceipt && bench.Server.Unreported);
    }

    // The ticket to be used without an account says nothing about how it became free.
    [Fact]
    public async Task A_phone_that_was_released_and_is_used_without_an_account_still_shows_its_release_ticket()
    {
        using var phone = await bench.ActivatedAsync();
        await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, erase: true, Ct);
        await phone.Agent.SendOwedReceiptAsync(Ct);
        bench.Server.AllowsOpen = true;
        await phone.Agent.OpenAsync(Ct);
        bench.Server.Unreported = true;

        await phone.ActivateAsync("boris@example.org");

        Assert.Equal(TicketAction.Release, KeptTicket.Verify(bench.Server.Shown.Ticket, [PublicKeyP256.From(bench.Server.Root)], ScriptedServer.Issuer, phone.Core.Identity.Id).Action);
    }

    [Fact]
    public async Task A_phone_that_the_server_does_not_know_any_more_enrols_and_reports()
    {
        using var phone = await bench.ActivatedAsync();
        (bench.Server.Forgot, bench.Server.Unreported) = (true, true);

        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));

        Assert.False(bench.Server.Forgot);
        Assert.NotNull(bench.Server.Shown.Ticket);
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Fact]
    public async Task A_phone_whose_block_is_destroyed_has_nothing_to_show_and_is_told()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Storage[Device.Phone.PhoneLayout.Block].Write(0, new byte[2 * Device.Phone.PhoneLayout.EraseUnit]);
        bench.Server.Unreported = true;
        using var phone = bench.Boot();

        Assert.Equal(ContactResult.Synced, await phone.Agent.ContactAsync(Ct));

        Assert.Null(bench.Server.Shown.Ticket);
        Assert.Equal(BlockState.Held, phone.Core.Block.State);
    }

    [Fact]
    public async Task An_offer_that_the_server_forgot_is_declined_to_nobody()
    {
        var phone = bench.Boot();
        await phone.MeetAsync();
        var token = await phone.SignInAsync("anna@example.org");
        await Assert.ThrowsAsync<PowerCutException>(() => phone.Agent.ActivateAsync(token, _ => throw new PowerCutException(), Ct));
        phone.Dispose();
        (bench.Server.State, bench.Server.Holder, bench.Server.HoldingId, bench.Server.Unreported) = ("free", null, null, true);
        bench.Server.ForgetOffers();

        using var next = bench.Boot();
        Assert.True(next.Agent.Lock.OwesDecline);
        await next.ActivateAsync("boris@example.org");

        Assert.False(next.Agent.Lock.OwesDecline);
        Assert.Equal("b•••@example.org", next.Agent.Lock.MaskedHolder);
    }

    [Fact]
    public async Task What_an_ended_report_leaves_undone_is_done_at_the_next_contact()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.Unreported = true;
        bench.Server.OnReport = _ => bench.Server.Unreported = true;

        // The server is not content with the report, and the phone does not ask for ever.
        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
        Assert.Equal(LockScreen.Running, phone.Screen);

        bench.Server.OnReport = _ => { };
        await phone.Agent.ContactAsync(Ct);
        Assert.False(bench.Server.Unreported);
    }
}
