using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices.Manifests;

namespace Tenure.Server.Tests.Devices;

/// <summary>Devices that say they are one which a maker made with another key.</summary>
public abstract class DuplicateTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Theory]
    [InlineData(DuplicateField.Serial)]
    [InlineData(DuplicateField.Imei)]
    public async Task What_a_maker_gives_to_another_key_cannot_enrol_and_the_operator_sees_it(DuplicateField field)
    {
        using var maker = new TestMaker();
        using var genuine = host.NewPhone();
        var (serial, imei) = (NewSerial(), NewImei());
        await maker.AttestAsync(host, Ct, TestMaker.Record(genuine.Id, serial, NewImei(), imei));
        using var fake = host.NewPhone();
        fake.Facts = field == DuplicateField.Serial ? new() { Serial = serial } : new() { Serial = NewSerial(), Imeis = [Imei.FromDigits(NewImei()), Imei.FromDigits(imei)] };

        for (var time = 0; time < 2; time++)
        {
            var refused = await Assert.ThrowsAsync<TenureProblemException>(() => fake.EnrolAsync(Ct));
            Assert.Equal(("device_duplicate", 409, "evidence"), (refused.Code, refused.Problem.Status, refused.Problem.Field));
        }

        Assert.False(await IsKnownAsync(fake));
        var seen = Assert.Single(await OfAsync(genuine));
        Assert.Equal((fake.Id, field, 2), (seen.Claimant.Value, seen.Field, seen.Times));
        genuine.Facts = new() { Serial = serial, Imeis = [Imei.FromDigits(imei)] };
        await genuine.EnrolAsync(Ct);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Any_of_the_numbers_of_four_modems_gives_it_away_without_a_serial_number(int which)
    {
        using var maker = new TestMaker();
        var (genuine, imei) = (NewKey(), NewImei());
        await maker.AttestAsync(host, Ct, TestMaker.Record(genuine, NewSerial(), imei));
        using var fake = host.NewPhone();
        fake.Facts = new() { Imeis = [.. Enumerable.Range(0, 4).Select(i => Imei.FromDigits(i == which ? imei : NewImei()))] };
        Assert.Equal("device_duplicate", await CodeAsync(() => fake.EnrolAsync(Ct)));
        using var other = host.NewPhone();
        other.Facts = new() { Imeis = [.. Enumerable.Range(0, 4).Select(_ => Imei.FromDigits(NewImei()))] };
        await other.EnrolAsync(Ct);
    }

    [Fact]
    public async Task Without_the_number_the_same_device_enrols_and_is_one_that_no_maker_knows()
    {
        using var maker = new TestMaker();
        var (serial, holder) = (NewSerial(), await host.NewHolderAsync(Ct));
        await maker.AttestAsync(host, Ct, TestMaker.Record(NewKey(), serial));
        using var phone = host.NewPhone();
        phone.Facts = new() { Serial = serial };
        Assert.Equal("device_duplicate", await CodeAsync(() => phone.EnrolAsync(Ct)));

        phone.Facts = DeviceFacts.None;
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        Assert.Null((await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.Maker);
    }

    [Fact]
    public async Task A_phone_whose_board_was_swapped_opens_to_nobody_until_its_maker_says_so_and_then_goes_on_with_its_holder()
    {
        using var maker = new TestMaker();
        var (serial, imei) = (NewSerial(), NewImei());
        var (ada, before) = await HeldAsync(new() { Serial = serial, Imeis = [Imei.FromDigits(imei)] });
        using var _ = before;
        var manifest = await maker.AttestAsync(host, Ct, TestMaker.Record(before.Id, serial, imei));
        var thief = await host.NewHolderAsync(Ct);
        using var swapped = host.NewPhone();
        swapped.Facts = before.Facts;

        // Neither the thief's nor its holder's: what is not known gets no ticket of any kind.
        Assert.Equal("device_duplicate", await CodeAsync(() => swapped.EnrolAsync(Ct)));
        Assert.Equal("evidence_untrusted", await CodeAsync(() => swapped.AskForHoldAsync(thief.Token, Ct)));
        Assert.Equal("evidence_untrusted", await CodeAsync(() => swapped.AskForHoldAsync(ada.Token, Ct)));
        Assert.Equal("evidence_untrusted", await CodeAsync(() => swapped.GetOpenTicketAsync(Ct)));
        Assert.Equal("evidence_untrusted", await CodeAsync(() => swapped.SyncAsync(Ct)));
        Assert.Equal("evidence_untrusted", await CodeAsync(() => swapped.GetReleaseTicketAsync(Ct)));
        Assert.False(await IsKnownAsync(swapped));
        // The operator sees it beside the device that it says it is, and that one is its holder's as before.
        Assert.Equal([(swapped.Id, DuplicateField.Imei), (swapped.Id, DuplicateField.Serial)], (await OfAsync(before)).Select(d => (d.Claimant.Value, d.Field)).OrderBy(d => d.Field.ToString(), StringComparer.Ordinal));
        Assert.Equal("device_held", await CodeAsync(() => before.AskForHoldAsync(thief.Token, Ct)));
        Assert.Equal("not_found", await CodeAsync(() => RemoveAsync(ClientOf(thief.Token), before.Id, erase: true)));
        Assert.Equal([before.Id], (await ClientOf(ada.Token).GetDevicesAsync(Ct)).Select(d => d.Id));

        // The maker, who put the board in, says which key the phone has now; its holder signs in on it and lets the old board go.
        Assert.Null(await TestMaker.WithdrawAsync(host, manifest, Ct));
        await maker.AttestAsync(host, Ct, TestMaker.Record(swapped.Id, serial, imei));
        await swapped.EnrolAsync(Ct);
        await swapped.ActivateAsync(ada.Token, Ct);
        await swapped.SendReceiptAsync(Ct);
        Assert.Equal("device_held", await CodeAsync(() => swapped.AskForHoldAsync(thief.Token, Ct)));
        Assert.Equal(maker.Name, (await ClientOf(ada.Token).GetDeviceAsync(swapped.Id, Ct)).Identity!.Maker);
        Assert.True((await ClientOf(ada.Token).GetDeviceAsync(before.Id, Ct)).Identity!.IsContradicted);
        await RemoveAsync(ClientOf(ada.Token), before.Id, erase: true);
        Assert.Equal("device_releasing", await CodeAsync(() => before.AskForHoldAsync(thief.Token, Ct)));
    }

    [Theory]
    [InlineData(DuplicateField.Serial)]
    [InlineData(DuplicateField.Imei)]
    public async Task A_known_phone_that_says_anothers_number_later_goes_on_and_its_holder_is_told_until_the_manifest_is_withdrawn(DuplicateField field)
    {
        using var maker = new TestMaker();
        var (serial, imei) = (NewSerial(), NewImei());
        var (genuine, theirs) = await NewHeldPhoneAsync();
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        using var __ = theirs;
        var manifest = await maker.AttestAsync(host, Ct, TestMaker.Record(theirs.Id, serial, imei));
        Assert.False((await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.IsContradicted);

        phone.Facts = field == DuplicateField.Serial ? new() { Serial = serial } : new() { Imeis = [Imei.FromDigits(NewImei()), Imei.FromDigits(imei)] };
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        await phone.EnrolAsync(Ct);

        var identity = (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!;
        Assert.Equal((null, true), (identity.Maker, identity.IsContradicted));
        var other = (await ClientOf(genuine.Token).GetDeviceAsync(theirs.Id, Ct)).Identity!;
        Assert.Equal((maker.Name, false), (other.Maker, other.IsContradicted));

        Assert.Null(await TestMaker.WithdrawAsync(host, manifest, Ct));
        Assert.False((await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.IsContradicted);
    }

    [Fact]
    public async Task Two_phones_that_say_the_same_IMEI_both_enrol_and_neither_locks_the_other()
    {
        var imei = Imei.FromDigits(NewImei());
        var (ada, one) = await HeldAsync(new() { Imeis = [imei] });
        var (bob, two) = await HeldAsync(new() { Imeis = [imei] });
        using var __ = one;
        using var ___ = two;

        foreach (var (holder, phone) in (IEnumerable<(TestHolder, TestPhone)>)[(ada, one), (bob, two)])
        {
            var identity = (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!;
            Assert.Equal([imei.Masked], identity.Imeis);
            Assert.False(identity.IsContradicted);
            phone.Store(await phone.ReleaseAsync(holder.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
            await phone.SendReceiptAsync(Ct);
        }

        Assert.Equal(0, await host.InDatabaseAsync(db => db.Duplicates.CountAsync(d => d.Claimant == new DeviceId(one.Id) || d.Claimant == new DeviceId(two.Id), Ct)));
    }

    [Fact]
    public async Task A_strangers_IMEI_does_not_lock_their_phone()
    {
        // The first row of the table of abuse: "register a stranger's IMEI to lock their phone".
        var imei = Imei.FromDigits(NewImei());
        var thief = await host.NewHolderAsync(Ct);
        using var fake = host.NewPhone();
        fake.Facts = new() { Serial = "stolen label", Imeis = [imei] };
        await fake.EnrolAsync(Ct);
        await fake.ActivateAsync(thief.Token, Ct);
        await fake.SendReceiptAsync(Ct);

        // The stranger's own phone comes later, and is theirs all the same.
        var (holder, phone) = await HeldAsync(new() { Serial = "stolen label", Imeis = [imei] });
        using var _ = phone;
        Assert.Equal("device_held", await CodeAsync(() => phone.AskForHoldAsync(thief.Token, Ct)));
        Assert.Equal([phone.Id], (await ClientOf(holder.Token).GetDevicesAsync(Ct)).Select(d => d.Id));
        Assert.Equal("not_found", await CodeAsync(() => RemoveAsync(ClientOf(thief.Token), phone.Id, erase: true)));
    }

    [Fact]
    public async Task A_scan_of_IMEIs_tells_nothing_about_who_holds_what()
    {
        // No request of the API takes an IMEI: they stand only in evidence, where these three look alike.
        var (_, held) = await HeldAsync(new() { Imeis = [Imei.FromDigits(NewImei())] });
        using var __ = held;
        using var free = host.NewPhone();
        free.Facts = new() { Imeis = [Imei.FromDigits(NewImei())] };
        await free.EnrolAsync(Ct);
        var scanner = await host.NewHolderAsync(Ct);
        var answers = new List<string>();
        foreach (var imeis in (IReadOnlyList<Imei>[])[held.Facts.Imeis!, free.Facts.Imeis!, [Imei.FromDigits(NewImei())]])
        {
            using var phone = host.NewPhone();
            phone.Facts = new() { Imeis = imeis };
            await phone.EnrolAsync(Ct);
            await phone.ActivateAsync(scanner.Token, Ct);
            var shown = await ClientOf(scanner.Token).GetDeviceAsync(phone.Id, Ct);
            answers.Add(string.Join('|', shown.State, shown.Epoch, shown.Identity!.Maker, shown.Identity.Imeis.Count, await phone.StateAsync(Ct)));
        }

        Assert.Single(answers.Distinct());
        using var http = host.NewHttp();
        var description = await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Ct);
        using var json = System.Text.Json.JsonDocument.Parse(description);
        var asked = json.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name + string.Concat(p.Value.EnumerateObject().Select(o => o.Value.TryGetProperty("parameters", out var all) ? all.GetRawText() : "")));
        Assert.All(asked, request => Assert.DoesNotContain("imei", request, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Of_many_that_enrol_a_confirmed_number_at_once_none_gets_in_and_each_is_noted_once()
    {
        using var maker = new TestMaker();
        var serial = NewSerial();
        var genuine = NewKey();
        await maker.AttestAsync(host, Ct, TestMaker.Record(genuine, serial));
        using var fake = host.NewPhone();
        fake.Facts = new() { Serial = serial };
        var evidence = new List<DeviceEvidence>();
        for (var i = 0; i < 6; i++)
        {
            evidence.Add(await fake.EvidenceAsync(EvidencePurpose.Enrol, null, Ct));
        }

        var codes = await Task.WhenAll(evidence.Select(e => CodeAsync(() => host.NewClient().EnrolDeviceAsync(e, Ct))));

        Assert.All(codes, code => Assert.Contains(code, new[] { "device_duplicate", "busy" }));
        Assert.False(await IsKnownAsync(fake));
        Assert.Equal(1, await host.InDatabaseAsync(db => db.Duplicates.CountAsync(d => d.DeviceId == new DeviceId(genuine), Ct)));
    }

    [Fact]
    public async Task What_nobody_said_for_half_a_year_is_forgotten()
    {
        using var maker = new TestMaker();
        var (serial, genuine) = (NewSerial(), NewKey());
        await maker.AttestAsync(host, Ct, TestMaker.Record(genuine, serial));
        using var fake = host.NewPhone();
        fake.Facts = new() { Serial = serial };
        await CodeAsync(() => fake.EnrolAsync(Ct));

        host.Clock.Advance(TimeSpan.FromDays(180));
        await host.SweepAsync<SweepDuplicates>(Ct);
        Assert.Single(await OfAsync(genuine));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.SweepAsync<SweepDuplicates>(Ct);
        Assert.Empty(await OfAsync(genuine));
    }

    private static string NewSerial() => "S-" + RandomNumberGenerator.GetHexString(12);

    private static string NewImei() => "0049" + RandomNumberGenerator.GetString("0123456789", 9) + "1";

    private static string NewKey() => KeyThumbprint.FromBytes(RandomNumberGenerator.GetBytes(32)).Text;

    private Task<List<DeviceDuplicate>> OfAsync(TestPhone phone) => OfAsync(phone.Id);

    private Task<List<DeviceDuplicate>> OfAsync(string id) => host.InDatabaseAsync(db => db.Duplicates.AsNoTracking().Where(d => d.DeviceId == new DeviceId(id)).ToListAsync(Ct));

    private Task<bool> IsKnownAsync(TestPhone phone) => host.InDatabaseAsync(db => db.Set<Tenure.Domain.Devices.Device>().AnyAsync(d => d.Id == new DeviceId(phone.Id), Ct));

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
