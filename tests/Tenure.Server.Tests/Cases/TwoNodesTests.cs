using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Cases;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>Two servers on one database, of which one has the wrong time. PostgreSQL alone: SQLite is for one process.</summary>
public sealed class TwoNodesTests(PostgresDeviceHost host) : DecidedCaseTests(host), IClassFixture<PostgresDeviceHost>
{
    private readonly DeviceHost host = host;

    /// <summary>Not counted with those that run on both databases: it has no twin.</summary>
    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_agents_decide_on_a_node_that_is_behind_waits_by_the_time_of_the_other_one()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        await using var behind = new Node(host);
        await behind.InitializeAsync();
        behind.Clock.AdjustTime(host.Clock.GetUtcNow() - TimeSpan.FromHours(20));
        var (client, contact) = (behind.Client(), Person.NewEmail());
        var asked = await client.OpenCaseAsync(new Ask.OpenCase("release", contact, phone.Id, Language: "en"), Ct);
        await SendPapersAsync(asked);
        await client.ProveCaseContactAsync(asked.Number, asked.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(behind, contact, Ct)), Ct);
        await client.SubmitCaseAsync(asked.Number, asked.Secret, Ct);

        // What the right one did meanwhile says what time it is.
        var others = Person.NewEmail();
        await OpenAsync("recovery", others, others);
        foreach (var agent in (int[])[0, 1])
        {
            await DrawAsync(asked, agent);
            await using var scope = behind.Services.CreateAsyncScope();
            var desk = scope.ServiceProvider.GetRequiredService<CaseDesk>();
            var seen = await desk.LookAsync(AgentOf(agent), asked.Number, Ct);
            Assert.Null(await desk.DecideAsync(AgentOf(agent), isSenior: true, asked.Number, seen.Value.Digest, approves: true, CaseReason.None, Ct));
        }

        Assert.Equal(host.Clock.GetUtcNow() + CaseRules.ReleaseWait, (await StatusAsync(asked)).Earliest!.Value, TimeSpan.FromMinutes(1));
        await using var asleep = await host.WithoutAsync<CarryCasesOn>(Ct);
        host.Clock.Advance(CaseRules.ReleaseWait - TimeSpan.FromHours(1));
        behind.Clock.AdjustTime(host.Clock.GetUtcNow() - TimeSpan.FromHours(20));
        await host.SweepAsync<CarryCasesOn>(Ct);
        await behind.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("announced", (await StatusAsync(asked)).State);
        host.Clock.Advance(TimeSpan.FromHours(2));
        await behind.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("announced", (await StatusAsync(asked)).State);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
    }

    // With the keys of the first, as docs/operate/install.md says; each signer has a ledger of its own.
    private sealed class Node(DeviceHost first) : PostgresServer
    {
        protected override Task<string?> ConnectionStringAsync()
        {
            var keys = Directory.CreateDirectory(Path.Combine(Folder, "keys")).FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(first.DataFolder, "keys")).Where(file => !Path.GetFileName(file).StartsWith("ledger", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
            }

            return Task.FromResult(first.Connection);
        }

        protected override Task DropAsync() => Task.CompletedTask;
    }
}
