using System.Reflection;
using CsCheck;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Devices;

/// <summary>Random lives of a device beside a phone that obeys its tickets: the server's view and the phone's lock must never tell different stories.</summary>
public sealed class DeviceLifeTests
{
    private enum Move
    {
        ActivateAda,
        ActivateBob,
        StoreHold,
        LoseAnswers,
        Decline,
        Sync,
        GiveUpAda,
        GiveUpBob,
        AskReleaseTicket,
        ObeyRelease,
        SendReceipt,
        RepeatOldReceipt,
        WaitAMonth,
        MarkLostAda,
        MarkLostBob,
        AskFoundAda,
        AskFoundBob,
        CancelFound,
        CarryOutFinds,
        AskLostTicket,
        ObeyLostTicket,
        OrderEraseAda,
        OrderEraseBob,
        CancelErase,
        AskEraseTicket,
        ObeyErase,
        TakeBob,
        SealAda,
        LeaveAda,
        BreakSeal,
        BackUp,
        Restore,
    }

    private static readonly Gen<Move[]> Lives = Gen.Enum<Move>().Array[0, 60];

    [Fact]
    public void No_phone_ever_opens_to_an_account_that_the_server_does_not_name_as_holder() => Lives.Sample(moves =>
    {
        var life = new Life();
        foreach (var move in moves)
        {
            life.Play(move);
            life.CheckThatNobodyWrongIsIn();
        }
    });

    [Fact]
    public void From_every_state_that_can_be_reached_the_holder_has_a_way_that_ends_free() => Lives.Sample(moves =>
    {
        var life = new Life();
        foreach (var move in moves)
        {
            life.Play(move);
        }

        life.EndByTheHolder();
    });

    [Fact]
    public void From_every_state_that_can_be_reached_somebody_without_the_holder_has_a_way_that_ends_free() => Lives.Sample(moves =>
    {
        var life = new Life();
        foreach (var move in moves)
        {
            life.Play(move);
        }

        life.EndByACase();
    });

    private sealed class Life
    {
        private static readonly AccountId Ada = new(new Guid(1, 0, 0, new byte[8]));
        private static readonly AccountId Bob = new(new Guid(2, 0, 0, new byte[8]));
        private static readonly SessionId Phone = new(new Guid(21, 0, 0, new byte[8]));
        private static readonly SessionId Laptop = new(new Guid(22, 0, 0, new byte[8]));
        private readonly List<IssuedTicket> receipts = [];
        private readonly HashSet<AccountId> gone = [];
        private Device device;
        private (Device Device, Holding? Holding, bool Confirmed)? backup;
        private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private int ids;
        private IssuedTicket? answer;
        private IssuedTicket? last;
        private IssuedTicket? declined;
        private Holding? holding;
        private bool confirmed;
        private AccountId? phoneHolder;
        private HoldingId? phoneHolding;
        private AccountId? answerHolder;
        private uint phoneEpoch;
        private bool phoneLost;

        public Life() => device = new Device(new DeviceId("d"), [], "m", new EvidenceCount(1, 0), now);

        public void Play(Move move)
        {
            switch (move)
            {
                case Move.ActivateAda: Activate(Ada); break;
                case Move.ActivateBob: Activate(Bob); break;
                case Move.StoreHold: StoreHold(); break;
                case Move.LoseAnswers: answer = null; break;
                case Move.Decline: Decline(); break;
                case Move.Sync: Sync(); break;
                case Move.GiveUpAda: GiveUp(Ada); break;
                case Move.GiveUpBob: GiveUp(Bob); break;
                case Move.AskReleaseTicket: AskReleaseTicket(); break;
                case Move.ObeyRelease: ObeyRelease(); break;
                case Move.SendReceipt: SendReceipt(last); break;
                case Move.RepeatOldReceipt: SendReceipt(receipts.FirstOrDefault()); break;
                case Move.WaitAMonth: now += TimeSpan.FromDays(31); break;
                case Move.MarkLostAda: MarkLost(Ada); break;
                case Move.MarkLostBob: MarkLost(Bob); break;
                case Move.AskFoundAda: AskFound(Ada); break;
                case Move.AskFoundBob: AskFound(Bob); break;
                case Move.CancelFound: _ = device.CancelFound(Ada); break;
                case Move.CarryOutFinds: _ = device.Find(now); break;
                case Move.AskLostTicket: AskLostTicket(); break;
                case Move.ObeyLostTicket: ObeyLostTicket(); break;
                case Move.OrderEraseAda: OrderErase(Ada); break;
                case Move.OrderEraseBob: OrderErase(Bob); break;
                case Move.CancelErase: _ = device.Holder is { } holder ? device.CancelErase(holder) : null; break;
                case Move.AskEraseTicket: AskEraseTicket(); break;
                case Move.ObeyErase: ObeyErase(); break;
                case Move.TakeBob: Take(Bob); break;
                case Move.SealAda: Leave(Ada, isSealed: true); break;
                case Move.LeaveAda: Leave(Ada, isSealed: false); break;
                case Move.BreakSeal: BreakSeal(); break;
                case Move.BackUp: backup = (Copied(device), holding is null ? null : Copied(holding), confirmed); break;
                case Move.Restore: Restore(); break;
            }
        }

        public void CheckThatNobodyWrongIsIn()
        {
            if (phoneHolder is { } inside && phoneEpoch == device.Epoch)
            {
                // Of whoever is gone the holding is left.
                Assert.True(device.Holder is { } holder ? holder == inside : device.State != DeviceState.Free && gone.Contains(inside));
                Assert.Equal(device.HoldingId, phoneHolding);
            }

            // Consent is no use while the device is lost, whoever gave it.
            Assert.True(device.State is not (DeviceState.Lost or DeviceState.Sealed) || device.MayIssueReleaseTicket(now) is not null);
            // Nobody uses it without an account, nor holds it, while it is somebody's.
            Assert.Equal(device.State == DeviceState.Free, device.MayOpen() is null);
            Assert.Equal(device.State == DeviceState.Lost, device.Loss is not null);

            // One step ahead with the receipt of a release still to come, or one behind after a decline until it is told: else both are in one epoch.
            Assert.True(phoneEpoch == device.Epoch
                || (phoneEpoch == device.Epoch + 1 && device.State is DeviceState.Releasing or DeviceState.Lost or DeviceState.Sealed && phoneHolder is null)
                || (phoneEpoch + 1 == device.Epoch && device.State == DeviceState.Free && phoneHolder is null && declined is not null));
        }

        public void EndByTheHolder()
        {
            answer = null;
            Sync();
            if (device.State == DeviceState.Free && phoneEpoch == device.Epoch)
            {
                return;
            }

            // Whoever has the release code ends a seal; what nobody holds any more was given up for good.
            _ = device.BreakSeal(now);
            _ = device.RenewAbandoned(now);
            if (phoneEpoch == device.Epoch)
            {
                if (device.Holder is not { } holder)
                {
                    phoneLost = false;
                    phoneHolder ??= Synced(Ada);
                    AskReleaseTicket();
                    ObeyRelease();
                    SendReceipt(last);
                    Assert.Equal((DeviceState.Free, phoneEpoch), (device.State, device.Epoch));
                    return;
                }

                if (device.State == DeviceState.Lost)
                {
                    Assert.Null(device.AskFound(holder, Laptop, hasFreeProof: false, now));
                    now += TimeSpan.FromDays(7);
                    Assert.Null(device.Find(now));
                }

                phoneLost = false;
                Assert.Null(device.BeginRelease(holder, erase: false, now));
                phoneHolder ??= Synced(holder);
                AskReleaseTicket();
                ObeyRelease();
            }

            SendReceipt(last);
            Assert.Equal(DeviceState.Free, device.State);
            Assert.Equal(phoneEpoch, device.Epoch);
        }

        // The holder is gone: nobody gives a consent, nor renews one.
        public void EndByACase()
        {
            answer = null;
            Sync();
            if (phoneEpoch == device.Epoch)
            {
                if (device.Holder is not { } holder)
                {
                    return;
                }

                if (device.State == DeviceState.Lost)
                {
                    now += TimeSpan.FromDays(366);
                    Assert.Null(device.EndLossByCase(device.Epoch, now));
                }

                phoneLost = false;
                if (device.MayIssueReleaseTicket(now) is not null)
                {
                    Assert.True(device.IsKept(now));
                    Assert.Null(device.BeginCaseRelease(device.Epoch, now));
                    Assert.True(device.Entitlement!.Erase);
                    Assert.False(device.IsKept(now));
                }

                phoneHolder ??= Synced(holder);
                AskReleaseTicket();
                ObeyRelease();
            }

            SendReceipt(last);
            Assert.Equal(DeviceState.Free, device.State);
        }

        // A sync ticket tells a phone that lost its hold who holds it.
        private AccountId Synced(AccountId holder)
        {
            phoneHolding = device.HoldingId;
            return holder;
        }

        private void Activate(AccountId account)
        {
            var before = device.Holder;
            if (!gone.Contains(account) && device.Fits(phoneEpoch, phoneHolding) is null && device.Activate(account, Phone, new HoldingId(NextId()), now) is null)
            {
                Assert.True(before is null || before == account);
                answer = new IssuedTicket(new TicketId(NextId()), TicketKind.Hold, device, now);
                answerHolder = account;
                (holding, confirmed) = before is null ? (new Holding(device, now), false) : (holding, confirmed);
            }
        }

        private void StoreHold()
        {
            if (answer is { Kind: TicketKind.Hold } hold && hold.Epoch == phoneEpoch && !phoneLost)
            {
                (phoneHolder, phoneHolding, last, answer) = (answerHolder, hold.HoldingId, hold, null);
            }
        }

        // Only a free phone declines, what it was just offered or once more what it declined before.
        private void Decline()
        {
            if (phoneHolder is null && (answer is { Kind: TicketKind.Hold } ? answer : declined) is { } hold)
            {
                var wasDeclinable = device.State is DeviceState.Held or DeviceState.Lost && hold.Epoch == device.Epoch && phoneEpoch == hold.Epoch;
                var refused = device.Decline(hold, phoneEpoch, device.HoldingId is null ? null : holding) is not null;
                Assert.Equal(wasDeclinable && !refused, wasDeclinable && device.State == DeviceState.Free);
                Assert.True(!wasDeclinable || refused == confirmed);
                (declined, answer) = (hold, null);
            }
        }

        // What the agent asks for when its evidence is stale.
        private void Sync()
        {
            if (phoneHolder is null && phoneEpoch < device.Epoch && device.State == DeviceState.Free)
            {
                phoneEpoch = device.Epoch;
            }
        }

        private void GiveUp(AccountId account)
        {
            var holder = device.Holder;
            Assert.Equal(holder == account && device.State != DeviceState.Lost, device.BeginRelease(account, erase: false, now) is null);
        }

        private void MarkLost(AccountId account)
        {
            var holder = device.Holder;
            Assert.Equal(holder == account, device.MarkLost(account, new LostNotice("m", null), Laptop, now) is null);
        }

        private void AskFound(AccountId account)
        {
            var may = device.Holder == account && device.State == DeviceState.Lost;
            Assert.Equal(may, device.AskFound(account, Laptop, hasFreeProof: true, now) is null);
        }

        private void AskLostTicket()
        {
            if (phoneHolder is not null && phoneEpoch == device.Epoch && device.State != DeviceState.Free)
            {
                answer = new IssuedTicket(new TicketId(NextId()), device.State is DeviceState.Lost or DeviceState.Sealed ? TicketKind.Lost : TicketKind.Found, device, now);
            }
        }

        private void ObeyLostTicket()
        {
            if (answer is { Kind: TicketKind.Lost or TicketKind.Found } ticket && ticket.Epoch == phoneEpoch)
            {
                (phoneLost, last, answer) = (ticket.Kind == TicketKind.Lost, ticket, null);
            }
        }

        private void OrderErase(AccountId account)
        {
            var may = device.Holder == account && device.State != DeviceState.Releasing;
            Assert.Equal(may, device.OrderErase(account, TimeSpan.FromDays(1), code: null, now) is null);
        }

        private void AskEraseTicket()
        {
            if (phoneEpoch == device.Epoch && device.MayIssueEraseTicket(now) is null)
            {
                answer = new IssuedTicket(new TicketId(NextId()), TicketKind.Erase, device, now);
            }
        }

        // User data goes; the lock stays as it is.
        private void ObeyErase()
        {
            if (answer is { Kind: TicketKind.Erase } erase && erase.Epoch == phoneEpoch)
            {
                (last, answer) = (erase, null);
            }
        }

        // In the step of the receipt for a release that was a transfer: the phone has let go by then.
        private void Take(AccountId account)
        {
            var isFree = device.State == DeviceState.Free && phoneEpoch == device.Epoch && phoneHolder is null;
            if (isFree && !gone.Contains(account))
            {
                Assert.Null(device.Take(account, new HoldingId(NextId()), now));
                (holding, confirmed) = (new Holding(device, now), false);
            }
            else if (device.State != DeviceState.Free)
            {
                Assert.NotNull(device.Take(account, new HoldingId(NextId()), now));
            }
        }

        // The account is erased. Backups of before are of no use to this story: the journal of erasures is read at a restore, and says the same again.
        private void Leave(AccountId account, bool isSealed)
        {
            if (device.Holder != account)
            {
                return;
            }

            gone.Add(account);
            backup = null;
            while (device.LoseHolderNext(isSealed, now) is not null)
            {
                // Until nothing is left to do.
            }

            Assert.Null(device.Holder);
            Assert.True(device.State is DeviceState.Sealed or DeviceState.Releasing);
        }

        private void BreakSeal()
        {
            var isSealed = device.State == DeviceState.Sealed;
            Assert.Equal(isSealed, device.BreakSeal(now) is null);
        }

        // The phone is switched on anew, and says first how it stands: nothing else is done with it before.
        private void Restore()
        {
            if (backup is not { } kept)
            {
                return;
            }

            (device, holding, confirmed, answer) = (Copied(kept.Device), kept.Holding is null ? null : Copied(kept.Holding), kept.Confirmed, null);
            var report = new DeviceReport(phoneEpoch, phoneHolding, phoneHolder, IsProven: true, phoneLost ? new LostNotice("m", null) : null);
            var judged = device.Judge(report);
            Assert.NotEqual(ReportOutcome.Unproven, judged);
            while (judged == ReportOutcome.Adopted && device.AdoptNext(report, now) is { } name)
            {
                (holding, confirmed) = name == DeviceEvents.AdoptedHold ? (new Holding(device, now), false) : (holding, confirmed);
            }
        }

        // A row as it was: it has values only, and is never changed in place.
        private static T Copied<T>(T row)
            where T : notnull => (T)typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(row, null)!;

        private void AskReleaseTicket()
        {
            if (phoneEpoch == device.Epoch && device.MayIssueReleaseTicket(now) is null)
            {
                answer = new IssuedTicket(new TicketId(NextId()), TicketKind.Release, device, now);
            }
        }

        private void ObeyRelease()
        {
            if (answer is { Kind: TicketKind.Release } release && release.Epoch == phoneEpoch && phoneHolding == release.HoldingId && !phoneLost)
            {
                (phoneHolder, phoneHolding, last, answer) = (null, null, release, null);
                phoneEpoch++;
            }
        }

        private void SendReceipt(IssuedTicket? ticket)
        {
            if (ticket is null)
            {
                return;
            }

            var before = device.State;
            var refused = device.Receive(ticket, phoneEpoch) is not null;
            if (!refused && ticket.Kind == TicketKind.Hold && device.State is DeviceState.Held or DeviceState.Lost && ticket.Epoch == device.Epoch)
            {
                confirmed |= holding!.Confirm(now);
            }

            if (before != DeviceState.Free && device.State == DeviceState.Free)
            {
                Assert.False(refused);
                Assert.Equal(TicketKind.Release, ticket.Kind);
                Assert.Equal(phoneEpoch, device.Epoch);
            }

            receipts.Add(ticket);
        }

        private Guid NextId() => new(++ids, 0, 0, new byte[8]);
    }
}
