using CsCheck;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;

namespace Tenure.Device.Tests.Agent;

/// <summary>
/// Any story of a phone: whatever its holder, a stranger with the phone in hand, the power and the network do, in whatever order, it opens to nobody but its holder, its epoch does not fall, and an honest holder has a way
/// out that ends. The phone is the real one; the server is scripted, and its own rules are tested with it.
/// </summary>
public sealed class PhoneLifeTests
{
    private const int LongestStory = 24;

    private static readonly Gen<Event[]> Stories = Gen.Select(
        Gen.Enum<Act>(), Gen.Frequency((6, Gen.Const(Fault.None)), (3, Gen.Const(Fault.PowerCut)), (1, Gen.Const(Fault.NoNetwork)), (2, Gen.Const(Fault.AnswersLost)), (1, Gen.Const(Fault.NoReceipts))),
        Gen.Int[0, 60], Gen.Enum<CutDamage>(), Gen.Bool, (act, fault, at, damage, reboot) => new Event(act, fault, at, damage, reboot)).Array[1, LongestStory];

    [Fact]
    public Task Whatever_happens_the_phone_opens_to_nobody_but_its_holder_who_always_has_a_way_out() => Stories.SampleAsync(TellAsync, iter: 120, threads: 1, print: Print);

    [Fact]
    [Trait("Category", "Slow")]
    public Task The_same_for_two_minutes() => Stories.SampleAsync(TellAsync, time: 120, print: Print);

    // All of it: beside the seed it is what somebody needs who looks for the reason.
    private static string Print(Event[] story) => string.Join(Environment.NewLine, story.Select(step => step.ToString()));

    private static async Task TellAsync(Event[] story)
    {
        using var life = new PhoneLife();
        await life.BeginAsync();
        foreach (var step in story)
        {
            await life.LiveAsync(step);
            life.Check();
        }

        await life.FindWayOutAsync();
    }

    /// <summary>Who does what.</summary>
    internal enum Act
    {
        ActivateByAnna,
        ActivateByBoris,
        DeclineByAnna,
        SignOutAndErase,
        SignOutAndKeep,
        SignOutByStranger,
        RemoveAndErase,
        RemoveAndKeep,
        Lose,
        Find,
        OrderErase,
        Reset,
        Contact,
        LetGoOffline,
        ReplayTickets,
        Wipe,
        CopyBlock,
        PutBlockBack,
        DestroyBlock,
        CopyCounters,
        PutCountersBack,
        DestroyCounters,
        BackUpServer,
        RestoreServer,
    }

    /// <summary>What goes wrong meanwhile.</summary>
    internal enum Fault
    {
        None,

        /// <summary>After some writes.</summary>
        PowerCut,

        NoNetwork,

        /// <summary>After some questions the server hears the phone, and the phone does not hear the server.</summary>
        AnswersLost,

        NoReceipts,
    }

    internal sealed record Event(Act Act, Fault Fault, int At, CutDamage Damage, bool Reboot);

    /// <summary>One phone, its server, and what is known of both.</summary>
    private sealed class PhoneLife : IDisposable
    {
        private const int LongestWayOut = 8;

        private readonly AgentBench bench = new();
        private readonly Dictionary<string, string> owners = [];
        private readonly List<byte[]> tickets = [];
        private AgentBench.BootedPhone phone;
        private byte[]? copy;
        private byte[]? copiedCounters;
        private uint epoch;
        private uint serverEpoch;
        private byte[]? rightful;

        public PhoneLife()
        {
            Server.Tamper = bytes =>
            {
                tickets.Add(bytes);
                return bytes;
            };
            phone = bench.Boot();
        }

        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        private ScriptedServer Server => bench.Server;

        /// <summary>A person has confirmed its server.</summary>
        public Task BeginAsync() => phone.MeetAsync();

        public async Task LiveAsync(Event step)
        {
            var power = new PowerSupply();
            if (step.Reboot || step.Fault == Fault.PowerCut)
            {
                phone.Dispose();
                phone = bench.Boot();
            }

            if (step.Fault == Fault.PowerCut)
            {
                phone.Dispose();
                power.CutAfterOperations(step.At);
            }

            (Server.Offline, Server.RefuseReceipts, Server.AnswersLeft) = (step.Fault == Fault.NoNetwork, step.Fault == Fault.NoReceipts, step.Fault == Fault.AnswersLost ? step.At % 12 : null);
            try
            {
                if (step.Fault == Fault.PowerCut)
                {
                    phone = bench.Boot(power, step.Damage);
                }

                Complete();
                await DoAsync(step.Act);
            }
            catch (Exception e) when (e is PowerCutException or HttpRequestException or TenureProblemException or OAuthException or ProtocolException)
            {
                // What is left of it is the question.
            }

            (Server.Offline, Server.RefuseReceipts, Server.AnswersLeft) = (false, false, null);
            if (step.Fault == Fault.PowerCut || step.Act is Act.Wipe or Act.PutBlockBack or Act.DestroyBlock or Act.PutCountersBack or Act.DestroyCounters)
            {
                phone.Dispose();
                phone = bench.Boot();
            }
        }

        public void Check()
        {
            if (Server is { HoldingId: { } now, Holder: { } by })
            {
                owners[Convert.ToHexString(now)] = by;
            }

            Assert.True(Server.Epoch >= serverEpoch, "The server's epoch fell.");
            serverEpoch = Server.Epoch;
            var block = phone.Core.Block;
            if (block.State == BlockState.Untrusted)
            {
                // It knows nothing any more, and is told by the server, whatever that one remembers.
                epoch = Math.Min(epoch, serverEpoch);
            }
            else
            {
                Assert.True(block.Content!.Epoch >= epoch, $"The phone's epoch fell from {epoch} to {block.Content.Epoch}.");
                epoch = block.Content.Epoch;
            }

            if (phone.Screen == LockScreen.Running)
            {
                var held = Convert.ToHexString(block.Content!.HoldingId!);
                Assert.Equal(owners[held], phone.Core.UserData.Record.Identifier);
                // A server that was restored is no witness before the phone has said how it stands.
                Assert.Equal(Convert.ToHexString((Server.Unreported ? rightful : Server.HoldingId) ?? []), held);
                Assert.True(Server.Unreported || Server.Holder == owners[held], $"It runs for {owners[held]}, and {Server.Holder} holds it.");
            }

            rightful = Server.Unreported ? rightful : Server.HoldingId;
        }

        // The holder finds the phone, where it was lost, and does what its screen says.
        public async Task FindWayOutAsync()
        {
            var way = new List<string>();
            for (var steps = 0; steps < LongestWayOut; steps++)
            {
                Server.Find();
                phone.Dispose();
                phone = bench.Boot();
                Complete();
                await phone.MeetAsync();
                if (phone.Screen != LockScreen.Wizard)
                {
                    await phone.Agent.ContactAsync(Ct);
                }

                way.Add($"{phone.Screen} and {Server.State}");
                Check();
                switch (phone.Screen)
                {
                    case LockScreen.Wizard when Server.State == "free" && !Server.Unreported:
                    case LockScreen.Running when Server.State == "held":
                        return;
                    case LockScreen.Locked when Server.State == "releasing":
                        // An order to erase came first; the next contact frees it.
                        break;
                    case LockScreen.Wizard or LockScreen.Locked:
                        await phone.ActivateAsync(Server.State is "releasing" or "free" ? "boris@example.org" : Server.Holder!);
                        break;
                }
            }

            Assert.Fail($"There is no way out: {string.Join(", ", way)}.");
        }

        public void Dispose() => phone.Dispose();

        // As every boot does before anything else.
        private void Complete()
        {
            if (phone.Screen == LockScreen.ReleasePending)
            {
                phone.Agent.Lock.CompleteRelease();
            }
            else if (phone.Screen == LockScreen.ErasePending)
            {
                phone.Agent.Lock.CompleteErase();
            }
        }

        private Task DoAsync(Act act) => act switch
        {
            Act.ActivateByAnna => ActivateAsync("anna@example.org"),
            Act.ActivateByBoris => ActivateAsync("boris@example.org"),
            Act.DeclineByAnna => ActivateAsync("anna@example.org", wanted: false),
            Act.SignOutAndErase => SignOutAsync(erase: true),
            Act.SignOutAndKeep => SignOutAsync(erase: false),
            Act.SignOutByStranger => SignOutByStrangerAsync(),
            Act.Reset => ResetAsync(),
            Act.Contact => ContactAsync(),
            Act.LetGoOffline => LetGoOfflineAsync(),
            _ => ElsewhereAsync(act),
        };

        // At the server, or with the storage in hand.
        private Task ElsewhereAsync(Act act)
        {
            switch (act)
            {
                case Act.RemoveAndErase or Act.RemoveAndKeep when Server.State is "held" or "releasing":
                    Server.Remove(act == Act.RemoveAndErase);
                    break;
                case Act.Lose when Server.State != "free":
                    Server.Lose("Please call me.");
                    break;
                case Act.Find:
                    Server.Find();
                    break;
                case Act.OrderErase when Server.State is "held" or "lost":
                    Server.EraseOrdered = true;
                    break;
                case Act.ReplayTickets:
                    Replay();
                    break;
                case Act.Wipe:
                    bench.Wipe();
                    break;
                case Act.CopyBlock:
                    copy = bench.Storage[PhoneLayout.Block].Snapshot();
                    break;
                case Act.PutBlockBack when copy is not null:
                    bench.Storage[PhoneLayout.Block].Restore(copy);
                    break;
                case Act.DestroyBlock:
                    bench.Storage[PhoneLayout.Block].Write(0, new byte[bench.Storage[PhoneLayout.Block].Length]);
                    break;
                case Act.BackUpServer:
                    Server.Remember();
                    break;
                case Act.RestoreServer:
                    Server.Restore();
                    serverEpoch = Math.Min(serverEpoch, Server.Epoch);
                    break;
                case Act.CopyCounters:
                    copiedCounters = bench.Storage[PhoneLayout.Counters].Snapshot();
                    break;
                case Act.PutCountersBack when copiedCounters is not null && phone.Core.Block.State != BlockState.Untrusted:
                    bench.Storage[PhoneLayout.Counters].Restore(copiedCounters);
                    WentBack();
                    break;
                case Act.DestroyCounters when phone.Core.Block.State != BlockState.Untrusted:
                    bench.Storage[PhoneLayout.Counters].Write(0, new byte[bench.Storage[PhoneLayout.Counters].Length]);
                    WentBack();
                    break;
            }

            return Task.CompletedTask;
        }

        // An older block beside older counters is what only hardware tells from a phone of today (docs/capabilities/activation-lock.md): no story has both.
        private void WentBack() => (Server.MayBeBehind, copy) = (true, null);

        private async Task ActivateAsync(string account, bool wanted = true)
        {
            if (phone.Screen is not (LockScreen.Wizard or LockScreen.Locked))
            {
                return;
            }

            await phone.MeetAsync();
            await phone.Agent.ActivateAsync(await phone.SignInAsync(account), _ => wanted, Ct);
        }

        private async Task SignOutAsync(bool erase)
        {
            if (phone.Screen == LockScreen.Running)
            {
                await phone.MeetAsync();
                await phone.Agent.SignOutAsync((await phone.Session.TokenAsync(Ct))!, Server.Accounts[phone.Core.UserData.Record.Identifier!], erase, Ct);
            }
        }

        // With a session and a password of their own.
        private async Task SignOutByStrangerAsync()
        {
            if (Server.Holder is { } holder && phone.Core.Server is not null)
            {
                var stranger = holder.StartsWith('a') ? "boris@example.org" : "anna@example.org";
                await phone.Agent.SignOutAsync(Server.TokenOf(stranger), Server.Accounts[stranger], erase: false, Ct);
            }
        }

        private async Task ResetAsync()
        {
            if (phone.Screen == LockScreen.Running)
            {
                await phone.MeetAsync();
                await phone.Agent.ResetAsync((await phone.Session.TokenAsync(Ct))!, Server.Accounts[phone.Core.UserData.Record.Identifier!], Ct);
            }
        }

        private async Task ContactAsync()
        {
            await phone.MeetAsync();
            await phone.Agent.ContactAsync(Ct);
            Assert.True(Server.State != "lost" || phone.Screen != LockScreen.Running, "A lost phone runs after a contact.");
        }

        private Task LetGoOfflineAsync()
        {
            if (phone.Screen == LockScreen.Locked && Server.State == "releasing")
            {
                phone.Agent.AnswerOffline(Server.ReleaseTicketFor(phone.Agent.AskOffline()));
            }

            return Task.CompletedTask;
        }

        // A stranger who has kept every ticket there ever was.
        private void Replay()
        {
            foreach (var ticket in tickets.Where(_ => phone.Core.Block.State == BlockState.Held && phone.Core.Server is not null).ToList())
            {
                try
                {
                    phone.Agent.AskOffline();
                    phone.Agent.AnswerOffline(ticket);
                    Assert.Fail("An old ticket was taken.");
                }
                catch (ProtocolException)
                {
                    // As it must be.
                }
            }
        }
    }
}
