using System.Security.Cryptography;
using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

public sealed class DeviceAgentTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_free_phone_is_activated_and_runs()
    {
        using var phone = await bench.ActivatedAsync();

        Assert.Equal(LockScreen.Running, phone.Screen);
        Assert.Equal("a•••@example.org", phone.Agent.Lock.MaskedHolder);
        Assert.False(phone.Agent.Lock.OwesReceipt);
        Assert.Equal(EvidencePurpose.Receipt, bench.Server.Seen[^1]);
    }

    [Fact]
    public async Task The_holder_shown_for_confirmation_is_the_one_under_the_signature()
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();
        string? shown = null;

        await phone.Agent.ActivateAsync(await phone.SignInAsync("anna@example.org"), name => (shown = name) is null, Ct);

        Assert.Equal("a•••@example.org", shown);
        Assert.Equal(LockScreen.Wizard, phone.Screen);
    }

    [Fact]
    public async Task A_hold_that_a_person_declines_is_given_back_and_the_next_person_activates()
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();

        Assert.False(await phone.Agent.ActivateAsync(await phone.SignInAsync("anna@example.org"), _ => false, Ct));

        Assert.Equal(("free", 1u), (bench.Server.State, bench.Server.Epoch));
        Assert.Equal((BlockState.Free, 1u), (phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
        Assert.False(phone.Agent.Lock.OwesDecline);
        await phone.ActivateAsync("boris@example.org");
        Assert.Equal("b•••@example.org", phone.Agent.Lock.MaskedHolder);
    }

    [Fact]
    public async Task A_phone_switched_off_while_it_shows_the_name_has_declined()
    {
        var phone = bench.Boot();
        await phone.MeetAsync();
        var token = await phone.SignInAsync("anna@example.org");
        await Assert.ThrowsAsync<PowerCutException>(() => phone.Agent.ActivateAsync(token, _ => throw new PowerCutException(), Ct));
        phone.Dispose();
        Assert.Equal("held", bench.Server.State);

        using var next = bench.Boot();
        Assert.True(next.Agent.Lock.OwesDecline);
        await next.ActivateAsync("boris@example.org");

        Assert.Equal(1u, bench.Server.Epoch);
        Assert.Equal("b•••@example.org", next.Agent.Lock.MaskedHolder);
    }

    [Fact]
    public async Task A_decline_whose_answer_is_lost_is_said_again()
    {
        var phone = bench.Boot();
        await phone.MeetAsync();
        bench.Server.LoseDeclineAnswers = true;
        var token = await phone.SignInAsync("anna@example.org");
        await Assert.ThrowsAsync<HttpRequestException>(() => phone.Agent.ActivateAsync(token, _ => false, Ct));
        phone.Dispose();
        bench.Server.LoseDeclineAnswers = false;

        using var next = bench.Boot();
        Assert.True(next.Agent.Lock.OwesDecline);
        await next.ActivateAsync("boris@example.org");

        Assert.Equal(1u, bench.Server.Epoch);
        Assert.Equal(LockScreen.Running, next.Screen);
    }

    [Fact]
    public async Task A_phone_that_is_held_declines_nothing()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Wipe();
        using var phone = bench.Boot();

        Assert.False(await phone.Agent.ActivateAsync(await phone.SignInAsync("anna@example.org"), _ => false, Ct));
        await phone.Agent.ContactAsync(Ct);

        Assert.Equal(("held", 0u), (bench.Server.State, bench.Server.Epoch));
        Assert.DoesNotContain(EvidencePurpose.Decline, bench.Server.Seen);
        Assert.Equal(LockScreen.Locked, phone.Screen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phone_whose_block_is_damaged_or_copied_back_declines_nothing(bool copiedBack)
    {
        var phone = bench.Boot();
        await phone.MeetAsync();
        var free = bench.Storage[PhoneLayout.Block].Snapshot();
        byte[] offered = [];
        await phone.Agent.ActivateAsync(
            await phone.SignInAsync("anna@example.org"),
            _ =>
            {
                offered = bench.Storage[PhoneLayout.UserData].Snapshot();
                return true;
            },
            Ct);
        phone.Dispose();

        // As it was while the name was shown, with the hold that was stored since then taken away.
        bench.Storage[PhoneLayout.Block].Restore(copiedBack ? free : new byte[free.Length]);
        bench.Storage[PhoneLayout.UserData].Restore(offered);
        using var next = bench.Boot();
        Assert.Equal(LockScreen.LockedUntilSync, next.Screen);
        await next.Agent.DeclineOfferAsync(Ct);
        await next.Agent.ContactAsync(Ct);
        await next.Agent.ContactAsync(Ct);

        Assert.DoesNotContain(EvidencePurpose.Decline, bench.Server.Seen);
        Assert.Equal(("held", LockScreen.Locked), (bench.Server.State, next.Screen));
    }

    [Fact]
    public async Task Killed_at_each_operation_of_a_declined_activation_the_phone_is_free_for_the_next_person()
    {
        var cut = true;
        for (var operations = 0; cut; operations++)
        {
            var fresh = new AgentBench();
            var setUp = fresh.Boot();
            await setUp.MeetAsync();
            // Its first look at the log is written before anything is asked for.
            await setUp.Agent.ContactAsync(Ct);
            setUp.Dispose();
            var power = new PowerSupply();
            var phone = fresh.Boot(power, CutDamage.EraseUnit);
            var token = await phone.SignInAsync("anna@example.org");
            power.CutAfterOperations(operations);
            try
            {
                await phone.Agent.ActivateAsync(token, _ => false, Ct);
                cut = false;
            }
            catch (PowerCutException)
            {
                // What the next boot finds is the question.
            }

            using var next = fresh.Boot();
            Assert.Equal(LockScreen.Wizard, next.Screen);
            if (operations == 0)
            {
                // Nothing was stored of the offer: only its holder can go on, here or on the page.
                await next.ActivateAsync("anna@example.org");
            }
            else
            {
                await next.ActivateAsync("boris@example.org");
                Assert.Equal(1u, fresh.Server.Epoch);
            }

            Assert.Equal(LockScreen.Running, next.Screen);
        }
    }

    [Fact]
    public async Task The_fingerprint_is_computed_and_not_taken_from_the_servers_word()
    {
        using var phone = bench.Boot();

        var met = await phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct);

        Assert.Equal(bench.Server.Fingerprint, met.Candidate.Fingerprint);
        Assert.False(met.IsPinned);
    }

    // Issuer and roots are public: a relay shows the right fingerprint and would see the password that is typed next.
    [Theory]
    [InlineData("https://relay.example", false)]
    [InlineData("http://tenure.example", false)]
    [InlineData("https://tenure.example:8443", false)]
    [InlineData("https://tenure.example.", false)]
    [InlineData("https://tenure.example@relay.example", false)]
    [InlineData("https://tenure.example", true)]
    [InlineData("https://TENURE.example:443/anything", true)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    public async Task A_server_is_met_for_the_first_time_at_its_own_address_or_on_the_device_itself(string address, bool isMet)
    {
        bench.Server.TakeRoots(bench.Server.Root, bench.Server.Standby, "https://tenure.example/");
        using var phone = bench.Boot();
        if (isMet)
        {
            Assert.Equal(new Uri(address), (await phone.Agent.MeetServerAsync(new Uri(address), Ct)).Candidate.Address);
            return;
        }

        var refused = await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri(address), Ct));
        Assert.Contains("https://tenure.example/", refused.Message, StringComparison.Ordinal);
        Assert.Contains(new Uri(address).GetLeftPart(UriPartial.Authority), refused.Message, StringComparison.Ordinal);
        Assert.Null(phone.Core.Server);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_phone_that_knows_its_server_meets_it_at_no_other_address(bool lostItsPin)
    {
        bench.Server.TakeRoots(bench.Server.Root, bench.Server.Standby, "https://tenure.example/");
        using (var first = bench.Boot())
        {
            first.Agent.Confirm(await first.Agent.MeetServerAsync(new Uri("https://tenure.example"), Ct));
            await first.Agent.EnrolAsync(Ct);
            await first.ActivateAsync("anna@example.org");
        }

        if (lostItsPin)
        {
            bench.LosePin();
        }

        using var phone = bench.Boot();
        await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri("https://relay.example"), Ct));
        Assert.Equal(lostItsPin ? LockScreen.ServerLost : LockScreen.Running, phone.Screen);
        Assert.True((await phone.Agent.MeetServerAsync(new Uri("https://tenure.example"), Ct)).IsPinned);
    }

    [Fact]
    public async Task A_server_that_moved_is_heard_once_more_where_it_was_pinned()
    {
        bench.Server.TakeRoots(bench.Server.Root, bench.Server.Standby, "https://old.example/");
        using (var first = bench.Boot())
        {
            first.Agent.Confirm(await first.Agent.MeetServerAsync(new Uri("https://old.example"), Ct));
        }

        bench.Server.Statements.Add(bench.Server.Say(new()
        {
            Issuer = "https://old.example/",
            Serial = 1,
            Kind = RootStatementKind.Rekey,
            NewRoots = [PublicKeyP256.From(bench.Server.Root), PublicKeyP256.From(bench.Server.Standby)],
            NewIssuer = "https://new.example/",
        }));
        bench.Server.TakeRoots(bench.Server.Root, bench.Server.Standby, "https://new.example/");
        using var phone = bench.Boot();
        Assert.Equal([RootStatementKind.Rekey], (await phone.Agent.MeetServerAsync(new Uri("https://old.example"), Ct)).Heard);
        Assert.Equal(new Uri("https://new.example/"), phone.Core.Server!.Address);

        await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri("https://old.example"), Ct));
        Assert.True((await phone.Agent.MeetServerAsync(new Uri("https://new.example"), Ct)).IsPinned);
    }

    [Theory]
    [InlineData(true, DebugState.DisabledSinceBoot, BootloaderState.Locked)]
    [InlineData(false, DebugState.Enabled, null)]
    public async Task Nothing_is_said_of_the_boot_chain_that_the_device_cannot_know(bool isVerified, DebugState debug, BootloaderState? bootloader)
    {
        bench.Facts = bench.Facts with { IsBootVerified = isVerified };
        using var phone = bench.Boot();
        await phone.MeetAsync();

        var said = bench.Server.Evidence[^1];

        Assert.Equal((isVerified, debug, bootloader), (said.OemBoot, said.DebugState, said.Facts.Bootloader));
    }

    // Who carries a first meeting shows the real active root beside one of their own: it would sign for this phone one day.
    [Fact]
    public async Task A_root_that_was_added_or_replaced_on_the_way_shows_at_the_first_meeting()
    {
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var real = bench.Server.Fingerprint;
        bench.Server.RootsBeside.Add(PublicKeyP256.From(thief));
        using (var phone = bench.Boot())
        {
            await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct));
        }

        bench.Server.RootsBeside.Clear();
        bench.Server.TakeRoots(bench.Server.Root, thief, bench.Server.OwnIssuer);
        using (var phone = bench.Boot())
        {
            var met = await phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct);
            Assert.NotEqual(real, met.Candidate.Fingerprint);
        }

        bench.Server.TakeRoots(bench.Server.Root, bench.Server.Root, bench.Server.OwnIssuer);
        using (var phone = bench.Boot())
        {
            await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct));
        }
    }

    [Fact]
    public async Task A_pinned_phone_does_not_take_another_standby_root()
    {
        (await bench.ActivatedAsync()).Dispose();
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        bench.Server.TakeRoots(bench.Server.Root, thief, bench.Server.OwnIssuer);
        using var phone = bench.Boot();

        await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct));
    }

    [Fact]
    public async Task Another_server_is_refused_once_one_is_pinned_even_after_a_wipe()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Wipe();
        using var phone = bench.Boot();
        using var thief = new ScriptedServer();
        using var agent = new DeviceAgent(phone.Core, bench.Clock);
        agent.Connect(new TenureClient(new HttpClient(thief) { BaseAddress = new Uri("http://localhost:5080") }));

        await Assert.ThrowsAsync<UntrustedServerException>(() => agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct));
    }

    [Theory]
    [InlineData(LockScreen.Wizard)]
    [InlineData(LockScreen.Running)]
    [InlineData(LockScreen.Locked)]
    public async Task A_phone_whose_pin_is_lost_is_locked_until_it_meets_its_own_server(LockScreen before)
    {
        using (var first = bench.Boot())
        {
            await first.MeetAsync();
            if (before != LockScreen.Wizard)
            {
                await first.ActivateAsync("anna@example.org");
            }
        }

        if (before == LockScreen.Locked)
        {
            bench.Wipe();
        }

        bench.LosePin();
        using var phone = bench.Boot();
        Assert.Equal(LockScreen.ServerLost, phone.Screen);
        using var thief = new ScriptedServer();
        using var agent = new DeviceAgent(phone.Core, bench.Clock);
        agent.Connect(new TenureClient(new HttpClient(thief) { BaseAddress = new Uri("http://localhost:5080") }));
        await Assert.ThrowsAsync<UntrustedServerException>(() => agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct));
        Assert.Equal(LockScreen.ServerLost, phone.Screen);

        var met = await phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct);

        Assert.True(met.IsPinned);
        Assert.Equal(before, phone.Screen);
        Assert.NotEqual(ContactResult.Synced, await phone.Agent.ContactAsync(Ct));
    }

    [Fact]
    public async Task A_server_that_shows_our_root_beside_its_own_is_not_ours()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.LosePin();
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        bench.Server.RootsBeside.Add(PublicKeyP256.From(thief));
        using var phone = bench.Boot();

        await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct));

        Assert.Equal(LockScreen.ServerLost, phone.Screen);
    }

    [Fact]
    public async Task With_pin_and_block_destroyed_a_phone_believes_nobody()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.LosePin();
        bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using var phone = bench.Boot();
        Assert.Equal(LockScreen.ServerLost, phone.Screen);

        await Assert.ThrowsAsync<UntrustedServerException>(() => phone.Agent.MeetServerAsync(new Uri("http://localhost:5080"), Ct));

        Assert.Equal(LockScreen.ServerLost, phone.Screen);
    }

    [Fact]
    public async Task What_the_block_remembers_of_the_server_outlives_activation_release_and_sync()
    {
        using var phone = await bench.ActivatedAsync();
        var server = phone.Core.Block.Content!.ServerDigest;
        Assert.NotNull(server);

        await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, true, Ct);
        Assert.Equal(server, phone.Core.Block.Content!.ServerDigest);
        await phone.Agent.SendOwedReceiptAsync(Ct);
        await phone.Agent.SyncAsync(Ct);
        Assert.Equal(server, phone.Core.Block.Content!.ServerDigest);
        phone.Dispose();

        bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using var next = bench.Boot();
        await next.Agent.ContactAsync(Ct);
        Assert.Equal(server, next.Core.Block.Content!.ServerDigest);
    }

    [Fact]
    public async Task A_release_that_was_accepted_is_completed_even_where_the_pin_is_lost()
    {
        using var phone = await bench.ActivatedAsync();
        phone.Core.Block.Move(BlockStep.Release, phone.Core.Block.Content! with { State = BlockState.ReleaseAccepted, ErasePending = true });
        phone.Dispose();
        bench.LosePin();
        using var next = bench.Boot();
        Assert.Equal(LockScreen.ReleasePending, next.Screen);

        next.Agent.Lock.CompleteRelease();

        Assert.Equal(LockScreen.ServerLost, next.Screen);
    }

    [Fact]
    public async Task A_wiped_phone_is_locked_to_its_holder_and_only_the_holder_opens_it()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Wipe();
        using var phone = bench.Boot();
        Assert.Equal(LockScreen.Locked, phone.Screen);
        Assert.Equal("a•••@example.org", phone.Agent.Lock.MaskedHolder);

        var thief = await phone.SignInAsync("boris@example.org");
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => phone.Agent.ActivateAsync(thief, _ => true, Ct));
        Assert.Equal("device_held", refused.Code);
        Assert.Equal(LockScreen.Locked, phone.Screen);

        await phone.ActivateAsync("anna@example.org");
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signing_out_frees_the_phone_for_the_next_holder(bool erase)
    {
        using var phone = await bench.ActivatedAsync();

        await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, erase, Ct);

        Assert.Equal(LockScreen.Wizard, phone.Screen);
        Assert.Equal(1u, phone.Core.Block.Content!.Epoch);
        Assert.Null(phone.Core.Block.Content.MaskedHolder);
        Assert.Null(phone.Core.UserData.Record.RefreshToken);
        Assert.True(phone.Agent.Lock.OwesReceipt);

        // The owed receipt goes first, so that the server knows that the phone is free.
        await phone.ActivateAsync("boris@example.org");
        Assert.Equal("b•••@example.org", phone.Agent.Lock.MaskedHolder);
        Assert.Equal(1u, bench.Server.Epoch);
    }

    [Fact]
    public async Task Signing_out_needs_the_password()
    {
        using var phone = await bench.ActivatedAsync();
        var token = (await phone.Session.TokenAsync(Ct))!;

        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => phone.Agent.SignOutAsync(token, "wrong", true, Ct));

        Assert.Equal("step_up_failed", refused.Code);
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_removal_elsewhere_is_carried_out_at_the_next_contact(bool wiped)
    {
        (await bench.ActivatedAsync()).Dispose();
        if (wiped)
        {
            bench.Wipe();
        }

        bench.Server.Remove(erase: true);
        using var phone = bench.Boot();

        Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));
        Assert.Equal(LockScreen.Wizard, phone.Screen);
        Assert.Equal("free", bench.Server.State);
        Assert.DoesNotContain(bench.Storage[PhoneLayout.UserData].Snapshot(), b => b != 0);
    }

    [Fact]
    public async Task A_receipt_is_owed_until_it_is_acknowledged()
    {
        bench.Server.RefuseReceipts = true;
        var phone = bench.Boot();
        await phone.MeetAsync();
        await phone.ActivateAsync("anna@example.org");
        await Assert.ThrowsAsync<TenureProblemException>(() => phone.Agent.SendOwedReceiptAsync(Ct));
        phone.Dispose();

        bench.Server.RefuseReceipts = false;
        using var next = bench.Boot();
        Assert.True(next.Agent.Lock.OwesReceipt);
        await next.Agent.ContactAsync(Ct);

        Assert.False(next.Agent.Lock.OwesReceipt);
        Assert.Equal(LockScreen.Running, next.Screen);
    }

    [Fact]
    public async Task A_receipt_that_the_server_does_not_want_does_not_stand_in_the_way_of_a_removal()
    {
        using var phone = await bench.ActivatedAsync();
        phone.Dispose();
        bench.Server.RefuseReceipts = true;
        bench.Server.Remove(erase: false);
        using var next = bench.Boot();

        Assert.Equal(ContactResult.Removed, await next.Agent.ContactAsync(Ct));
        Assert.True(next.Agent.Lock.OwesReceipt);
    }

    [Fact]
    public async Task The_end_of_a_holding_that_never_arrived_leaves_the_next_holder_signed_in()
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();
        (bench.Server.Holder, bench.Server.HoldingId) = ("anna@example.org", new byte[16]);
        bench.Server.Remove(erase: true);

        await phone.ActivateAsync("boris@example.org");

        Assert.Equal(LockScreen.Running, phone.Screen);
        Assert.Equal("b•••@example.org", phone.Agent.Lock.MaskedHolder);
        Assert.Equal("boris@example.org", phone.Core.UserData.Record.Identifier);
        Assert.NotNull(phone.Core.UserData.Record.RefreshToken);
    }

    [Fact]
    public async Task A_destroyed_block_is_locked_and_mended_by_sync()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using var phone = bench.Boot();
        Assert.Equal(LockScreen.LockedUntilSync, phone.Screen);

        Assert.Equal(ContactResult.Synced, await phone.Agent.ContactAsync(Ct));

        // The user data was never touched, so it is the holder's phone again.
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Fact]
    public async Task A_destroyed_block_on_a_wiped_phone_is_locked_after_sync()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Wipe();
        bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using var phone = bench.Boot();

        await phone.Agent.ContactAsync(Ct);

        Assert.Equal(LockScreen.Locked, phone.Screen);
    }

    [Fact]
    public async Task An_old_free_block_copied_back_opens_nothing()
    {
        bench.Boot().Dispose();
        var free = bench.Storage[PhoneLayout.Block].Snapshot();
        (await bench.ActivatedAsync()).Dispose();

        bench.Storage[PhoneLayout.Block].Restore(free);
        using var phone = bench.Boot();

        Assert.Equal(LockScreen.LockedUntilSync, phone.Screen);
        await phone.Agent.ContactAsync(Ct);
        Assert.Equal("a•••@example.org", phone.Agent.Lock.MaskedHolder);
    }

    [Fact]
    public async Task An_old_held_block_copied_back_does_not_open_a_phone_of_the_next_holder()
    {
        var first = await bench.ActivatedAsync();
        var held = bench.Storage[PhoneLayout.Block].Snapshot();
        var userData = bench.Storage[PhoneLayout.UserData].Snapshot();
        await first.Agent.SignOutAsync((await first.Session.TokenAsync(Ct))!, AgentBench.Password, true, Ct);
        await first.ActivateAsync("boris@example.org");
        first.Dispose();

        bench.Storage[PhoneLayout.Block].Restore(held);
        bench.Storage[PhoneLayout.UserData].Restore(userData);
        using var phone = bench.Boot();

        Assert.Equal(LockScreen.LockedUntilSync, phone.Screen);
    }

    [Fact]
    public async Task Old_user_data_copied_back_does_not_open_a_phone_of_the_next_holder()
    {
        var first = await bench.ActivatedAsync();
        var userData = bench.Storage[PhoneLayout.UserData].Snapshot();
        await first.Agent.SignOutAsync((await first.Session.TokenAsync(Ct))!, AgentBench.Password, true, Ct);
        await first.ActivateAsync("boris@example.org");
        first.Dispose();
        bench.Storage[PhoneLayout.UserData].Restore(userData);
        using var phone = bench.Boot();
        Assert.Equal(LockScreen.Locked, phone.Screen);
    }

    [Fact]
    public async Task A_hold_ticket_of_another_holding_does_not_open_a_held_phone()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Wipe();
        bench.Server.Change = ticket => ticket with { HoldingId = new byte[16] };
        using var phone = bench.Boot();
        var token = await phone.SignInAsync("anna@example.org");
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));
        Assert.Equal(ProtocolErrorCode.WrongHolding, refused.Code);
        Assert.Equal(LockScreen.Locked, phone.Screen);
    }

    [Fact]
    public async Task A_release_ticket_of_another_holding_frees_nothing()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.Change = ticket => ticket with { HoldingId = new byte[16] };
        var token = (await phone.Session.TokenAsync(Ct))!;
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.SignOutAsync(token, AgentBench.Password, true, Ct));
        Assert.Equal(ProtocolErrorCode.WrongHolding, refused.Code);
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Fact]
    public async Task A_token_goes_with_the_question_that_needs_it_and_with_no_other()
    {
        using var phone = await bench.ActivatedAsync();
        await phone.Agent.ContactAsync(Ct);
        await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, true, Ct);
        await phone.Agent.ContactAsync(Ct);
        Assert.Equal(["/api/v1/device/activation", "/api/v1/device/log/checkpoint", "/api/v1/device/release", "/api/v1/device/state"], bench.Server.AskedWithToken.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, ProtocolErrorCode> WrongTickets => new()
    {
        { "device", ProtocolErrorCode.WrongDevice },
        { "epoch", ProtocolErrorCode.WrongEpoch },
        { "evidence", ProtocolErrorCode.WrongEvidence },
        { "issuer", ProtocolErrorCode.WrongIssuer },
    };

    [Theory]
    [MemberData(nameof(WrongTickets))]
    public async Task A_ticket_for_another_phone_epoch_question_or_server_changes_nothing(string what, ProtocolErrorCode code)
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        bench.Server.Change = ticket => what switch
        {
            "device" => ticket with { Subject = PublicKeyP256.From(other).Thumbprint },
            "epoch" => ticket with { Epoch = 7 },
            "evidence" => ticket with { EvidenceDigest = new byte[32] },
            _ => ticket with { Issuer = "http://elsewhere.example/" },
        };
        var token = await phone.SignInAsync("anna@example.org");

        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));

        Assert.Equal(code, refused.Code);
        Assert.Equal(LockScreen.Wizard, phone.Screen);
    }

    [Fact]
    public async Task Rubbish_only_counts_as_a_try_and_the_sixth_is_not_looked_at()
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();
        var token = await phone.SignInAsync("anna@example.org");
        bench.Server.Tamper = bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));
        }

        bench.Server.Tamper = bytes => bytes;
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));
        Assert.Equal(ProtocolErrorCode.TooManyTries, refused.Code);
        phone.Dispose();

        using var next = bench.Boot();
        await next.ActivateAsync("anna@example.org");
        Assert.Equal(LockScreen.Running, next.Screen);
    }

    [Fact]
    public async Task A_signer_older_than_one_seen_before_is_refused()
    {
        bench.Server.AddSigner(SignerPurpose.Hold, generation: 3);
        (await bench.ActivatedAsync()).Dispose();
        bench.Wipe();
        bench.Server.AddSigner(SignerPurpose.Hold, generation: 2);
        using var phone = bench.Boot();
        var token = await phone.SignInAsync("anna@example.org");

        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));

        Assert.Equal(ProtocolErrorCode.GenerationTooLow, refused.Code);
        Assert.Equal(LockScreen.Locked, phone.Screen);
    }

    [Fact]
    public async Task Counters_of_evidence_only_rise()
    {
        (await bench.ActivatedAsync()).Dispose();
        using var phone = bench.Boot();
        await phone.Agent.ContactAsync(Ct);
        await phone.Agent.ContactAsync(Ct);

        Assert.Equal(bench.Server.Counters.Distinct().Order(), bench.Server.Counters);
    }

    [Fact]
    public async Task Killed_at_each_operation_of_a_sign_out_the_phone_is_held_or_free_and_the_receipt_is_not_lost()
    {
        var seen = new HashSet<LockScreen>();
        for (var operations = 0; operations < 60; operations++)
        {
            var fresh = new AgentBench();
            (await fresh.ActivatedAsync()).Dispose();
            var power = new PowerSupply();
            var phone = fresh.Boot(power, CutDamage.EraseUnit);
            var token = await phone.SignInAsync("anna@example.org");
            power.CutAfterOperations(operations);
            var cut = true;
            try
            {
                await phone.Agent.SignOutAsync(token, AgentBench.Password, true, Ct);
                cut = false;
            }
            catch (PowerCutException)
            {
                // What the next boot finds is the question.
            }

            using var next = fresh.Boot();
            seen.Add(next.Screen);
            if (next.Screen == LockScreen.ReleasePending)
            {
                next.Agent.Lock.CompleteRelease();
            }

            await next.Agent.ContactAsync(Ct);
            Assert.Equal(LockScreen.Wizard, next.Screen);
            Assert.Equal("free", fresh.Server.State);
            Assert.Equal(1u, fresh.Server.Epoch);
            if (!cut)
            {
                break;
            }
        }

        Assert.Subset(seen, new HashSet<LockScreen> { LockScreen.Running, LockScreen.ReleasePending, LockScreen.Wizard });
    }

    [Fact]
    public async Task Killed_at_each_operation_of_an_activation_the_phone_is_free_or_held_and_the_same_account_completes_it()
    {
        for (var operations = 0; operations < 40; operations++)
        {
            var fresh = new AgentBench();
            var setUp = fresh.Boot();
            await setUp.MeetAsync();
            setUp.Dispose();
            var power = new PowerSupply();
            var phone = fresh.Boot(power, CutDamage.Prefix);
            var token = await phone.SignInAsync("anna@example.org");
            power.CutAfterOperations(operations);
            var cut = true;
            try
            {
                await phone.Agent.ActivateAsync(token, _ => true, Ct);
                cut = false;
            }
            catch (PowerCutException)
            {
                // What the next boot finds is the question.
            }

            using var next = fresh.Boot();
            Assert.Contains(next.Screen, new[] { LockScreen.Wizard, LockScreen.Locked, LockScreen.Running });
            await next.ActivateAsync("anna@example.org");
            Assert.Equal(LockScreen.Running, next.Screen);
            if (!cut)
            {
                break;
            }
        }
    }
}
