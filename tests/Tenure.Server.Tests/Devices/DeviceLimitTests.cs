using Tenure.Client;
using Tenure.Client.Cases;
using Tenure.Client.Devices;
using Tenure.Client.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

/// <summary>How much a network, and a device, may ask for; with the smallest figures that the options take: ten of a network and five of a device an hour.</summary>
public abstract class DeviceLimitTests(DeviceHost host) : DeviceTests(host)
{
    internal static readonly Dictionary<string, string> Smallest = new()
    {
        ["Devices:NewPerNetwork"] = "10",
        ["Devices:RefusedPerNetwork"] = "10",
        ["Devices:TicketsPerDevice"] = "5",
        ["Devices:FreeSyncsPerNetwork"] = "10",
        ["Devices:OpensPerNetwork"] = "10",
        ["Devices:OpenModels"] = "*",
    };

    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_network_that_makes_too_many_devices_known_waits_for_the_end_of_the_hour()
    {
        var network = ServerFixture.NewAddress();
        await EnrolAsync(network, 10);
        host.Clock.Advance(TimeSpan.FromMinutes(20));

        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => EnrolAsync(network, 1));
        Assert.Equal(("rate_limited", 429, TimeSpan.FromMinutes(40)), (refused.Code, refused.Problem.Status, refused.RetryAfter));
        await EnrolAsync(ServerFixture.NewAddress(), 1);

        host.Clock.Advance(TimeSpan.FromMinutes(40));
        await EnrolAsync(network, 10);
        Assert.Equal("rate_limited", await CodeAsync(() => EnrolAsync(network, 1)));
    }

    [Fact]
    public async Task Of_many_new_devices_at_once_no_more_become_known_than_may()
    {
        var network = ServerFixture.NewAddress();
        var codes = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => CodeAsync(() => EnrolAsync(network, 1))));
        Assert.Equal(10, codes.Count(code => code is null));
        Assert.Equal(15, codes.Count(code => code == "rate_limited"));
    }

    [Fact]
    public async Task A_known_device_is_served_on_a_network_that_a_stranger_has_used_up()
    {
        var network = ServerFixture.NewAddress();
        var holder = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone(network);
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        await EnrolAsync(network, 9);
        await UseUpAsync(network);

        await phone.EnrolAsync(Ct);
        await phone.SyncAsync(Ct);
        phone.Store(await phone.ReleaseAsync(holder.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        await RemoveAsync(ClientOf(holder.Token), phone.Id, erase: false);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
    }

    [Fact]
    public async Task Evidence_that_was_used_is_counted_by_network_and_costs_its_device_nothing()
    {
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var overheard = await phone.EvidenceAsync(EvidencePurpose.Sync, null, Ct);
        await host.NewClient().SyncDeviceAsync(new SyncDevice(overheard.Evidence), Ct);

        var stranger = host.NewClient(ServerFixture.NewAddress());
        for (var time = 0; time < 10; time++)
        {
            Assert.Equal("nonce_spent", await CodeAsync(() => stranger.SyncDeviceAsync(new SyncDevice(overheard.Evidence), Ct)));
        }

        Assert.Equal("rate_limited", await CodeAsync(() => stranger.SyncDeviceAsync(new SyncDevice(overheard.Evidence), Ct)));
        await phone.SyncAsync(Ct);
        Assert.NotEmpty(await ClientOf(holder.Token).GetDevicesAsync(Ct));
    }

    [Fact]
    public async Task A_device_gets_so_many_tickets_of_a_kind_in_an_hour()
    {
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        for (var ticket = 0; ticket < 5; ticket++)
        {
            await phone.SyncAsync(Ct);
            host.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => phone.SyncAsync(Ct));
        Assert.Equal(("rate_limited", 429, TimeSpan.FromMinutes(35)), (refused.Code, refused.Problem.Status, refused.RetryAfter));

        var client = ClientOf(await host.NewTokenAsync(holder.Id, Ct));
        await RemoveAsync(client, phone.Id, erase: false);
        for (var ticket = 0; ticket < 5; ticket++)
        {
            await phone.GetReleaseTicketAsync(Ct);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        host.Clock.Advance(TimeSpan.FromMinutes(35));
        await phone.SyncAsync(Ct);
        host.Clock.Advance(TimeSpan.FromMinutes(25));
        await phone.GetReleaseTicketAsync(Ct);
    }

    [Fact]
    public async Task Made_up_devices_use_up_few_tickets_of_the_signer_that_frees()
    {
        var network = ServerFixture.NewAddress();
        List<TestPhone> made = [.. Enumerable.Range(0, 4).Select(_ => host.NewPhone(network))];
        var codes = new List<string?>();
        foreach (var phone in made)
        {
            await phone.EnrolAsync(Ct);
            for (var ticket = 0; ticket < 3; ticket++)
            {
                codes.Add(await CodeAsync(() => phone.SyncAsync(Ct)));
            }
        }

        Assert.Equal([.. Enumerable.Repeat<string?>(null, 10), "rate_limited", "rate_limited"], codes);

        // A phone that somebody holds is told all the same.
        var (_, held) = await NewHeldPhoneAsync(network: network);
        await held.SyncAsync(Ct);
        held.Dispose();
        made.ForEach(phone => phone.Dispose());
    }

    [Fact]
    public async Task Made_up_devices_of_one_network_get_few_tickets_to_do_without_an_account()
    {
        var network = ServerFixture.NewAddress();
        List<TestPhone> made = [.. Enumerable.Range(0, 4).Select(_ => host.NewPhone(network))];
        var codes = new List<string?>();
        foreach (var phone in made)
        {
            await phone.EnrolAsync(Ct);
            for (var ticket = 0; ticket < 3; ticket++)
            {
                codes.Add(await CodeAsync(() => phone.GetOpenTicketAsync(Ct)));
            }
        }

        Assert.Equal([.. Enumerable.Repeat<string?>(null, 10), "rate_limited", "rate_limited"], codes);
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => made[^1].GetOpenTicketAsync(Ct));
        Assert.Equal((429, TimeSpan.FromHours(1)), (refused.Problem.Status, refused.RetryAfter));

        // What is refused for another reason is not counted, and neither other networks nor activations are held up.
        var (_, held) = await NewHeldPhoneAsync(network: network);
        Assert.Equal("device_held", await CodeAsync(() => held.GetOpenTicketAsync(Ct)));
        using var elsewhere = host.NewPhone();
        await elsewhere.EnrolAsync(Ct);
        await elsewhere.GetOpenTicketAsync(Ct);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await made[^1].GetOpenTicketAsync(Ct);
        held.Dispose();
        made.ForEach(phone => phone.Dispose());
    }

    [Fact]
    public async Task Of_many_openings_at_once_no_more_than_a_network_may_have_get_a_ticket()
    {
        var network = ServerFixture.NewAddress();
        List<TestPhone> made = [.. Enumerable.Range(0, 15).Select(_ => host.NewPhone(ServerFixture.NewAddress()))];
        var asked = new List<DeviceEvidence>();
        foreach (var phone in made)
        {
            await phone.EnrolAsync(Ct);
            asked.Add(await phone.EvidenceAsync(EvidencePurpose.Open, null, Ct));
        }

        var codes = await Task.WhenAll(asked.Select(evidence => CodeAsync(() => host.NewClient(network).GetOpenTicketAsync(evidence, Ct))));
        Assert.InRange(codes.Count(code => code is null), 1, 10);
        Assert.All(codes, code => Assert.Contains(code, new[] { null, "rate_limited" }));
        made.ForEach(phone => phone.Dispose());
    }

    [Theory]
    [InlineData("open-ticket")]
    [InlineData("enrolment")]
    [InlineData("sync")]
    [InlineData("release-ticket")]
    [InlineData("lost-ticket")]
    [InlineData("erase-ticket")]
    [InlineData("receipt")]
    [InlineData("decline")]
    [InlineData("case")]
    [InlineData("case-evidence")]
    [InlineData("case-objection")]
    [InlineData("token")]
    public async Task Every_door_counts_what_proves_nothing(string door)
    {
        var stranger = host.NewClient(ServerFixture.NewAddress());
        var nothing = new DeviceEvidence("AAAA");
        Func<Task> call = door switch
        {
            "enrolment" => () => stranger.EnrolDeviceAsync(nothing, Ct),
            "sync" => () => stranger.SyncDeviceAsync(new SyncDevice("AAAA"), Ct),
            "release-ticket" => () => stranger.GetReleaseTicketAsync(nothing, Ct),
            "open-ticket" => () => stranger.GetOpenTicketAsync(nothing, Ct),
            "lost-ticket" => () => stranger.GetLostTicketAsync(nothing, Ct),
            "erase-ticket" => () => stranger.GetEraseTicketAsync(nothing, Ct),
            "receipt" => () => stranger.SendReceiptAsync(nothing, Ct),
            "decline" => () => stranger.DeclineDeviceAsync(nothing, Ct),
            "case" => () => stranger.OpenCaseAsync(new OpenCase("release", Person.NewEmail(), Evidence: nothing.Evidence, Language: "en"), Ct),
            "case-evidence" => await CaseDoorAsync(stranger, nothing.Evidence),
            "case-objection" => () => stranger.ObjectOnDeviceAsync(nothing, Ct),
            _ => () => stranger.SignIn.ForDeviceAsync(nothing.Evidence, Ct),
        };
        for (var time = 0; time < 10; time++)
        {
            Assert.Equal("evidence_malformed", await RefusalAsync(call));
        }

        Assert.Equal("rate_limited", await RefusalAsync(call));
    }

    private async Task<Func<Task>> CaseDoorAsync(TenureClient stranger, string evidence)
    {
        var opened = await host.NewClient().OpenCaseAsync(new OpenCase("release", Person.NewEmail(), Person.NewEmail(), Language: "en"), Ct);
        return () => stranger.ProveCaseDeviceAsync(opened.Number, opened.Secret, new ProveCaseDevice(evidence), Ct);
    }

    private static async Task<string?> RefusalAsync(Func<Task> call)
    {
        try
        {
            return await CodeAsync(call);
        }
        catch (OAuthException e)
        {
            return e.Error.Refusal;
        }
    }

    private async Task UseUpAsync(string network)
    {
        var stranger = host.NewClient(network);
        foreach (var call in (Func<DeviceEvidence, Task>[])[e => stranger.EnrolDeviceAsync(e, Ct), e => stranger.SyncDeviceAsync(new SyncDevice(e.Evidence), Ct), e => stranger.GetReleaseTicketAsync(e, Ct)])
        {
            for (var time = 0; time < 4; time++)
            {
                await CodeAsync(() => call(new DeviceEvidence("AAAA")));
            }

            Assert.Contains(await CodeAsync(() => call(new DeviceEvidence("AAAA"))), new[] { "evidence_malformed", "rate_limited" });
        }

        Assert.Equal("rate_limited", await CodeAsync(() => stranger.SyncDeviceAsync(new SyncDevice("AAAA"), Ct)));
        Assert.Equal("rate_limited", await CodeAsync(() => EnrolAsync(network, 1)));
    }

    private async Task EnrolAsync(string network, int devices)
    {
        for (var device = 0; device < devices; device++)
        {
            using var phone = host.NewPhone(network);
            await phone.EnrolAsync(Ct);
        }
    }
}
