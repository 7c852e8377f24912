using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Operators;

/// <summary>What operators see of devices.</summary>
public abstract class OperatorDeviceTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_device_is_found_by_exactly_its_number_and_by_no_part_and_each_look_is_written_down()
    {
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        var imei = NewImei();
        var (holder, phone) = await HeldAsync(new() { Serial = "O-" + imei, Imeis = [Imei.FromDigits(imei)] });
        using var _ = phone;
        var full = Imei.FromDigits(imei).Text;

        foreach (var (by, value) in ((string, string)[])[("imei", full), ("imei", $"{full[..2]}-{full[2..]}"), ("serial", "O-" + imei), ("id", phone.Id)])
        {
            Assert.Contains($"/operator/devices/{phone.Id}", await FindAsync(browser, by, value), StringComparison.Ordinal);
        }

        foreach (var (by, value) in ((string, string)[])[("serial", "O-" + imei[..^1]), ("serial", "o-" + imei), ("id", phone.Id[..^1]), ("imei", NewImei())])
        {
            Assert.Contains("No device has exactly this number", await FindAsync(browser, by, value), StringComparison.Ordinal);
        }

        Assert.Contains("check digit", await FindAsync(browser, "imei", full[..^1] + (char)('0' + ((full[^1] - '0' + 1) % 10))), StringComparison.Ordinal);
        Assert.Contains("14 to 16 digits", await FindAsync(browser, "imei", imei[..^1]), StringComparison.Ordinal);

        // The latest are this test's own.
        var acts = (await ActsAsync()).Where(a => a.Event is OperatorEvents.DeviceFound or OperatorEvents.DeviceNotFound).Take(8).ToList();
        Assert.Equal(4, acts.Count(a => a.Event == OperatorEvents.DeviceFound));
        Assert.Equal(4, acts.Count(a => a.Event == OperatorEvents.DeviceNotFound));
        // What was typed stands in the log as a hash alone; however it was written, the same number has the same one.
        Assert.Equal(3, acts.Where(a => a.Event == OperatorEvents.DeviceFound).Select(a => a.Act.Typed).Distinct().Count());
        Assert.All(acts, a => Assert.DoesNotContain(imei, a.Act.ToJson(), StringComparison.Ordinal));
        Assert.NotNull(holder);
    }

    [Fact]
    public async Task A_devices_page_names_its_holder_only_masked_and_is_written_down()
    {
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        using var maker = new TestMaker();
        var (said, confirmed) = (NewImei(), NewImei());
        var (holder, phone) = await HeldAsync(new() { Serial = "said", Imeis = [Imei.FromDigits(said)], Bootloader = BootloaderState.Unlocked });
        using var _ = phone;
        var manifest = await maker.AttestAsync(host, Ct, TestMaker.Record(phone.Id, "confirmed-" + confirmed, confirmed));
        using var other = host.NewPhone();
        other.Facts = new() { Imeis = [Imei.FromDigits(said)] };
        await other.EnrolAsync(Ct);

        var page = await browser.ReadAsync($"/operator/devices/{phone.Id}", Ct);

        Assert.All((string[])["h•••@", maker.Name, manifest, "confirmed-" + confirmed, Imei.FromDigits(confirmed).Text, Imei.FromDigits(said).Text, other.Id, "starts any system"], words => Assert.Contains(WebUtility.HtmlEncode(words), page, StringComparison.Ordinal));
        Assert.DoesNotContain(holder.Email, page, StringComparison.Ordinal);
        Assert.DoesNotContain(holder.Id.ToString(), page, StringComparison.Ordinal);
        Assert.Equal((OperatorEvents.DeviceLooked, phone.Id), ((await ActsAsync())[0].Event, (await ActsAsync())[0].Act.About));
    }

    [Fact]
    public async Task A_device_that_only_its_maker_knows_is_shown_as_never_seen()
    {
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        using var maker = new TestMaker();
        using var phone = host.NewPhone();
        var imei = NewImei();
        await maker.AttestAsync(host, Ct, TestMaker.Record(phone.Id, "shelf-" + imei, imei));

        Assert.Contains("never seen here", await FindAsync(browser, "imei", imei), StringComparison.Ordinal);
        Assert.Contains("never seen here", await browser.ReadAsync($"/operator/devices/{phone.Id}", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicates_and_manifests_are_listed()
    {
        using var browser = await OperatorBrowser.SignedInAsync(host.Server, Ct);
        using var maker = new TestMaker();
        using var genuine = host.NewPhone();
        using var fake = host.NewPhone();
        var imei = NewImei();
        await maker.AttestAsync(host, Ct, TestMaker.Record(genuine.Id, "g-" + imei, imei));
        fake.Facts = new() { Imeis = [Imei.FromDigits(imei)] };
        Assert.Equal("device_duplicate", await CodeAsync(() => fake.EnrolAsync(Ct)));
        var early = NewImei();
        var (_, known) = await HeldAsync(new() { Imeis = [Imei.FromDigits(early)] });
        using var ___ = known;
        using var second = new TestMaker();
        using var later = host.NewPhone();
        await second.AttestAsync(host, Ct, TestMaker.Record(later.Id, "l-" + early, early));

        var page = await browser.ReadAsync("/operator/duplicates", Ct);

        Assert.All((string[])[genuine.Id, fake.Id, known.Id], id => Assert.Contains(id, page, StringComparison.Ordinal));
        Assert.Equal(OperatorEvents.DuplicatesRead, (await ActsAsync())[0].Event);
        var makers = await browser.ReadAsync("/operator/manifests", Ct);
        Assert.All((string[])[maker.Name, maker.KeyId, second.Name, second.KeyId], words => Assert.Contains(words, makers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_but_an_operator_sees_any_of_it()
    {
        using var browser = new OperatorBrowser(host.Server);
        foreach (var path in (string[])["/operator/devices", "/operator/devices/x", "/operator/duplicates", "/operator/manifests", "/operator/keys"])
        {
            using var answer = await browser.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.Contains("/operator/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    private static string NewImei() => "0049" + System.Security.Cryptography.RandomNumberGenerator.GetString("0123456789", 9) + "1";

    private static async Task<string> FindAsync(OperatorBrowser browser, string by, string value)
    {
        using var answer = await browser.SubmitAsync("/operator/devices", Ct, ("by", by), ("value", value));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task<IReadOnlyList<LoggedEntry>> ActsAsync() => await host.InScopeAsync(s => s.GetRequiredService<OperatorLogBook>().ReadLatestAsync(30, Ct));

    private async Task<(TestHolder Holder, TestPhone Phone)> HeldAsync(DeviceFacts facts)
    {
        var holder = await host.NewHolderAsync(Ct);
        var phone = host.NewPhone();
        phone.Facts = facts;
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        return (holder, phone);
    }
}
