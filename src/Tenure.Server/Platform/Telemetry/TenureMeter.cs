using System.Diagnostics.Metrics;

namespace Tenure.Server.Platform.Telemetry;

/// <summary>The server's own figures, meter <c>Tenure</c>; docs/operate/telemetry.md lists them. A tag is a word of ours, never what somebody typed, and no id.</summary>
/// <remarks>Without anybody who listens an instrument costs next to nothing.</remarks>
internal static class TenureMeter
{
    public const string Name = "Tenure";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> SignIns = Meter.CreateCounter<long>("tenure.sign_ins", "{sign_in}", "Steps of sign-ins, by how they ended");
    private static readonly Counter<long> Codes = Meter.CreateCounter<long>("tenure.codes", "{code}", "Codes that were promised, by the way they go");
    private static readonly UpDownCounter<long> Hashes = Meter.CreateUpDownCounter<long>("tenure.hashes.inside", "{hash}", "Passwords being hashed or waiting in line for it");
    private static readonly Counter<long> HashRefusals = Meter.CreateCounter<long>("tenure.hashes.refused", "{hash}", "Passwords for which the line was too long");
    private static readonly Gauge<long> OutboxWaiting = Meter.CreateGauge<long>("tenure.outbox.waiting", "{message}", "Messages that no mail server has taken yet");
    private static readonly Gauge<double> OutboxAge = Meter.CreateGauge<double>("tenure.outbox.age", "s", "How long the oldest of them has been waiting");
    private static readonly Counter<long> Tickets = Meter.CreateCounter<long>("tenure.tickets", "{ticket}", "Tickets issued, by kind");
    private static readonly Counter<long> UnknownTickets = Meter.CreateCounter<long>("tenure.unknown_tickets", "{ticket}", "Tickets that devices named and that were never issued here");
    private static readonly Counter<long> Copies = Meter.CreateCounter<long>("tenure.device_copies", "{device}", "Devices that may have been copied, each time it showed");
    private static readonly Counter<long> AgentAlarms = Meter.CreateCounter<long>("tenure.agent_alarms", "{alarm}", "Agents who should be looked at, by the reason");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("tenure.refusals", "{refusal}", "Expected noes, by code");

    public static void SignedIn(string outcome) => SignIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void CodePromised(string channel) => Codes.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public static void HashEntered() => Hashes.Add(1);

    public static void HashLeft() => Hashes.Add(-1);

    public static void HashRefused() => HashRefusals.Add(1);

    public static void OutboxSeen(long waiting, TimeSpan age)
    {
        OutboxWaiting.Record(waiting);
        OutboxAge.Record(age.TotalSeconds);
    }

    public static void TicketIssued(string kind) => Tickets.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void UnknownTicket() => UnknownTickets.Add(1);

    public static void CopySeen() => Copies.Add(1);

    public static void AgentAlarmRaised(Domain.Operators.AgentAlarmKind kind) => AgentAlarms.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    public static void Refused(string code) => Refusals.Add(1, new KeyValuePair<string, object?>("code", code));
}
