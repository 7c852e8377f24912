using Tenure.Client.Cases;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Phone.Boot;

/// <summary>What all screens of one boot share: the phone, the person, the line to the server, and what happened.</summary>
internal sealed class BootSession(PhoneCore phone, IPerson person, Func<HttpMessageHandler> network, TimeProvider clock) : IDisposable
{
    private readonly List<string> events = [];

    public PhoneCore Phone => phone;

    public IPerson Person => person;

    /// <summary>The SIM slots of the phone.</summary>
    public IReadOnlyList<SimSlot> Sims { get; init; } = [];

    /// <summary>How often a locked phone asks its server by itself how things stand.</summary>
    public TimeSpan LookAgain { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Lives from power-on to power-off, whatever becomes of the line.</summary>
    public DeviceAgent Agent { get; } = new(phone, clock);

    public ActivationLock Lock => Agent.Lock;

    /// <summary>Set once the server was met in this boot.</summary>
    public PhoneConnection? Connection { get; private set; }

    public IReadOnlyList<string> Events => events;

    /// <summary>The last thing that went wrong; a success clears it.</summary>
    public KnownFailure? LastFailure { get; private set; }

    /// <summary>Number of the account that was made in this boot.</summary>
    public string? AccountNumber { get; set; }

    /// <summary>The case that was opened on this phone, as it was last seen in this boot.</summary>
    public CaseStatus? Case { get; set; }

    /// <summary>What others ask of the account that holds the phone, as its unlocked screen showed it.</summary>
    public IReadOnlyList<CaseAboutMe>? Cases { get; set; }

    public void Note(string what) => events.Add(what);

    /// <summary>Does what talks to the server; what goes wrong is told to the person.</summary>
    public async Task<bool> TryAsync(Func<Task> step, CancellationToken ct, bool quietly = false)
    {
        try
        {
            await step();
            LastFailure = null;
            return true;
        }
        catch (Exception e) when (KnownFailure.Is(e, ct))
        {
            LastFailure = KnownFailure.Of(e, person.Text, clock.GetUtcNow());
            if (!quietly)
            {
                person.Complain(LastFailure.Failure.Message);
            }

            return false;
        }
    }

    /// <summary>Says that there were too many tries, and until when nothing happens; then goes on.</summary>
    public Task SlowDownAsync(TimeSpan wait, CancellationToken ct)
    {
        person.Say(CommandOutput.Format(person.Text.WaitsUntil, person.Text.SlowDown, (clock.GetUtcNow() + wait).ToLocalTime().ToString("T", System.Globalization.CultureInfo.CurrentCulture)));
        return Task.Delay(wait, clock, ct);
    }

    /// <summary>Ends a step for a reason of the phone's own.</summary>
    public int Stop(int exitCode, string code, string message)
    {
        LastFailure = new KnownFailure(exitCode, new CommandFailure(code, message));
        person.Complain(message);
        return exitCode;
    }

    /// <summary>Meets the server at an address and keeps the line if it is ours.</summary>
    public async Task<MetServer> MeetAsync(Uri address, CancellationToken ct)
    {
        Connection?.Dispose();
        Connection = new PhoneConnection(phone, address, person.Text.Tag, network);
        Agent.Connect(Connection.Device);
        var met = await Agent.MeetServerAsync(address, ct);
        Tell(met.Heard);
        return met;
    }

    /// <summary>Tells the server what it still has to learn, if it can be reached; it stays owed otherwise.</summary>
    public async Task DeliverOwedAsync(CancellationToken ct)
    {
        var failure = LastFailure;
        if (Lock.OwesReceipt && Connection is not null && await TryAsync(() => Agent.SendOwedReceiptAsync(ct), ct, quietly: true))
        {
            Note("receipt_acknowledged");
        }

        if (Lock.OwesDecline && Connection is not null && await TryAsync(() => Agent.DeclineOfferAsync(ct), ct, quietly: true))
        {
            Note("declined");
        }

        LastFailure = failure;
    }

    public void ChooseLanguage()
    {
        person.Text = person.ChooseLanguage();
        if (phone.UserData.Record.Language != person.Text.Tag)
        {
            phone.UserData.Save(phone.UserData.Record with { Language = person.Text.Tag });
        }
    }

    private void Tell(IEnumerable<RootStatementKind> heard)
    {
        foreach (var kind in heard)
        {
            switch (kind)
            {
                case RootStatementKind.Floors:
                    Note("signers_withdrawn");
                    person.Say(person.Text.SignersWithdrawn);
                    break;
                case RootStatementKind.Rekey:
                    Note("server_replaced");
                    person.Say(person.Text.ServerReplaced);
                    break;
                case RootStatementKind.Sunset:
                    Note("locks_ended");
                    break;
                case RootStatementKind.SunsetAnnounced:
                    // The server tells people; a phone without a clock has nothing to add.
                    break;
            }
        }
    }

    public void Dispose()
    {
        Connection?.Dispose();
        Agent.Dispose();
    }
}
