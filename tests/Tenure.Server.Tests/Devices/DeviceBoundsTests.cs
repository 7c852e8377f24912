using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Tests.Devices;

/// <summary>What a device, or somebody who says that they are one, cannot do.</summary>
public abstract class DeviceBoundsTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Evidence_that_is_too_long_is_refused_before_it_is_decoded()
    {
        var text = new string('a', 5504);
        var answer = await host.InScopeAsync(services => services.GetRequiredService<EvidenceCheck>().VerifyAsync(text, EvidencePurpose.Session, Ct));
        Assert.Equal("evidence_malformed", answer.Refusal?.Code);
    }

    [Fact]
    public async Task A_token_without_the_scope_for_devices_reaches_the_account_and_no_device()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var client = ClientOf(await host.NewTokenAsync(ada.Id, Ct, "openid account"));
        await client.GetAccountAsync(Ct);
        Assert.Equal("not_allowed", await CodeAsync(() => client.GetDevicesAsync(Ct)));
        Assert.Equal("not_allowed", await CodeAsync(() => client.GetDeviceLogAsync(phone.Id, 0, Ct)));
        Assert.Equal("not_allowed", await CodeAsync(() => client.RemoveDeviceAsync(phone.Id, new Client.Devices.RemoveDevice(DeviceHost.Password, true), Ct)));
        Assert.Equal("not_allowed", await CodeAsync(() => client.ActivateDeviceAsync(new Client.Devices.DeviceEvidence("AA"), Ct)));
        Assert.Equal("not_allowed", await CodeAsync(() => client.ReleaseDeviceAsync(new Client.Devices.ReleaseDevice("AA", DeviceHost.Password, true), Ct)));
    }

    [Theory]
    [InlineData("win https://evil.example/now\r\nBcc: all", "win https evil example now Bcc all")]
    [InlineData("<b>://</b>", "b b")]
    public async Task What_a_device_calls_itself_becomes_no_link_in_a_mail(string model, string shown)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var id = new DeviceId(phone.Id);
        await host.InDatabaseAsync(db => db.Set<Domain.Devices.Device>().Where(d => d.Id == id).ExecuteUpdateAsync(d => d.SetProperty(x => x.Model, model), Ct));
        await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct);
        var mails = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == ada.Email).OrderBy(m => m.Id).ToListAsync(Ct));
        var mail = Assert.Single(mails, m => m.Subject.Contains(shown, StringComparison.Ordinal));
        Assert.DoesNotContain(model, mail.Subject + mail.Text + mail.Html, StringComparison.Ordinal);
    }
}
