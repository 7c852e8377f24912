using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Devices.Manifests;

namespace Tenure.Server.Tests.Devices;

/// <summary>Makers' manifests: what is taken in, what is refused, and what nothing is done to.</summary>
public abstract class ManifestTests(DeviceHost host, ITestOutputHelper output) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_manifest_confirms_serial_number_and_IMEIs_of_the_key_that_it_names()
    {
        using var maker = new TestMaker();
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        Assert.Null((await IdentityAsync(holder, phone)).Maker);

        var id = await maker.AttestAsync(host, Ct, TestMaker.Record(phone.Id, "A-1", NewImei(out var one), NewImei(out var two)));

        var identity = await IdentityAsync(holder, phone);
        Assert.Equal((maker.Name, "A-1", "EU"), (identity.Maker, identity.Serial, identity.Region));
        Assert.Equal([one.Masked, two.Masked], identity.Imeis);
        Assert.Equal([(OperatorEvents.MakerKeyAdded, $"{maker.Name} {maker.KeyId}"), (OperatorEvents.ManifestImported, $"{maker.Name} {id}")], (await ActsAsync()).Take(2).Reverse());
    }

    [Fact]
    public async Task What_the_maker_says_outranks_what_the_phone_says()
    {
        using var maker = new TestMaker();
        using var phone = host.NewPhone();
        phone.Facts = new() { Serial = "mine", Imeis = [Imei.FromDigits(NewImei(out var own))], Region = "US" };
        await maker.AttestAsync(host, Ct, TestMaker.Record(phone.Id, "B-1", NewImei(out var attested)));
        await phone.EnrolAsync(Ct);
        var holder = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);

        var identity = await IdentityAsync(holder, phone);
        Assert.Equal(("B-1", "EU"), (identity.Serial, identity.Region));
        Assert.Equal([attested.Masked], identity.Imeis);
        Assert.NotEqual(own, attested);
    }

    [Fact]
    public async Task A_withdrawn_manifest_leaves_claims_and_held_phones_stay_held()
    {
        using var maker = new TestMaker();
        var (holder, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.Facts = new() { Serial = "said" };
        await phone.StateAsync(Ct);
        var record = TestMaker.Record(phone.Id, "C-1", NewImei(out var _));
        var (file, id) = maker.Sign([record]);
        await maker.PinAsync(host, Ct);
        await TestMaker.ImportAsync(host, file, Ct);

        Assert.Null(await TestMaker.WithdrawAsync(host, id, Ct));
        Assert.Null(await TestMaker.WithdrawAsync(host, id, Ct));

        var identity = await IdentityAsync(holder, phone);
        Assert.Equal((null, "said", 0), (identity.Maker, identity.Serial, identity.Imeis.Count));
        Assert.Equal("held", (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).State);
        Assert.Equal(OperatorEvents.ManifestWithdrawn, (await ActsAsync())[0].Event);

        // What it named is free for another manifest, and it can come back itself.
        Assert.False((await TestMaker.ImportAsync(host, file, Ct)).Imported!.WasThere);
        Assert.Equal("C-1", (await IdentityAsync(holder, phone)).Serial);
    }

    [Fact]
    public async Task The_same_manifest_once_more_is_no_error_and_changes_nothing()
    {
        using var maker = new TestMaker();
        await maker.PinAsync(host, Ct);
        var (file, id) = maker.Sign(TestMaker.Many(10_000_000, 5));
        Assert.False((await TestMaker.ImportAsync(host, file, Ct)).Imported!.WasThere);
        var acts = await ActsAsync();

        var (failure, imported) = await TestMaker.ImportAsync(host, file, Ct);

        Assert.Null(failure);
        Assert.Equal((true, id), (imported!.WasThere, imported.Manifest.Id));
        Assert.Equal(acts, await ActsAsync());
    }

    [Fact]
    public async Task A_manifest_of_a_key_that_is_not_pinned_or_no_more_is_refused()
    {
        using var maker = new TestMaker();
        var (file, _) = maker.Sign(TestMaker.Many(11_000_000, 3));
        Assert.Equal("signer_unknown", await FailureAsync(file));

        await maker.PinAsync(host, Ct);
        Assert.Null(await host.InScopeAsync(s => s.GetRequiredService<MakerKeys>().RemoveAsync(maker.KeyId, Ct)));
        Assert.Equal("signer_unknown", await FailureAsync(file));
        Assert.Equal("key_unknown", (await host.InScopeAsync(s => s.GetRequiredService<MakerKeys>().RemoveAsync("no key", Ct)))!.Code);

        await maker.PinAsync(host, Ct);
        Assert.Null(await FailureAsync(file));
    }

    [Fact]
    public async Task A_manifest_that_was_changed_or_cut_is_refused_and_nothing_of_it_stays()
    {
        using var maker = new TestMaker();
        await maker.PinAsync(host, Ct);
        var (file, _) = maker.Sign(TestMaker.Many(12_000_000, 5000));
        var good = await File.ReadAllBytesAsync(file, Ct);
        var before = await CountAsync();

        // Far behind what was written already: the last serial number, one more record, and one less.
        var changed = good.ToArray();
        changed.AsSpan(changed.AsSpan().LastIndexOf("M-"u8), 1)[0] = (byte)'N';
        foreach (var spoilt in (byte[][])[changed, [.. good, good[^1]], good[..^1], good[..(good.Length / 2)]])
        {
            await File.WriteAllBytesAsync(file, spoilt, Ct);
            Assert.Equal("record_refused", await FailureAsync(file));
            Assert.Equal(before, await CountAsync());
        }

        await File.WriteAllBytesAsync(file, [], Ct);
        Assert.Equal("head_refused", await FailureAsync(file));
        Assert.Equal("file_unreadable", await FailureAsync(maker.FileOf("missing")));
    }

    [Fact]
    public async Task An_import_that_is_ended_half_way_leaves_nothing()
    {
        using var maker = new TestMaker();
        await maker.PinAsync(host, Ct);
        var (file, _) = maker.Sign(TestMaker.Many(13_000_000, 10_000));
        var before = await CountAsync();
        using var ended = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.InScopeAsync(
            s => s.GetRequiredService<ImportManifest>().ExecuteAsync(file, (_, _) => ended.Cancel(), ended.Token)));

        Assert.Equal(before, await CountAsync());
        Assert.Null(await FailureAsync(file));
        Assert.Equal(before + 10_000, await CountAsync());
    }

    [Fact]
    public async Task Another_manifest_under_the_same_id_is_refused_even_after_the_first_was_withdrawn()
    {
        using var maker = new TestMaker();
        await maker.PinAsync(host, Ct);
        var (first, id) = maker.Sign(TestMaker.Many(14_000_000, 2));
        var (second, other) = maker.Sign(TestMaker.Many(14_100_000, 2));
        Assert.Null(await FailureAsync(first));
        Assert.Null(await TestMaker.WithdrawAsync(host, id, Ct));

        // Ids are drawn: what was taken in gets the id of what comes.
        await host.InDatabaseAsync(db => db.Manifests.Where(m => m.Id == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Id, other), Ct));
        var before = await CountAsync();

        Assert.Equal("id_taken", await FailureAsync(second));
        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData("device_repeated")]
    [InlineData("serial_repeated")]
    [InlineData("imei_repeated")]
    public async Task What_another_manifest_has_is_refused_with_its_place(string code)
    {
        using var maker = new TestMaker();
        var first = TestMaker.Record(NewKey(), "D-" + NewImei(out var _), NewImei(out var imei));
        var id = await maker.AttestAsync(host, Ct, first);
        ManifestRecord Other(string serial, string modem) => TestMaker.Record(NewKey(), serial, modem);
        var second = code switch
        {
            "device_repeated" => Other("D-x" + NewImei(out var _), NewImei(out var _)) with { Device = first.Device },
            "serial_repeated" => Other(first.Serial, NewImei(out var _)),
            _ => Other("D-y" + NewImei(out var _), imei.Digits),
        };

        var good = Other("D-z" + NewImei(out var _), NewImei(out var _));
        var (failure, _) = await TestMaker.ImportAsync(host, maker.Sign([good, second]).File, Ct);

        Assert.Equal((code, 2L, id), (failure!.Code, failure.Values[0], failure.Values[2]));
        Assert.False(await host.InDatabaseAsync(db => db.AttestedDevices.AnyAsync(d => d.DeviceId == new Domain.Devices.DeviceId(good.Device.Text), Ct)));

        // The same inside of one manifest.
        var twice = code switch
        {
            "device_repeated" => Other("D-w" + NewImei(out var _), NewImei(out var _)) with { Device = good.Device },
            "serial_repeated" => Other(good.Serial, NewImei(out var _)),
            _ => Other("D-v" + NewImei(out var _), good.Imeis[0].Digits),
        };
        Assert.Equal(code, await FailureAsync(maker.Sign([good, twice]).File));
    }

    [Fact]
    public async Task Makers_number_their_devices_each_for_itself()
    {
        using var maker = new TestMaker();
        var serial = "0001 " + NewImei(out var _);
        await maker.AttestAsync(host, Ct, TestMaker.Record(NewKey(), serial), TestMaker.Record(NewKey(), serial) with { Model = "rose" });

        // A phone of a third model is another one, too.
        using var phone = host.NewPhone();
        phone.Facts = new() { Serial = serial };
        phone.Model = "tulip";
        await phone.EnrolAsync(Ct);
    }

    [Fact]
    public async Task Of_two_imports_at_once_that_name_one_device_one_is_taken_in()
    {
        using var maker = new TestMaker();
        await maker.PinAsync(host, Ct);
        for (var round = 0; round < 3; round++)
        {
            var shared = TestMaker.Record(NewKey(), "E-" + NewImei(out var _), NewImei(out var _));
            string[] files = [maker.Sign([shared]).File, maker.Sign([shared]).File, maker.Sign([shared]).File];

            var failures = await Task.WhenAll(files.Select(FailureAsync));

            Assert.Single(failures, failure => failure is null);
            Assert.All(failures.Where(failure => failure is not null), failure => Assert.Contains(failure, new[] { "busy", "device_repeated" }));
        }
    }

    [Fact]
    public async Task Known_devices_that_a_manifest_contradicts_are_counted_and_nothing_is_done_to_them()
    {
        using var maker = new TestMaker();
        var serial = "F-" + NewImei(out var _);
        var (bySerial, one) = await HeldAsync(new() { Serial = serial });
        var (byImei, two) = await HeldAsync(new() { Imeis = [Imei.FromDigits(NewImei(out var shared))] });
        await maker.PinAsync(host, Ct);

        var (_, imported) = await TestMaker.ImportAsync(host, maker.Sign([TestMaker.Record(NewKey(), serial), TestMaker.Record(NewKey(), serial + "x", shared.Digits)]).File, Ct);

        Assert.Equal(2, imported!.Contradicted);
        foreach (var (holder, phone) in (IEnumerable<(TestHolder, TestPhone)>)[(bySerial, one), (byImei, two)])
        {
            using var _ = phone;
            var identity = await IdentityAsync(holder, phone);
            Assert.Equal((null, true), (identity.Maker, identity.IsContradicted));
            await phone.EnrolAsync(Ct);
            phone.Boots++;
            await phone.ActivateAsync(holder.Token, Ct);
            phone.Store(await phone.ReleaseAsync(holder.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
            await phone.SendReceiptAsync(Ct);
            await phone.ActivateAsync(holder.Token, Ct);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" Example")]
    [InlineData("Ex\u202eample")]
    [InlineData("Ex\u001b[2Jample")]
    [InlineData("<b>Example</b>")]
    [InlineData("This name of a maker is far too long to be shown on the page of a phone")]
    public async Task A_makers_name_is_words_on_one_line(string name)
    {
        using var maker = new TestMaker();
        Assert.Equal("maker_malformed", (await host.InScopeAsync(s => s.GetRequiredService<MakerKeys>().AddAsync(name, maker.PublicFile, Ct))).Failure!.Code);
    }

    [Fact]
    public async Task Only_the_public_half_of_a_P256_key_is_pinned_and_for_one_maker()
    {
        using var maker = new TestMaker();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        async Task<string?> AddAsync(string name, string file) => (await host.InScopeAsync(s => s.GetRequiredService<MakerKeys>().AddAsync(name, file, Ct))).Failure?.Code;

        Assert.Equal("key_is_private", await AddAsync("Éxample & Söhne (1)", maker.PrivateFile));
        Assert.Equal("key_unreadable", await AddAsync("Example", maker.Write("p384.pub", other.ExportSubjectPublicKeyInfoPem())));
        Assert.Equal("key_unreadable", await AddAsync("Example", maker.Write("text", "no key")));
        Assert.Equal("key_unreadable", await AddAsync("Example", maker.Write("large", new string('A', 20_000))));
        Assert.Equal("file_unreadable", await AddAsync("Example", maker.FileOf("missing")));
        Assert.Null(await AddAsync("示例 Éxample & Söhne (1)", maker.PublicFile));
        Assert.Null(await AddAsync("示例 Éxample & Söhne (1)", maker.PublicFile));
        Assert.Equal("key_of_other", await AddAsync("Example", maker.PublicFile));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_hundred_thousand_devices_are_taken_in_within_seconds()
    {
        using var maker = new TestMaker();
        await maker.PinAsync(host, Ct);
        var (file, id) = maker.Sign(TestMaker.Many(20_000_000, 100_000));
        var (most, watch) = (0L, Stopwatch.StartNew());

        var (failure, imported) = await host.InScopeAsync(s => s.GetRequiredService<ImportManifest>().ExecuteAsync(file, (bytes, of) => most = bytes <= of ? bytes : -1, Ct));

        output.WriteLine($"{new FileInfo(file).Length} bytes in {watch.Elapsed}");
        Assert.Null(failure);
        Assert.Equal((100_000L, new FileInfo(file).Length), (imported!.Manifest.Devices, most));
        Assert.Equal(100_000, await host.InDatabaseAsync(db => db.AttestedDevices.CountAsync(d => d.ManifestId == id, Ct)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.Null(await TestMaker.WithdrawAsync(host, id, Ct));
        Assert.Equal(0, await host.InDatabaseAsync(db => db.AttestedDevices.CountAsync(d => d.ManifestId == id, Ct)));
    }

    private static string NewKey() => KeyThumbprint.FromBytes(RandomNumberGenerator.GetBytes(32)).Text;

    private static string NewImei(out Imei imei)
    {
        imei = Imei.FromDigits("0049" + RandomNumberGenerator.GetString("0123456789", 9) + "1");
        return imei.Digits;
    }

    private async Task<string?> FailureAsync(string file) => (await TestMaker.ImportAsync(host, file, Ct)).Failure?.Code;

    private Task<int> CountAsync() => host.InDatabaseAsync(db => db.AttestedDevices.CountAsync(Ct));

    private async Task<List<(string Event, string? About)>> ActsAsync() =>
        [.. (await host.InScopeAsync(s => s.GetRequiredService<OperatorLogBook>().ReadLatestAsync(20, Ct))).Select(e => (e.Event, e.Act.About))];

    private async Task<Client.Devices.DeviceIdentity> IdentityAsync(TestHolder holder, TestPhone phone) => (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!;

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
