using System.Globalization;
using System.Net;

namespace Tenure.Cli.Tour;

/// <summary>The people who decide cases: made by the commands and pages that make them anywhere, and drawn by the server's lot.</summary>
internal sealed class BackOffice(HttpClient http, Stage stage, string cli, string data)
{
    private static readonly TimeSpan UntilDrawn = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan RoleWait = TimeSpan.FromHours(72);
    private readonly List<TourOperator> agents = [];

    /// <summary>Makes an operator and two agents: the command offers the role, the operator confirms it, they register a passkey, the signer is told it, and 72 hours pass.</summary>
    /// <returns>The agents' names, and how many of them were agents before the 72 hours and after them.</returns>
    public async Task<object[]> MakeAsync(CancellationToken ct)
    {
        var made = await Task.WhenAll(MakeAsync("operator-one", ct), MakeAsync("agent-one", ct), MakeAsync("agent-two", ct));
        agents.AddRange(made[1..]);
        await Task.WhenAll(agents.Select(agent => RunAsync(["role", agent.Name, "agent"], ct)));
        foreach (var agent in agents)
        {
            await made[0].ConfirmRoleAsync(agent.Name, "Agent", ct);
            await agent.RegisterPasskeyAsync(ct);
            await AdmitAsync(agent, ct);
        }

        await stage.MoveClockAsync(RoleWait - TimeSpan.FromMinutes(1), ct);
        var before = await CountAsync(ct);
        await stage.MoveClockAsync(TimeSpan.FromMinutes(1), ct);
        var after = await CountAsync(ct);
        Seen.That((before, after) == (0, agents.Count), $"{before} agents before, {after} after");
        return [string.Join(", ", agents.Select(agent => agent.Name)), before, after];
    }

    /// <summary>Lets the server draw somebody for a case; one that it drew already is that.</summary>
    public async Task<TourOperator> DrawnAsync(string number, CancellationToken ct)
    {
        await stage.MoveClockAsync(UntilDrawn, ct);
        TourOperator? drawn = null;
        var bare = number.Replace("-", "", StringComparison.Ordinal);
        await Stage.UntilAsync(
            async () =>
            {
                foreach (var agent in agents)
                {
                    if (await agent.HasAsync(bare, ct))
                    {
                        drawn = agent;
                    }
                }

                return drawn is not null;
            },
            ct);
        return drawn!;
    }

    /// <summary>The first says yes, and tries once more.</summary>
    /// <returns>How the server answered that.</returns>
    public async Task<HttpStatusCode> FirstVoteAsync(string number, CancellationToken ct)
    {
        var first = await DrawnAsync(number, ct);
        var vote = await first.ApproveAsync(number, ct);
        Seen.That(vote == HttpStatusCode.Found, $"the vote was answered by {(int)vote}");
        var (again, _) = await first.OpenAsync("/operator/cases/" + number, ct);
        return again;
    }

    /// <summary>The second says yes.</summary>
    public async Task SecondVoteAsync(string number, CancellationToken ct)
    {
        var vote = await (await DrawnAsync(number, ct)).ApproveAsync(number, ct);
        Seen.That(vote == HttpStatusCode.Found, $"the vote was answered by {(int)vote}");
    }

    // An agent is nobody on the other pages.
    private async Task<int> CountAsync(CancellationToken ct)
    {
        var count = 0;
        foreach (var agent in agents)
        {
            count += (await agent.OpenAsync("/operator/log", ct)).Status == HttpStatusCode.OK ? 0 : 1;
        }

        return count;
    }

    private async Task<TourOperator> MakeAsync(string name, CancellationToken ct)
    {
        var made = await RunAsync(["create", name], ct);
        return new TourOperator(http, name, made["secret"]);
    }

    // What whoever runs the signer does, with what the agent's own page shows.
    private async Task AdmitAsync(TourOperator agent, CancellationToken ct)
    {
        var passkey = await agent.ReadPasskeyAsync(ct);
        var done = await Child.RunAsync(cli, ["keys", "admit", "--keys", Path.Combine(data, "keys"), "--agent", agent.Name, "--role", "agent", "--passkey", passkey, "--json"], ct);
        Seen.That(done.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"exit code {done.ExitCode}: {done.Output}{done.Error}"));
    }

    private async Task<ChildResult> RunAsync(string[] verb, CancellationToken ct)
    {
        var done = await Child.RunAsync(cli, ["operator", .. verb, "--data", data, "--json"], ct);
        Seen.That(done.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"exit code {done.ExitCode}: {done.Output}{done.Error}"));
        return done;
    }
}
