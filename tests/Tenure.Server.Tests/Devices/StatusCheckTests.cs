using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices.Status;

namespace Tenure.Server.Tests.Devices;

/// <summary>What a buyer hears of a phone that they have in hand, and what nobody hears of one that they have not.</summary>
public abstract class StatusCheckTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_buyer_hears_how_the_phone_in_hand_stands_and_nothing_more()
    {
        using var fresh = host.NewPhone();
        await fresh.EnrolAsync(Ct);
        Assert.Equal(new DeviceStatus("free", false), await CheckAsync(await ShowAsync(fresh)));

        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        Assert.Equal(new DeviceStatus("held", false), await CheckAsync(await ShowAsync(phone)));
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        Assert.Equal("held", (await CheckAsync(await ShowAsync(phone))).State);

        await host.InDatabaseAsync(async db =>
        {
            var id = new DeviceId(phone.Id);
            var device = await db.Set<Domain.Devices.Device>().FirstAsync(d => d.Id == id, Ct);
            device.NoteUnlockTicket(host.Clock.GetUtcNow());
            Assert.Null(device.MarkLost(ada.Id, LostNotice.Read(null, null, out var notice) is null ? notice : throw new InvalidOperationException(), default, host.Clock.GetUtcNow()));
            return await db.SaveChangesAsync(Ct);
        });
        var lost = await CheckAsync(await ShowAsync(phone));
        Assert.Equal(new DeviceStatus("lost", true), lost);
        // A stolen phone whose holder has left is no honest seller's.
        await host.InDatabaseAsync(db => db.Set<Domain.Devices.Device>().Where(d => d.Id == new DeviceId(phone.Id)).ExecuteUpdateAsync(d => d.SetProperty(x => x.State, Domain.Devices.DeviceState.Sealed), Ct));
        Assert.Equal(lost, await CheckAsync(await ShowAsync(phone)));
        Assert.Equal(["isUnprotected", "state"], JsonDocument.Parse(JsonSerializer.Serialize(lost, JsonSerializerOptions.Web)).RootElement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Digits_work_once_and_for_ten_minutes()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var shown = await ShowAsync(phone);
        Assert.Matches("^[0-9]{8}$", shown.Code);
        Assert.EndsWith($"/check?code={shown.Code}", shown.Link, StringComparison.Ordinal);
        Assert.Equal("free", (await host.NewClient().CheckStatusAsync(new CheckDeviceStatus($"{shown.Code[..4]}-{shown.Code[4..6]} {shown.Code[6..]}"), Ct)).State);
        Assert.Equal("status_code_wrong", await CodeAsync(() => CheckAsync(shown)));

        var late = await ShowAsync(phone);
        host.Clock.Advance(StatusCode.Lifetime);
        Assert.Equal("status_code_wrong", await CodeAsync(() => CheckAsync(late)));
        await host.SweepAsync<SweepStatusCodes>(Ct);
        Assert.Equal(0, await host.InDatabaseAsync(db => db.Set<StatusCode>().CountAsync(Ct)));

        // New ones take the place of those before.
        var (before, after) = (await ShowAsync(phone), await ShowAsync(phone));
        Assert.Equal("status_code_wrong", await CodeAsync(() => CheckAsync(before)));
        Assert.Equal("free", (await CheckAsync(after)).State);
    }

    [Fact]
    public async Task Of_two_that_use_the_same_digits_at_once_one_is_answered()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var shown = await ShowAsync(phone);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                return (await CheckAsync(shown)).State;
            }
            catch (Client.TenureProblemException refused)
            {
                return refused.Code;
            }
        }));
        Assert.Equal(["free", "status_code_wrong", "status_code_wrong", "status_code_wrong"], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_status_check_takes_no_number_of_a_phone_and_a_scan_learns_nothing()
    {
        using var phone = host.NewPhone();
        phone.Facts = DeviceFacts.Reported("SN-1", ["490154203237518"], null, new Dictionary<uint, ulong>());
        await phone.EnrolAsync(Ct);
        var shown = await ShowAsync(phone);
        var scanner = host.NewClient("198.51.100.7");
        foreach (var guess in new[] { "490154203237518", "49015420", phone.Id[..32], "00000000", "12345678" }.Where(guess => guess != shown.Code))
        {
            Assert.Equal("status_code_wrong", await CodeAsync(() => scanner.CheckStatusAsync(new CheckDeviceStatus(guess), Ct)));
        }

        // Guessing is counted as asking is, and soon over; whoever has the phone in hand asks from elsewhere.
        var refused = "";
        for (var guess = 0; guess < 40 && refused != "rate_limited"; guess++)
        {
            refused = await CodeAsync(() => scanner.CheckStatusAsync(new CheckDeviceStatus($"{guess:D8}"), Ct));
        }

        Assert.Equal("rate_limited", refused);
        Assert.Equal("free", (await CheckAsync(shown)).State);
        // Nothing but one field of a request is read.
        Assert.Equal(["Code"], typeof(CheckDeviceStatus).GetProperties().Select(p => p.Name));
    }

    [Fact]
    public async Task Only_fresh_evidence_for_this_purpose_of_a_known_device_gets_digits()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var client = host.NewClient();
        var evidence = await phone.EvidenceAsync(EvidencePurpose.Status, null, Ct);
        await client.GetStatusCodeAsync(evidence, Ct);
        Assert.Equal("nonce_spent", await CodeAsync(() => client.GetStatusCodeAsync(evidence, Ct)));
        Assert.Equal("evidence_untrusted", await CodeAsync(async () => await client.GetStatusCodeAsync(await phone.EvidenceAsync(EvidencePurpose.Lost, null, Ct), Ct)));
        using var stranger = host.NewPhone();
        await stranger.PinAsync(Ct);
        Assert.Equal("evidence_untrusted", await CodeAsync(async () => await client.GetStatusCodeAsync(await stranger.EvidenceAsync(EvidencePurpose.Status, null, Ct), Ct)));

        // Not for ever: a phone on a shelf is no oracle.
        for (var i = 1; i < 12; i++)
        {
            await client.GetStatusCodeAsync(await phone.EvidenceAsync(EvidencePurpose.Status, null, Ct), Ct);
        }

        Assert.Equal("rate_limited", await CodeAsync(async () => await client.GetStatusCodeAsync(await phone.EvidenceAsync(EvidencePurpose.Status, null, Ct), Ct)));
    }

    private async Task<DeviceStatusCode> ShowAsync(TestPhone phone) => await host.NewClient().GetStatusCodeAsync(await phone.EvidenceAsync(EvidencePurpose.Status, null, Ct), Ct);

    private Task<DeviceStatus> CheckAsync(DeviceStatusCode shown) => host.NewClient().CheckStatusAsync(new CheckDeviceStatus(shown.Code), Ct);
}
