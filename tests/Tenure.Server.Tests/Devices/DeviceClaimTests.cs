using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices;

namespace Tenure.Server.Tests.Devices;

/// <summary>What a device says it is: kept as said, shown to its holder, and worth nothing else.</summary>
public abstract class DeviceClaimTests(DeviceHost host) : DeviceTests(host)
{
    internal static readonly DeviceFacts Facts = new()
    {
        Serial = "T1-0001",
        Imeis = [Imei.FromDigits("49015420323751"), Imei.FromDigits("35209900176148")],
        Region = "EU",
        RollbackIndexes = new Dictionary<uint, ulong> { [1] = ulong.MaxValue, [0] = 3 },
        Bootloader = BootloaderState.Locked,
    };

    private readonly DeviceHost host = host;

    [Fact]
    public async Task What_a_phone_says_when_it_enrols_is_shown_to_its_holder()
    {
        var (holder, phone) = await HeldAsync(Facts);
        using var _ = phone;

        var identity = (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!;

        Assert.Equal(("T1-0001", "EU"), (identity.Serial, identity.Region));
        Assert.Equal(["49•••••••••7518", "35•••••••••1481"], identity.Imeis);
        Assert.Empty(identity.Sims);
        var claims = await ClaimsAsync(phone);
        Assert.Equal(("0=3, 1=18446744073709551615", false), (claims!.RollbackIndexes, claims.IsUnlocked));
        Assert.Null((await ClientOf(holder.Token).GetDevicesAsync(Ct))[0].Identity);
    }

    [Fact]
    public async Task A_phone_that_says_nothing_is_as_good_as_any_other()
    {
        var (holder, phone) = await HeldAsync(DeviceFacts.None);
        using var _ = phone;
        await phone.StateAsync(Ct);

        var identity = (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!;

        Assert.Null(identity.Serial);
        Assert.Empty(identity.Imeis);
        Assert.Null(await ClaimsAsync(phone));
    }

    [Fact]
    public async Task What_a_phone_says_later_takes_the_place_of_what_it_said_and_what_it_leaves_out_stays()
    {
        var (holder, phone) = await HeldAsync(Facts);
        using var _ = phone;

        phone.Facts = new() { Imeis = [Imei.FromDigits("35209900176148")], Bootloader = BootloaderState.Unlocked };
        await phone.StateAsync(Ct);

        var identity = (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!;
        Assert.Equal("T1-0001", identity.Serial);
        Assert.Equal(["35•••••••••1481"], identity.Imeis);
        Assert.True((await ClaimsAsync(phone))!.IsUnlocked);
        phone.Facts = Facts;
        await phone.EnrolAsync(Ct);
        Assert.Equal(2, (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.Imeis.Count);
    }

    [Fact]
    public async Task What_is_said_again_writes_nothing()
    {
        var (_, phone) = await HeldAsync(Facts with { Sims = [Sim(1, "8999912345678901236")] });
        using var _ = phone;
        await phone.StateAsync(Ct);
        var before = await ClaimsAsync(phone);

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await phone.StateAsync(Ct);
        Assert.Equal(before!.SaidAt, (await ClaimsAsync(phone))!.SaidAt);

        phone.Facts = phone.Facts with { Region = "US" };
        await phone.StateAsync(Ct);
        Assert.NotEqual(before.SaidAt, (await ClaimsAsync(phone))!.SaidAt);
    }

    [Fact]
    public async Task Many_sessions_at_once_leave_what_one_of_them_said()
    {
        var (_, phone) = await HeldAsync(DeviceFacts.None);
        using var _ = phone;
        string[] serials = ["A", "B", "C", "D", "E", "F"];
        var evidence = new List<string>();
        foreach (var serial in serials)
        {
            phone.Facts = new() { Serial = serial, Imeis = [Imei.FromDigits("49015420323751"), Imei.FromDigits($"3520990017614{serial[0] - 'A'}")] };
            evidence.Add((await phone.EvidenceAsync(EvidencePurpose.Session, null, Ct)).Evidence);
        }

        await Task.WhenAll(evidence.Select(TryAsync));

        var last = (await ClaimsAsync(phone))!.Serial!;
        Assert.Contains(last, serials);
        Assert.Equal(
            ["49015420323751", $"3520990017614{last[0] - 'A'}"],
            await host.InDatabaseAsync(db => db.ClaimedImeis.Where(i => i.DeviceId == new Domain.Devices.DeviceId(phone.Id)).OrderBy(i => i.Position).Select(i => i.Imei).ToListAsync(Ct)));
    }

    [Fact]
    public async Task A_card_is_shown_to_the_holder_by_its_last_digits()
    {
        var (holder, phone) = await HeldAsync(Facts with { Sims = [Sim(1, "8999912345678901236", "Example Mobile"), Sim(2, "899991234567890124")] });
        using var _ = phone;
        Assert.Empty((await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.Sims);

        await phone.StateAsync(Ct);
        var first = (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.Sims;
        Assert.Equal([(1, "1236", "Example Mobile"), (2, "0124", null)], first.Select(s => (s.Slot, s.LastFour, s.Network)));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        phone.Facts = phone.Facts with { Sims = [Sim(1, "8999912345678901236", "Other name")] };
        await phone.StateAsync(Ct);
        var second = Assert.Single((await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.Sims);
        Assert.Equal((1, "Other name", first[0].Since), (second.Slot, second.Network, second.Since));
    }

    [Fact]
    public async Task The_number_of_a_card_is_in_no_table_and_its_hash_needs_a_key_that_is_in_none()
    {
        const string Iccid = "8999917777777777716";
        var (_, phone) = await HeldAsync(Facts with { Sims = [Sim(1, Iccid)] });
        using var _ = phone;
        await phone.StateAsync(Ct);

        var mac = Assert.Single(await host.InDatabaseAsync(db => db.HeldSims.Where(s => s.DeviceId == new Domain.Devices.DeviceId(phone.Id)).Select(s => s.Mac).ToListAsync(Ct)));
        Assert.NotEqual(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(Iccid)), mac);
        var all = await host.InDatabaseAsync(AllAsync);
        Assert.Contains("7716", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Iccid[..^4], all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_belongs_to_whoever_put_it_in_and_the_next_holder_sees_nothing_of_it()
    {
        var (ada, phone) = await HeldAsync(Facts with { Sims = [Sim(1, "8999912345678901236")] });
        using var _ = phone;
        await phone.StateAsync(Ct);
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);

        // Nobody holds it: a card that is still in is nobody's either.
        await phone.StateAsync(Ct);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        Assert.Empty((await ClientOf(bob.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.Sims);
        Assert.Equal(1, await CountAsync(phone));

        await host.SweepAsync<SweepEndedSims>(Ct);
        Assert.Equal(0, await CountAsync(phone));
        await phone.StateAsync(Ct);
        Assert.Single((await ClientOf(bob.Token).GetDeviceAsync(phone.Id, Ct)).Identity!.Sims);
        await host.SweepAsync<SweepEndedSims>(Ct);
        Assert.Equal(1, await CountAsync(phone));
    }

    [Fact]
    public async Task A_stranger_who_says_the_same_serial_number_and_IMEI_is_answered_as_for_any_other_and_locks_nothing()
    {
        var (holder, phone) = await HeldAsync(Facts);
        using var _ = phone;
        var thief = await host.NewHolderAsync(Ct);
        using var fake = host.NewPhone();
        fake.Facts = Facts;

        await fake.EnrolAsync(Ct);
        await fake.ActivateAsync(thief.Token, Ct);

        Assert.Equal("held", (await ClientOf(holder.Token).GetDeviceAsync(phone.Id, Ct)).State);
        phone.Store(await phone.ReleaseAsync(holder.Token, DeviceHost.Password, erase: true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        Assert.Equal([phone.Id], (await ClientOf(holder.Token).GetDevicesAsync(Ct)).Select(d => d.Id));
        Assert.Equal([fake.Id], (await ClientOf(thief.Token).GetDevicesAsync(Ct)).Select(d => d.Id));
    }

    // What was overtaken is refused.
    private async Task TryAsync(string evidence)
    {
        try
        {
            await host.NewClient().SignIn.ForDeviceAsync(evidence, Ct);
        }
        catch (Client.SignIn.OAuthException refused)
        {
            Assert.Equal(("invalid_grant", "evidence_replayed"), (refused.Code, refused.Error.Refusal));
        }
    }

    private static SimCard Sim(uint slot, string iccid, string? network = null) => new(slot, Iccid.TryRead(iccid, out var read) ? read : throw new FormatException(iccid), network);

    // Every value of every table, as text.
    private static async Task<string> AllAsync(Tenure.Server.Data.TenureDb db)
    {
        var all = new StringBuilder();
        await db.Database.OpenConnectionAsync(Ct);
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // A table's name, of the model.
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            await using var row = await command.ExecuteReaderAsync(Ct);
            while (await row.ReadAsync(Ct))
            {
                for (var i = 0; i < row.FieldCount; i++)
                {
                    all.AppendLine(row.GetValue(i) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(row.GetValue(i), System.Globalization.CultureInfo.InvariantCulture));
                }
            }
        }

        return all.ToString();
    }

    private Task<int> CountAsync(TestPhone phone) => host.InDatabaseAsync(db => db.HeldSims.CountAsync(s => s.DeviceId == new Domain.Devices.DeviceId(phone.Id), Ct));

    private Task<Domain.Devices.DeviceClaims?> ClaimsAsync(TestPhone phone) =>
        host.InDatabaseAsync(db => db.DeviceClaims.AsNoTracking().FirstOrDefaultAsync(c => c.DeviceId == new Domain.Devices.DeviceId(phone.Id), Ct));

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
