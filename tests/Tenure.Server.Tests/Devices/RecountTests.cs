using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.SignIn;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Devices;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform.Mail;
using SyncDevice = Tenure.Client.Devices.SyncDevice;

namespace Tenure.Server.Tests.Devices;

/// <summary>Devices that are behind the count that the server has seen of them: damaged, put back, or two with one key.</summary>
public abstract class RecountTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_phone_put_back_by_fifty_starts_is_heard_again_after_one_contact_and_its_holder_is_told()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await SeenAtAsync(phone, 51);
        (phone.Boots, phone.Requests) = (1, 0);
        Assert.Equal("evidence_replayed", await RefusalAsync(() => phone.StateAsync(Ct)));
        Assert.Equal("evidence_replayed", await CodeAsync(() => phone.EnrolAsync(Ct)));

        var told = await phone.RecountAsync(Ct);

        Assert.Equal((51u, 0u), (told.CountedBoots, told.Epoch));
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        await phone.SyncAsync(Ct);
        Assert.Equal(["went_back", "synced"], (await EventsAsync(ada, phone)).TakeLast(2));
        Assert.Equal(["lotus reported an older state"], await LettersAsync(ada));
        Assert.Contains(await ClientOf(ada.Token).GetEventsAsync(null, Ct), e => e.Kind == "deviceWentBack");
        var setback = await SetbackAsync(phone);
        Assert.Equal((1, 0, true), (setback.Times, setback.Repeats, setback.WasHeld));
        using var report = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : ["--data", host.DataFolder];
        Assert.True(await AuditVerify.RunAsync(where, new ConfigurationBuilder().Build(), report, Ct) == 0, report.ToString());
    }

    [Fact]
    public async Task A_phone_that_lost_the_answer_asks_again_and_nobody_is_told_twice()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await SeenAtAsync(phone, 51);
        for (var time = 0; time < 6; time++)
        {
            (phone.Boots, phone.Requests) = (3, 0);
            Assert.Equal(51u, (await phone.RecountAsync(Ct)).CountedBoots);
            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        (phone.Boots, phone.Requests) = (3, 0);
        Assert.Equal("rate_limited", await CodeAsync(() => phone.RecountAsync(Ct)));
        Assert.Single(await EventsAsync(ada, phone), name => name == "went_back");
        Assert.Single(await LettersAsync(ada));

        // The day of the first one is over.
        host.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(51u, (await phone.RecountAsync(Ct)).CountedBoots);
        Assert.Single(await EventsAsync(ada, phone), name => name == "went_back");
    }

    // Whoever copied a phone that was theirs has block and counters of then, and the phone is somebody else's now.
    [Fact]
    public async Task A_copy_that_names_a_holding_which_is_over_is_told_nothing_and_written_down()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        using var copy = Copy(phone);
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);

        (copy.Boots, copy.Requests) = (1, 0);
        Assert.Equal("evidence_stale", await CodeAsync(() => copy.RecountAsync(Ct)));
        Assert.Equal("evidence_replayed", await RefusalAsync(() => copy.StateAsync(Ct)));
        Assert.Equal("went_back", (await EventsAsync(bob, phone))[^1]);
        Assert.Equal(["There may be a copy of lotus"], await LettersAsync(bob));
        Assert.Empty(await LettersAsync(ada));
        Assert.Contains(await CopiesAsync(), seen => seen.Device == phone.Id);

        // A phone that knows nothing any more is told: its block is taken from the server, not from itself.
        (copy.Epoch, copy.HoldingId, copy.LastTicketId) = (0, null, null);
        await copy.RecountAsync(Ct);
        Assert.Equal((TicketState.Held, 1u), ((await copy.SyncAsync(Ct)).State, (await copy.SyncAsync(Ct)).Epoch));
    }

    [Fact]
    public async Task A_copy_that_comes_again_and_again_fills_no_log()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        using var copy = Copy(phone);
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        var codes = new List<string?>();
        for (var time = 0; time < 8; time++)
        {
            await SeenAtAsync(phone, phone.Boots + 5);
            (copy.Boots, copy.Requests) = (1, 0);
            codes.Add(await CodeAsync(() => copy.RecountAsync(Ct)));
        }

        Assert.Equal([.. Enumerable.Repeat("evidence_stale", 6), "rate_limited", "rate_limited"], codes);
        Assert.Equal(6, (await EventsAsync(bob, phone)).Count(name => name == "went_back"));
        Assert.Single(await LettersAsync(bob));
    }

    // Whoever has the key can count as far as they like: then the phone is not heard any more, and its holder is told so.
    [Fact]
    public async Task A_count_that_no_phone_reaches_is_refused_and_the_last_one_is_told_to_the_holder()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var boots = phone.Boots;
        (phone.Boots, phone.Requests) = (Ticket.MostBoots + 1, 0);
        Assert.Equal("evidence_malformed", await RefusalAsync(() => phone.StateAsync(Ct)));
        Assert.Equal("evidence_malformed", await CodeAsync(() => phone.EnrolAsync(Ct)));
        await SeenAtAsync(phone, Ticket.MostBoots);

        (phone.Boots, phone.Requests) = (boots, 100);
        Assert.Equal("evidence_replayed", await CodeAsync(() => phone.RecountAsync(Ct)));

        Assert.Equal("went_back", (await EventsAsync(ada, phone))[^1]);
        Assert.Equal(["There may be a copy of lotus"], await LettersAsync(ada));
    }

    [Fact]
    public async Task A_phone_that_is_far_behind_is_told_in_steps()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await SeenAtAsync(phone, 100_000);
        (phone.Boots, phone.Requests) = (10, 0);
        Assert.Equal(10 + Ticket.MostBootsAtOnce, (await phone.RecountAsync(Ct)).CountedBoots);
        Assert.Equal(100_000u, (await phone.RecountAsync(Ct)).CountedBoots);
    }

    [Fact]
    public async Task Who_repeats_what_a_phone_said_or_has_no_key_of_it_learns_no_count()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var overheard = await phone.ReportAsync(Ct);
        await host.NewClient().SyncDeviceAsync(overheard, Ct);
        await SeenAtAsync(phone, 51);
        (phone.Boots, phone.Requests) = (1, 0);

        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().SyncDeviceAsync(overheard, Ct)));
        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().SyncDeviceAsync(new SyncDevice(phone.Evidence(EvidencePurpose.Sync, null, null).Evidence), Ct)));
        using var stranger = host.NewPhone();
        await stranger.EnrolAsync(Ct);
        Assert.Equal(51u, (await phone.RecountAsync(Ct)).CountedBoots);
        Assert.Equal(TicketAction.Sync, (await stranger.SyncAsync(Ct)).Action);
        Assert.Single(await EventsAsync(ada, phone), name => name == "went_back");
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_each_is_told_and_it_is_written_down_once()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await SeenAtAsync(phone, 51);
        (phone.Boots, phone.Requests) = (1, 0);
        var reports = new List<SyncDevice>();
        for (var ask = 0; ask < 4; ask++)
        {
            reports.Add(await phone.ReportAsync(Ct));
        }

        var codes = await Task.WhenAll(reports.Select(report => CodeAsync(() => host.NewClient().SyncDeviceAsync(report, Ct))));

        Assert.All(codes, code => Assert.True(code is null or "busy", code));
        Assert.Contains(codes, code => code is null);
        Assert.Single(await EventsAsync(ada, phone), name => name == "went_back");
        Assert.Single(await LettersAsync(ada));
    }

    [Fact]
    public async Task A_device_that_nobody_holds_is_told_and_nobody_gets_a_letter()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await SeenAtAsync(phone, 9);
        (phone.Boots, phone.Requests) = (1, 0);
        Assert.Equal(9u, (await phone.RecountAsync(Ct)).CountedBoots);
        Assert.Equal((1, false), ((await SetbackAsync(phone)).Times, (await SetbackAsync(phone)).WasHeld));
    }

    // Each is behind whenever the other one was heard: one that was restored heals once, two with one key do not.
    [Fact]
    public async Task Two_with_one_key_that_go_on_in_turn_alarm_and_their_holder_is_told_once_a_day()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await SeenAtAsync(phone, 51);
        using var clone = Copy(phone);
        (clone.Boots, clone.Requests) = (51, 0);
        await clone.RecountAsync(Ct);
        await clone.StateAsync(Ct);
        Assert.DoesNotContain(await CopiesAsync(), copy => copy.Device == phone.Id);
        Assert.Null((await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).CopySeenAt);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = host.Clock.GetUtcNow();

        await phone.RecountAsync(Ct);
        await phone.StateAsync(Ct);

        Assert.Equal((true, 1, first), (await CopiesAsync()).Where(copy => copy.Device == phone.Id).Select(copy => (copy.WasHeld, copy.Times, copy.LastAt)).Single());
        Assert.Equal(first, (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).CopySeenAt);
        Assert.Equal(["lotus reported an older state", "There may be a copy of lotus"], await LettersAsync(ada));
        Assert.Contains(await ClientOf(ada.Token).GetEventsAsync(null, Ct), e => e.Kind == "deviceCopied");

        await clone.RecountAsync(Ct);
        await clone.StateAsync(Ct);
        Assert.Equal(2, (await CopiesAsync()).Single(copy => copy.Device == phone.Id).Times);
        Assert.Equal(2, (await LettersAsync(ada)).Count);
        Assert.Equal(["went_back", "went_back", "went_back"], (await EventsAsync(ada, phone)).TakeLast(3));

        host.Clock.Advance(TimeSpan.FromDays(1));
        await phone.RecountAsync(Ct);
        Assert.Equal("There may be a copy of lotus", (await LettersAsync(ada))[^1]);
        Assert.Equal(3, (await LettersAsync(ada)).Count);

        host.Clock.Advance(TimeSpan.FromDays(30));
        var later = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        Assert.Null((await later.GetDeviceAsync(phone.Id, Ct)).CopySeenAt);
        Assert.DoesNotContain(await CopiesAsync(), copy => copy.Device == phone.Id);
    }

    [Fact]
    public async Task Copies_of_devices_that_somebody_held_come_first_on_the_operators_page_and_the_next_holder_reads_nothing_of_before()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        using var toy = host.NewPhone();
        await toy.EnrolAsync(Ct);
        foreach (var device in (TestPhone[])[phone, toy])
        {
            for (var time = 0; time < 2; time++)
            {
                await SeenAtAsync(device, device.Boots + 5);
                device.Boots -= 3;
                await device.RecountAsync(Ct);
            }
        }

        var copies = (await CopiesAsync()).ToList();
        Assert.True(copies.FindIndex(copy => copy.Device == phone.Id) < copies.FindIndex(copy => copy.Device == toy.Id));
        using var browser = await Operators.OperatorBrowser.SignedInAsync(host.Server, Ct);
        Assert.Contains($"/operator/devices/{phone.Id}", await browser.ReadAsync("/operator/alarms", Ct), StringComparison.Ordinal);

        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        Assert.Null((await ClientOf(bob.Token).GetDeviceAsync(phone.Id, Ct)).CopySeenAt);
    }

    private Task<IReadOnlyList<CopyAlarm>> CopiesAsync() => host.InScopeAsync(services => services.GetRequiredService<DeviceAlarms>().ReadCopiesAsync(Ct));

    private static async Task SeenAtAsync(TestPhone phone, uint boots)
    {
        (phone.Boots, phone.Requests) = (boots, 0);
        await phone.StateAsync(Ct);
    }

    private TestPhone Copy(TestPhone phone) => new(host.NewClient()) { Key = phone.CopyOfKey(), Epoch = phone.Epoch, HoldingId = phone.HoldingId, LastTicketId = phone.LastTicketId };

    private static async Task<string?> RefusalAsync(Func<Task> call) => (await Assert.ThrowsAsync<OAuthException>(call)).Error.Refusal;

    private Task<Setback> SetbackAsync(TestPhone phone)
    {
        var id = new DeviceId(phone.Id);
        return host.InDatabaseAsync(db => db.Setbacks.AsNoTracking().SingleAsync(s => s.DeviceId == id, Ct));
    }

    private Task<List<string>> LettersAsync(TestHolder holder) => host.InDatabaseAsync(db => db.Outbox.AsNoTracking()
        .Where(m => m.Recipient == holder.Email && (m.Subject.Contains("older") || m.Subject.Contains("copy"))).OrderBy(m => m.CreatedAt).Select(m => m.Subject).ToListAsync(Ct));

    private async Task<IReadOnlyList<string>> EventsAsync(TestHolder holder, TestPhone phone) =>
        [.. (await ClientOf(await host.NewTokenAsync(holder.Id, Ct)).GetDeviceLogAsync(phone.Id, 0, Ct)).Entries.Select(e => e.Event)];
}
