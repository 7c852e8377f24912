using System.Security.Cryptography;
using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>What roots say to a phone, whoever carries it there.</summary>
public sealed class RootStatementTests
{
    private static readonly Uri Address = new("http://localhost:5080");

    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ScriptedServer Server => bench.Server;

    // The thief has the old release key, and a server of their own that says all that ours says.
    [Theory]
    [InlineData("nothing")]
    [InlineData("block")]
    [InlineData("pin")]
    [InlineData("wipe")]
    public async Task A_withdrawn_signer_frees_no_phone_that_never_saw_a_newer_one(string destroyed)
    {
        (await bench.ActivatedAsync()).Dispose();
        Server.Statements.Add(Server.Say(Floors(1, SignerPurpose.Release, 2)));
        using (var told = bench.Boot())
        {
            Assert.Equal([RootStatementKind.Floors], (await MeetAsync(told)).Heard);
        }

        Server.Statements.Clear();
        switch (destroyed)
        {
            case "block":
                bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
                break;
            case "pin":
                bench.LosePin();
                break;
            case "wipe":
                bench.Wipe();
                break;
        }

        Server.Remove(erase: true);
        using var phone = bench.Boot();
        await MeetAsync(phone);
        if (destroyed == "block")
        {
            await phone.Agent.SyncAsync(Ct);
        }

        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ContactAsync(Ct));
        Assert.Equal(ProtocolErrorCode.GenerationTooLow, refused.Code);
        Assert.Equal(BlockState.Held, phone.Core.Block.State);

        Server.AddSigner(SignerPurpose.Release, generation: 2);
        Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));
    }

    [Fact]
    public async Task A_statement_counts_once_and_an_older_one_not_at_all()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Statements.AddRange([Server.Say(Floors(2, SignerPurpose.Hold, 1)), Server.Say(Floors(1, SignerPurpose.Hold, 9))]);
        Assert.Single((await MeetAsync(phone)).Heard);
        Assert.Empty((await MeetAsync(phone)).Heard);
        Assert.Equal(1u, phone.Core.Marks.Floors.Single(f => f.Purpose == (int)SignerPurpose.Hold).Generation);
        Assert.Equal(2u, Assert.Single(phone.Core.Marks.Serials).Serial);
    }

    [Fact]
    public async Task Words_of_nobody_it_belongs_to_change_nothing()
    {
        using var phone = await bench.ActivatedAsync();
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var before = bench.Storage[PhoneLayout.Block].Snapshot();
        Server.Statements.AddRange(
        [
            RootStatementCodec.Sign(Rekey(1, thief, thief), thief),
            RootStatementCodec.Sign(Floors(1, SignerPurpose.Hold, 9), thief),
            Server.Say(Floors(1, SignerPurpose.Hold, 9) with { Issuer = "http://elsewhere.example/" }),
            new byte[10],
            [],
        ]);
        Assert.Empty((await MeetAsync(phone)).Heard);
        Assert.Equal(before, bench.Storage[PhoneLayout.Block].Snapshot());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phone_follows_its_server_to_new_roots_and_a_new_name_and_no_way_back(bool wiped)
    {
        (await bench.ActivatedAsync()).Dispose();
        if (wiped)
        {
            bench.Wipe();
        }

        using var old = Server.CopyOfKeys();
        MoveOn("http://moved.example/");
        using var phone = bench.Boot();
        var met = await MeetAsync(phone);
        Assert.Equal([RootStatementKind.Rekey], met.Heard);
        Assert.True(met.IsPinned);
        Assert.Equal(("http://moved.example/", new Uri("http://moved.example/")), (phone.Core.Server!.Issuer, phone.Core.Server.Address));
        Assert.Equal(wiped ? LockScreen.Locked : LockScreen.Running, phone.Screen);
        Assert.Equal("a•••@example.org", phone.Agent.Lock.MaskedHolder);

        // It lives on under the new roots.
        if (wiped)
        {
            await phone.ActivateAsync("anna@example.org");
        }

        await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, AgentBench.Password, true, Ct);
        Assert.Equal(LockScreen.Wizard, phone.Screen);

        // And the server of before is another one, however often it shows its old statements.
        old.Statements.AddRange(Server.Statements);
        using var agent = new DeviceAgent(phone.Core, bench.Clock);
        agent.Connect(new TenureClient(new HttpClient(old, disposeHandler: false) { BaseAddress = Address }));
        await Assert.ThrowsAsync<UntrustedServerException>(() => agent.MeetServerAsync(Address, Ct));
    }

    [Fact]
    public async Task A_phone_that_slept_through_several_statements_takes_them_all_in_whatever_order_they_come()
    {
        (await bench.ActivatedAsync()).Dispose();
        var floors = Server.Say(Floors(1, SignerPurpose.Release, 2));
        MoveOn("http://moved.example/", serial: 2);
        MoveOn("http://moved.example:81/", serial: 1);
        Server.Statements.Reverse();
        Server.Statements.Add(floors);
        using var phone = bench.Boot();
        Assert.Equal(2, (await MeetAsync(phone)).Heard.Count(kind => kind == RootStatementKind.Rekey));
        Assert.Equal("http://moved.example:81/", phone.Core.Server!.Issuer);
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Fact]
    public async Task Going_back_to_roots_of_before_brings_none_of_their_statements_back()
    {
        (await bench.ActivatedAsync()).Dispose();
        var (active, standby) = (Server.Root, Server.Standby);
        MoveOn(ScriptedServer.Issuer);
        Server.Statements.Add(Server.Say(Rekey(1, active, standby), Server.Standby));
        Server.TakeRoots(active, standby, ScriptedServer.Issuer);
        using var phone = bench.Boot();
        Assert.Equal(2, (await MeetAsync(phone)).Heard.Count);
        Assert.Empty((await MeetAsync(phone)).Heard);
        Assert.Equal(PublicKeyP256.From(active), phone.Core.Server!.Roots[0]);
    }

    // The thief is heard first, even; what they cannot do is to get rid of the standby root.
    [Fact]
    public async Task The_standby_root_takes_a_phone_back_from_whoever_stole_the_active_one()
    {
        (await bench.ActivatedAsync()).Dispose();
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (active, standby) = (Server.Root, Server.Standby);
        Server.Statements.AddRange([Server.Say(Floors(uint.MaxValue - 1, SignerPurpose.Hold, uint.MaxValue)), Server.Say(Rekey(uint.MaxValue, thief, thief)), Server.Say(Rekey(uint.MaxValue, thief, standby))]);
        Server.TakeRoots(thief, standby, ScriptedServer.Issuer);
        using (var phone = bench.Boot())
        {
            Assert.Equal([RootStatementKind.Floors, RootStatementKind.Rekey], (await MeetAsync(phone)).Heard);
            Assert.Equal(PublicKeyP256.From(standby), phone.Core.Server!.Roots[1]);
        }

        Server.TakeRoots(active, standby, ScriptedServer.Issuer);
        Server.Statements.Clear();
        MoveOn(ScriptedServer.Issuer);
        bench.Wipe();
        using var back = bench.Boot();
        Assert.Equal([RootStatementKind.Rekey], (await MeetAsync(back)).Heard);
        await back.ActivateAsync("anna@example.org");
        Assert.Equal(LockScreen.Running, back.Screen);
    }

    // Whoever has the active root can name one after the other, in a ring even.
    [Fact]
    public async Task However_often_the_active_root_changes_nothing_that_was_said_is_heard_again()
    {
        using var phone = await bench.ActivatedAsync();
        var (first, standby) = (Server.Root, Server.Standby);
        Server.Statements.Add(Server.Say(Floors(1, SignerPurpose.Hold, 1), standby));
        foreach (var next in Enumerable.Range(0, 12).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).Append(first))
        {
            Server.Statements.Add(Server.Say(Rekey(1, next, standby)));
            Server.TakeRoots(next, standby, ScriptedServer.Issuer);
        }

        Assert.Equal(14, (await MeetAsync(phone)).Heard.Count);
        Server.Statements.RemoveRange(1, 13);
        Assert.Empty((await MeetAsync(phone)).Heard);
    }

    [Theory]
    [InlineData(CutDamage.Prefix)]
    [InlineData(CutDamage.Nothing)]
    [InlineData(CutDamage.EraseUnit)]
    public async Task Killed_at_each_operation_of_a_change_of_roots_the_phone_belongs_to_one_of_the_two_and_is_never_lost(CutDamage damage)
    {
        var cut = true;
        for (var operations = 0; cut; operations++)
        {
            var fresh = new AgentBench();
            (await fresh.ActivatedAsync()).Dispose();
            MoveOn(fresh.Server, "http://moved.example/");
            var power = new PowerSupply();
            var phone = fresh.Boot(power, damage);
            power.CutAfterOperations(operations);
            try
            {
                await MeetAsync(phone);
                cut = false;
            }
            catch (PowerCutException)
            {
                // What the next boot finds is the question.
            }

            using var next = fresh.Boot();
            Assert.Equal(LockScreen.Running, next.Screen);
            await MeetAsync(next);
            Assert.Equal("http://moved.example/", next.Core.Server!.Issuer);
            Assert.Null(next.Core.Block.Content!.NextServerDigest);
            await next.Agent.SignOutAsync(await next.SignInAsync("anna@example.org"), AgentBench.Password, true, Ct);
            Assert.Equal(LockScreen.Wizard, next.Screen);
        }
    }

    [Fact]
    public async Task A_pin_is_there_twice_again_after_a_change_of_roots_that_was_cut_short()
    {
        for (var operations = 0; operations < 40; operations++)
        {
            var fresh = new AgentBench();
            (await fresh.ActivatedAsync()).Dispose();
            MoveOn(fresh.Server, "http://moved.example/");
            var power = new PowerSupply();
            var phone = fresh.Boot(power, CutDamage.Prefix);
            power.CutAfterOperations(operations);
            try
            {
                await MeetAsync(phone);
            }
            catch (PowerCutException)
            {
                // What the next boot mends is the question.
            }

            var issuer = "";
            using (var mended = fresh.Boot())
            {
                issuer = mended.Core.Server!.Issuer;
            }

            foreach (var copy in new[] { 2, 3 })
            {
                var keys = fresh.Storage[PhoneLayout.Keys];
                var whole = keys.Snapshot();
                keys.Write(copy * PhoneLayout.EraseUnit, new byte[PhoneLayout.EraseUnit]);
                using (var phoneWithOne = PhoneCore.Inspect(fresh.Storage, Tests.Phone.TemporaryPhone.Facts)!)
                {
                    Assert.Equal(issuer, phoneWithOne.Server?.Issuer);
                }

                keys.Restore(whole);
            }
        }
    }

    [Fact]
    public async Task When_all_locks_end_the_holders_running_phone_keeps_its_data_and_asks_no_server_again()
    {
        using var phone = await bench.ActivatedAsync();
        EndAll(Server);
        Assert.Contains(RootStatementKind.Sunset, (await MeetAsync(phone)).Heard);
        Assert.Equal(LockScreen.Ended, phone.Screen);
        Assert.Equal("anna@example.org", phone.Core.UserData.Record.Identifier);
        Server.Offline = true;
        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
    }

    [Theory]
    [InlineData("locked")]
    [InlineData("destroyed")]
    [InlineData("free")]
    public async Task When_all_locks_end_a_phone_that_lies_locked_or_free_is_erased_and_stays_open_for_ever(string state)
    {
        if (state == "free")
        {
            using var first = bench.Boot();
            await first.MeetAsync();
            await first.SignInAsync("boris@example.org");
        }
        else
        {
            (await bench.ActivatedAsync()).Dispose();
        }

        if (state == "locked")
        {
            bench.Wipe();
        }

        if (state == "destroyed")
        {
            bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        }

        EndAll(Server);
        using (var phone = bench.Boot())
        {
            await MeetAsync(phone);
            Assert.Equal(LockScreen.Ended, phone.Screen);
        }

        Assert.DoesNotContain(bench.Storage[PhoneLayout.UserData].Snapshot(), b => b != 0);

        // Whoever has it uses it; what becomes of the block later is no matter, and erases nothing.
        bench.Server.Offline = true;
        using (var used = bench.Boot())
        {
            used.Core.UserData.Save(new UserRecord { Language = "de" });
        }

        bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using (var later = bench.Boot())
        {
            Assert.Equal((LockScreen.Ended, "de"), (later.Screen, later.Core.UserData.Record.Language));
        }

        bench.LosePin();
        using var last = bench.Boot();
        Assert.Equal(LockScreen.Ended, last.Screen);
    }

    [Fact]
    public async Task An_announcement_that_comes_first_makes_no_older_word_unheard()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Statements.Add(Server.Say(Announcement(2)));
        Assert.Equal([RootStatementKind.SunsetAnnounced], (await MeetAsync(phone)).Heard);
        Server.Statements.Insert(0, Server.Say(Floors(1, SignerPurpose.Release, 2)));
        Assert.Contains(RootStatementKind.Floors, (await MeetAsync(phone)).Heard);
        Assert.Equal(2u, phone.Core.Marks.Floors.Single(floor => floor.Purpose == (int)SignerPurpose.Release).Generation);
    }

    [Fact]
    public async Task A_withdrawn_signer_of_the_log_is_believed_no_more()
    {
        using var phone = await bench.ActivatedAsync();
        Server.Statements.Add(Server.Say(Floors(1, SignerPurpose.Log, 2)));
        Assert.Equal([RootStatementKind.Floors], (await MeetAsync(phone)).Heard);
        Assert.Equal(ProtocolErrorCode.GenerationTooLow, (await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ContactAsync(Ct))).Code);
        Server.AddSigner(SignerPurpose.Log, generation: 2);
        await phone.Agent.ContactAsync(Ct);
    }

    [Fact]
    public async Task Where_roots_change_the_generations_of_the_logs_signer_begin_anew_and_the_log_goes_on()
    {
        Server.AddSigner(SignerPurpose.Log, generation: 5);
        using var phone = await bench.ActivatedAsync();
        Server.Log.Add(MerkleTree.HashLeaf("second"u8));
        await phone.Agent.ContactAsync(Ct);
        MoveOn("http://moved.example/");
        await MeetAsync(phone);
        Server.Log.Add(MerkleTree.HashLeaf("third"u8));
        await phone.Agent.ContactAsync(Ct);
        Assert.Equal((3, 1u), (phone.Core.SeenLog.Last!.Size, phone.Core.SeenLog.GenerationOf(phone.Core.Server!)));
    }

    [Fact]
    public async Task No_lock_ends_without_an_announcement_of_the_same_root()
    {
        using var phone = await bench.ActivatedAsync();
        var byOther = Server.Say(Announcement(1), Server.Standby);
        Server.Statements.AddRange([byOther, Server.Say(Sunset(2, byOther)), Server.Say(Sunset(3, Server.Say(Floors(1, SignerPurpose.Hold, 1))))]);
        Assert.Equal([RootStatementKind.SunsetAnnounced], (await MeetAsync(phone)).Heard);
        Assert.Equal(LockScreen.Running, phone.Screen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_at_each_operation_of_the_end_of_locks_the_phone_is_held_or_open_and_the_next_meeting_completes_it(bool locked)
    {
        var cut = true;
        for (var operations = 0; cut; operations++)
        {
            var fresh = new AgentBench();
            (await fresh.ActivatedAsync()).Dispose();
            if (locked)
            {
                fresh.Wipe();
                using var filled = fresh.Boot();
                filled.Core.UserData.Save(new UserRecord { Language = "de", Identifier = "somebody" });
            }

            EndAll(fresh.Server);
            var power = new PowerSupply();
            var phone = fresh.Boot(power, CutDamage.EraseUnit);
            power.CutAfterOperations(operations);
            try
            {
                await MeetAsync(phone);
                cut = false;
            }
            catch (PowerCutException)
            {
                // What the next boot finds is the question.
            }

            using var next = fresh.Boot();
            if (next.Screen != LockScreen.Ended)
            {
                Assert.Equal(locked ? LockScreen.Locked : LockScreen.Running, next.Screen);
                await MeetAsync(next);
            }

            Assert.Equal(LockScreen.Ended, next.Screen);
            Assert.True(next.Core.Server!.IsEnded);
            Assert.Equal(locked ? null : "anna@example.org", next.Core.UserData.Record.Identifier);
        }
    }

    private static Task<MetServer> MeetAsync(AgentBench.BootedPhone phone) => phone.Agent.MeetServerAsync(Address, Ct);

    // New roots and a new name, said by the standby root of before.
    private void MoveOn(string issuer, uint serial = 1) => MoveOn(Server, issuer, serial);

    private static void MoveOn(ScriptedServer server, string issuer, uint serial = 1)
    {
        var (active, standby) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        server.Statements.Add(server.Say(Rekey(serial, active, standby) with { Issuer = server.OwnIssuer, NewIssuer = issuer }, server.Standby));
        server.TakeRoots(active, standby, issuer);
    }

    private static void EndAll(ScriptedServer server) => server.Statements.AddRange([server.Say(Announcement(1)), server.Say(Sunset(2, server.Say(Announcement(1))))]);

    private static RootStatement Floors(uint serial, SignerPurpose purpose, uint generation) => new()
    {
        Issuer = ScriptedServer.Issuer,
        Serial = serial,
        Kind = RootStatementKind.Floors,
        Floors = new Dictionary<SignerPurpose, uint> { [purpose] = generation },
    };

    private static RootStatement Rekey(uint serial, ECDsa active, ECDsa standby)
    {
        var roots = new[] { PublicKeyP256.From(active), PublicKeyP256.From(standby) };
        if (roots[0].Equals(roots[1]))
        {
            // Whoever has one key only needs another for the form of it.
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            roots[1] = PublicKeyP256.From(other);
        }

        return new() { Issuer = ScriptedServer.Issuer, Serial = serial, Kind = RootStatementKind.Rekey, NewRoots = roots, NewIssuer = ScriptedServer.Issuer };
    }

    private static RootStatement Announcement(uint serial) => new()
    {
        Issuer = ScriptedServer.Issuer,
        Serial = serial,
        Kind = RootStatementKind.SunsetAnnounced,
        NotBefore = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000),
    };

    private static RootStatement Sunset(uint serial, byte[] announcement) => new() { Issuer = ScriptedServer.Issuer, Serial = serial, Kind = RootStatementKind.Sunset, Announcement = announcement };
}
