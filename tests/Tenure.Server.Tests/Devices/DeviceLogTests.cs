using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices;

namespace Tenure.Server.Tests.Devices;

/// <summary>The log of a device with a long life.</summary>
public abstract class DeviceLogTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_long_log_comes_in_pages_of_a_hundred_that_are_one_chain()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await GrowAsync(phone, 250);

        var pages = await ClientOf(ada.Token).ReadDeviceLogAsync(phone.Id, Ct).ToListAsync(Ct);

        Assert.Equal([(100, 100), (100, 200), (53, null)], pages.Select(page => (page.Entries.Count, page.Next)));
        Assert.Null(LogChain.Verify(pages.SelectMany(LogLines.Of)));
    }

    [Fact]
    public async Task A_cursor_stays_true_while_the_log_grows()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await GrowAsync(phone, 97);
        var client = ClientOf(ada.Token);
        var whole = await client.GetDeviceLogAsync(phone.Id, 0, Ct);
        Assert.Equal((100, null), (whole.Entries.Count, whole.Next));

        await GrowAsync(phone, 30);
        var first = await client.GetDeviceLogAsync(phone.Id, 0, Ct);
        await GrowAsync(phone, 30);
        var second = await client.GetDeviceLogAsync(phone.Id, first.Next!.Value, Ct);

        // But for its place in the tree, which it gets a moment later.
        Assert.Equal(whole.Entries.Select(e => e with { Index = null }), first.Entries.Select(e => e with { Index = null }));
        Assert.Null(LogChain.Verify(LogLines.Of(first).Concat(LogLines.Of(second))));
        Assert.Equal((60, null), (second.Entries.Count, second.Next));
        Assert.Empty((await client.GetDeviceLogAsync(phone.Id, 160, Ct)).Entries);
        Assert.Empty((await client.GetDeviceLogAsync(phone.Id, long.MaxValue, Ct)).Entries);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("9223372036854775808")]
    public async Task A_cursor_that_is_none_is_refused_with_its_field(string from)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ada.Token);
        using var answer = await http.GetAsync(new Uri($"/api/v1/devices/{phone.Id}/log?from={from}", UriKind.Relative), Ct);
        Assert.Equal(400, (int)answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<Client.Problem>(Ct);
        Assert.Equal(("malformed", "from"), (problem!.Code, problem.Field));
    }

    [Fact]
    public async Task A_page_for_people_begins_with_the_latest_entry_and_leads_back_to_the_first()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await GrowAsync(phone, 202);

        Assert.Equal((105, 204), await RangeAsync(null));
        Assert.Equal((5, 104), await RangeAsync(105));
        Assert.Equal((0, 4), await RangeAsync(5));
        Assert.Equal((105, 204), await RangeAsync(long.MaxValue));

        async Task<(long First, long Last)> RangeAsync(long? before)
        {
            var page = await host.InScopeAsync(services => services.GetRequiredService<GetDeviceLog>().ExecuteBeforeAsync(ada.Id, new DeviceId(phone.Id), before, Ct));
            return (page.Value.Entries[0].Sequence, page.Value.Entries[^1].Sequence);
        }
    }

    private Task<int> GrowAsync(TestPhone phone, int entries) => host.InScopeAsync(async services =>
    {
        var id = new DeviceId(phone.Id);
        var db = services.GetRequiredService<TenureDb>();
        var device = await db.Set<Domain.Devices.Device>().SingleAsync(d => d.Id == id, Ct);
        for (var entry = 0; entry < entries; entry++)
        {
            await services.GetRequiredService<DeviceLogBook>().AppendAsync(device, DeviceEvents.Synced, ticket: null, by: null, Ct);
        }

        return await db.SaveChangesAsync(Ct);
    });
}
