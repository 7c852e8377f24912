using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Audit;

/// <summary>How entries come into the tree: each once, none lost, whoever dies or comes second.</summary>
public abstract class LogTreeTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Every_entry_is_provable_under_a_checkpoint_of_the_logs_signer()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await host.LogTakenUpAsync(Ct);

        var checkpoint = await LatestAsync();
        var entries = await host.InDatabaseAsync(db => db.DeviceLog.AsNoTracking().Join(db.LogLeaves, e => new { e.DeviceId, e.Sequence }, l => new { l.DeviceId, l.Sequence }, (e, l) => new { e.Hash, l.Index }).ToListAsync(Ct));
        var proofs = await host.InDatabaseAsync(db => TileReader.MakeAsync(db, [.. entries.Select(e => MerklePlan.Inclusion(e.Index, checkpoint.Size))], Ct));

        Assert.Equal(checkpoint.Size, entries.Count);
        Assert.All(entries.Zip(proofs), e => Assert.True(MerkleProof.IsIncluded(e.First.Hash, e.First.Index, checkpoint.Size, checkpoint.RootHash, e.Second)));
    }

    [Fact]
    public async Task An_entry_says_the_hour_and_its_details_the_second()
    {
        host.Clock.Advance(TimeSpan.FromSeconds(1234));
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;

        var log = await ClientOf(ada.Token).GetDeviceLogAsync(phone.Id, 0, Ct);

        Assert.All(log.Entries, e => Assert.Equal((2, LogTime.Cut(host.Clock.GetUtcNow())), (e.Format, e.At)));
        Assert.All(log.Entries.Where(e => e.Details is not null), e => Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeSeconds(), LoggedState.Parse(e.Details!)!.At!.Value.ToUnixTimeSeconds()));
        Assert.All(await CheckpointsAsync(), c => Assert.Equal(0, c.At % LogTime.Unit));
    }

    [Fact]
    public async Task A_holding_has_one_random_name_in_the_log_and_the_next_one_another()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct), Protocols.Tickets.TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);
        await phone.SendReceiptAsync(Ct);

        var names = (await ClientOf(ada.Token).GetDeviceLogAsync(phone.Id, 0, Ct)).Entries.Select(e => e.HoldingRef).ToList();

        Assert.Equal(8, names.Count);
        Assert.Null(names[0]);
        Assert.Single(names[1..6].Distinct());
        Assert.Single(names[6..].Distinct());
        Assert.Equal(2, names.OfType<string>().Distinct().Count());
    }

    [Fact]
    public async Task Many_who_write_and_several_who_take_up_at_once_give_one_tree_without_gaps()
    {
        const int Writers = 12;
        const int Each = 15;
        // What the tests before wrote may still wait for its place.
        await host.LogTakenUpAsync(Ct);
        // As the first of its class it finds an empty tree, which has no checkpoint.
        var before = await CheckpointsAsync() is [.., var last] ? Verified(last).Size : 0;
        using var done = new CancellationTokenSource();
        var others = Enumerable.Range(0, 3).Select(_ => GrowUntilAsync(done.Token)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            using var phone = host.NewPhone();
            await phone.EnrolAsync(Ct);
            for (var entry = 0; entry < Each; entry++)
            {
                await AppendAsync(new DeviceId(phone.Id));
            }
        }));
        await host.LogTakenUpAsync(Ct);
        await done.CancelAsync();
        await Task.WhenAll(others);

        Assert.Equal(before + (Writers * (Each + 1)), (await LatestAsync()).Size);
        await HoldsAsync();
        var checkpoints = await CheckpointsAsync();
        for (var i = 1; i < checkpoints.Count; i++)
        {
            await ExtendsAsync(checkpoints[i - 1], checkpoints[i]);
        }
    }

    [Fact]
    public async Task What_is_committed_late_is_taken_up_later_and_not_left_out()
    {
        using var one = host.NewPhone();
        using var other = host.NewPhone();
        await one.EnrolAsync(Ct);
        await other.EnrolAsync(Ct);
        await host.LogTakenUpAsync(Ct);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var isPostgres = db is PostgresTenureDb;
        await using (var transaction = isPostgres ? await db.Database.BeginTransactionAsync(Ct) : null)
        {
            // It has the lower number, and is not committed while the other one is taken up. SQLite has one writer: there it is simply later.
            if (isPostgres)
            {
                await AppendAsync(scope.ServiceProvider, new DeviceId(one.Id));
            }

            await AppendAsync(new DeviceId(other.Id));
            await host.LogTakenUpAsync(Ct);
            if (!isPostgres)
            {
                await AppendAsync(scope.ServiceProvider, new DeviceId(one.Id));
            }

            await (transaction?.CommitAsync(Ct) ?? Task.CompletedTask);
        }

        await host.LogTakenUpAsync(Ct);

        var late = new DeviceId(one.Id);
        Assert.Equal((await LatestAsync()).Size - 1, await host.InDatabaseAsync(d => d.LogLeaves.Where(l => l.DeviceId == late && l.Sequence == 1).Select(l => l.Index).SingleAsync(Ct)));
        await HoldsAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_signs_everything_goes_on_waiting(bool isThere)
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await host.LogTakenUpAsync(Ct);
        var folder = new DataFolder(Directory.CreateTempSubdirectory("tenure-no-keys").FullName);
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<TenureDb>();
        var device = new DeviceId(phone.Id);
        // Nobody else takes it up meanwhile.
        var grow = host.Services.GetServices<IHostedService>().OfType<GrowLog>().Single();
        await grow.StopAsync(Ct);
        await AppendAsync(device);
        var size = (await LatestAsync()).Size;
        var line = new DyingLine(services.GetRequiredService<ISignerLine>(), isThere);
        var keyless = new TicketSigner(line, services.GetRequiredService<IssuerUrl>(), services.GetRequiredService<DevelopmentKeys>(), services.GetRequiredService<KeyLog>());

        // The signature comes after places and tiles: all of that must be undone.
        await Assert.ThrowsAsync<LogNotSignedException>(() => new LogGrowth(db, keyless, MemoryIn(folder, services), host.Clock).RunAsync(Ct));

        Assert.Equal(size, (await LatestAsync()).Size);
        Assert.Equal(1, await host.InDatabaseAsync(d => d.WaitingEntries.CountAsync(w => w.DeviceId == device, Ct)));
        Assert.Equal(1, await host.InDatabaseAsync(d => d.LogLeaves.CountAsync(l => l.DeviceId == device, Ct)));
        Assert.False(File.Exists(Path.Combine(folder.Path, LogMemory.FileName)));
        await HoldsAsync();
        await grow.StartAsync(Ct);
        await host.LogTakenUpAsync(Ct);
        Assert.Equal(size + 1, (await LatestAsync()).Size);
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public async Task A_log_in_which_nothing_happens_has_a_checkpoint_for_each_hour()
    {
        await NewEntryAsync();
        var before = await CheckpointsAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        await WaitForAsync(async () => (await CheckpointsAsync()).Count > before.Count);

        var (last, next) = (before[^1], (await CheckpointsAsync())[^1]);

        Assert.Equal((last.Size, last.At + 3600), (next.Size, next.At));
        await HoldsAsync();
    }

    [Fact]
    public async Task Of_old_checkpoints_the_largest_of_each_hour_stays()
    {
        for (var i = 0; i < 3; i++)
        {
            await NewEntryAsync();
        }

        var hour = LogTime.Cut(host.Clock.GetUtcNow()).ToUnixTimeSeconds();
        Assert.True((await CheckpointsAsync()).Count(c => c.At == hour) >= 3);
        host.Clock.Advance(TimeSpan.FromHours(24));
        await host.SweepAsync<SweepCheckpoints>(Ct);
        Assert.True((await CheckpointsAsync()).Count(c => c.At == hour) >= 3);

        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.SweepAsync<SweepCheckpoints>(Ct);

        Assert.Equal((await CheckpointsAsync()).Where(c => c.At <= hour).Max(c => c.Size), (await CheckpointsAsync()).Single(c => c.At == hour).Size);
        await HoldsAsync();
    }

    [Theory]
    [InlineData("longer")]
    [InlineData("another root")]
    [InlineData("another log")]
    [InlineData("damaged")]
    public async Task A_database_that_is_behind_what_was_signed_is_recognised_before_anything_is_signed(string what)
    {
        await NewEntryAsync();
        var latest = await LatestAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var signer = services.GetRequiredService<TicketSigner>();
        var folder = new DataFolder(Directory.CreateTempSubdirectory("tenure-memory").FullName);
        var remembered = what switch
        {
            "longer" => latest with { Size = latest.Size + 1 },
            "another root" => latest with { RootHash = new byte[32] },
            "another log" => latest with { LogId = new byte[16] },
            _ => latest,
        };
        var signed = (await signer.SignAsync(remembered, Ct)).Value;
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, LogMemory.FileName), what == "damaged" ? signed[..100] : signed, Ct);
        var db = services.GetRequiredService<TenureDb>();

        // With nothing to take up, something to sign is due in the next hour.
        host.Clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<LogRewoundException>(() => new LogGrowth(db, signer, MemoryIn(folder, services), host.Clock).RunAsync(Ct));
        await Assert.ThrowsAsync<LogRewoundException>(() => new RequireKnownLog(db, MemoryIn(folder, services)).RunAsync(Ct));

        Assert.Equal(latest.Size, (await LatestAsync()).Size);
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public async Task A_database_that_went_on_since_is_known()
    {
        await NewEntryAsync();
        var folder = new DataFolder(Directory.CreateTempSubdirectory("tenure-memory").FullName);
        File.Copy(Path.Combine(host.DataFolder, LogMemory.FileName), Path.Combine(folder.Path, LogMemory.FileName));
        await NewEntryAsync();
        await using var scope = host.Services.CreateAsyncScope();

        await new RequireKnownLog(scope.ServiceProvider.GetRequiredService<TenureDb>(), MemoryIn(folder, scope.ServiceProvider)).RunAsync(Ct);

        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public async Task Where_roots_were_replaced_the_last_checkpoint_is_signed_again()
    {
        await NewEntryAsync();
        var latest = await LatestAsync();
        using var root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var former = CheckpointCodec.Sign(latest, key, SignerCertificateCodec.Sign(
            new SignerCertificate { Issuer = latest.Issuer, Purpose = SignerPurpose.Log, Generation = 7, Key = PublicKeyP256.From(key) }, root));
        await host.InDatabaseAsync(db => db.LogCheckpoints.Where(c => c.Size == latest.Size).ExecuteUpdateAsync(set => set.SetProperty(c => c.Signed, former), Ct));
        var folder = new DataFolder(Directory.CreateTempSubdirectory("tenure-memory").FullName);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, LogMemory.FileName), former, Ct);
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var growth = new LogGrowth(services.GetRequiredService<TenureDb>(), services.GetRequiredService<TicketSigner>(), MemoryIn(folder, services), host.Clock);

        await growth.RunAsync(Ct);

        Assert.Equal(latest.Size, (await LatestAsync()).Size);
        Assert.Equal(latest.RootHash, (await LatestAsync()).RootHash);
        Assert.NotEqual(former, (await CheckpointsAsync())[^1].Signed);
        await HoldsAsync();
        Directory.Delete(folder.Path, recursive: true);
    }

    private static LogMemory MemoryIn(DataFolder folder, IServiceProvider services) =>
        new(folder, services.GetRequiredService<ServerRoots>(), services.GetRequiredService<IssuerUrl>(), services.GetRequiredService<TreeLog>());

    private async Task NewEntryAsync()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await host.LogTakenUpAsync(Ct);
    }

    // As other processes on the same database would: they disturb each other and lose nothing.
    private async Task GrowUntilAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await host.InScopeAsync(services => services.GetRequiredService<LogGrowth>().RunAsync(Ct));
            }
            catch (Exception e) when (e is DbUpdateException or System.Data.Common.DbException)
            {
                // Another one was first.
            }

            await Task.Delay(5, Ct);
        }
    }

    private Task<int> AppendAsync(DeviceId device) => host.InScopeAsync(services => AppendAsync(services, device));

    private static async Task<int> AppendAsync(IServiceProvider services, DeviceId id)
    {
        var db = services.GetRequiredService<TenureDb>();
        var device = await db.Set<Domain.Devices.Device>().SingleAsync(d => d.Id == id, Ct);
        await services.GetRequiredService<DeviceLogBook>().AppendAsync(device, DeviceEvents.Synced, ticket: null, by: null, Ct);
        return await db.SaveChangesAsync(Ct);
    }

    private Task<List<CheckpointRow>> CheckpointsAsync() =>
        host.InDatabaseAsync(db => db.LogCheckpoints.AsNoTracking().OrderBy(c => c.At).ThenBy(c => c.Size).ToListAsync(Ct));

    private async Task<Checkpoint> LatestAsync() => Verified((await CheckpointsAsync())[^1]);

    private Checkpoint Verified(CheckpointRow kept) => CheckpointCodec.Verify(
        kept.Signed, host.Services.GetRequiredService<ServerRoots>().All, host.Services.GetRequiredService<TicketSigner>().Issuer).Checkpoint;

    private async Task ExtendsAsync(CheckpointRow smaller, CheckpointRow larger)
    {
        var proof = await host.InDatabaseAsync(db => TileReader.MakeAsync(db, [MerklePlan.Consistency(smaller.Size, larger.Size)], Ct));
        Assert.True(MerkleProof.IsExtension(smaller.Size, Verified(smaller).RootHash, larger.Size, Verified(larger).RootHash, proof[0]));
    }

    private async Task HoldsAsync()
    {
        await using var output = new StringWriter(new StringBuilder());
        string[] where = host.Connection is { } connection ? ["--database", connection] : [];
        var exit = await AuditVerify.RunAsync([.. where, "--data", host.DataFolder, "--language", "en"], new ConfigurationBuilder().Build(), output, Ct);
        Assert.True(exit == 0, output.ToString());
    }

    private static async Task WaitForAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(20, Ct);
        }
    }

    /// <summary>A signer that is there when it is asked how it stands, and gone when it is to sign; or gone from the beginning.</summary>
    private sealed class DyingLine(ISignerLine line, bool isThere) : ISignerLine
    {
        public void Begin() => line.Begin();

        public Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken ct) =>
            isThere && SignerRequestCodec.Decode(request) is StatusRequest ? line.ExchangeAsync(request, ct) : throw new IOException("Nobody is there.");
    }
}
