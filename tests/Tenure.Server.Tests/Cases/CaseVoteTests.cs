using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Cases;
using Tenure.Server.Data;
using Tenure.Server.Devices;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Operators;

namespace Tenure.Server.Tests.Cases;

/// <summary>Whoever has the server and its database, and not the signer, lets no phone go by a case that two agents did not decide.</summary>
public abstract class CaseVoteTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_signer_that_takes_no_votes_of_an_agent_any_more_lets_no_phone_go_by_them()
    {
        var phone = await GrantedAsync();
        using var ours = phone;
        AgentsAtSigner.Change(host.Server, known => known.Select(a => a.Agent == NameOf(1) ? a with { WithdrawnAt = host.Clock.GetUtcNow() } : a));
        Assert.Equal("signer_votes", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        // Whoever runs the signer was wrong about them; it reads its file again.
        AgentsAtSigner.Change(host.Server, known => known.Select(a => a.Agent == NameOf(1) ? a with { WithdrawnAt = null } : a));
        Assert.True(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
    }

    // What is written into the log is 14 days old, and says all that the entry of an honest case says.
    [Fact]
    public async Task A_consent_by_a_case_that_was_written_into_the_database_frees_no_phone_without_votes_nor_with_those_for_another()
    {
        var (_, other) = await LongHeldAsync();
        using var theirs = other;
        var decided = await GrantedAsync();
        using var ours = decided;
        var votes = await VotesAsync(decided.Id);
        await GrantAsync(other.Id, null);
        Assert.Equal("signer_votes", await CodeAsync(() => other.GetReleaseTicketAsync(Ct)));
        var id = new DeviceId(other.Id);
        await host.InDatabaseAsync(db => db.DeviceLogOpenings.Where(o => o.DeviceId == id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Votes, votes), Ct));
        Assert.Equal("signer_votes", await CodeAsync(() => other.GetReleaseTicketAsync(Ct)));
        Assert.True(decided.Store(await decided.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
    }

    [Fact]
    public async Task Votes_by_which_a_phone_was_let_go_let_it_go_from_no_later_holder()
    {
        var phone = await GrantedAsync();
        using var ours = phone;
        var votes = await VotesAsync(phone.Id);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        await GrantAsync(phone.Id, votes);
        Assert.Equal("signer_votes", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    private async Task<TestPhone> GrantedAsync()
    {
        var (ada, phone) = await LongHeldAsync();
        var asked = await AnnouncedAsync("release", phone.Id, ada.Email);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
        return phone;
    }

    private async Task<byte[]> VotesAsync(string phone)
    {
        var id = new DeviceId(phone);
        return (await host.InDatabaseAsync(db => db.DeviceLogOpenings.Where(o => o.DeviceId == id && o.Votes != null).Select(o => o.Votes).SingleAsync(Ct)))!;
    }

    // As the server does it for a case, without one.
    private Task<int> GrantAsync(string phone, byte[]? votes) => host.InScopeAsync(async services =>
    {
        var (db, id) = (services.GetRequiredService<TenureDb>(), new DeviceId(phone));
        var epoch = await db.Devices.Where(d => d.Id == id).Select(d => d.Epoch).SingleAsync(Ct);
        Assert.Null(await services.GetRequiredService<CaseDevices>().GrantReleaseAsync(id, epoch, host.Clock.GetUtcNow() - (14 * Day), votes, Ct));
        return await db.SaveChangesAsync(Ct);
    });
}
