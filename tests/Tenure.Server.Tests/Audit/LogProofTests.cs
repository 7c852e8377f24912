using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tenure.Client;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Tests.Devices;
using static System.Buffers.Text.Base64Url;

namespace Tenure.Server.Tests.Audit;

/// <summary>What anybody, a holder and a device can have proven.</summary>
public abstract class LogProofTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Anybody_gets_the_last_checkpoint_and_can_check_it_with_the_roots_alone()
    {
        await NewEntryAsync();

        var answer = await host.NewClient().GetCheckpointAsync(since: null, Ct);

        var checkpoint = Verified(answer.Checkpoint);
        Assert.Equal(
            (answer.Size, answer.RootHash, answer.LogId, answer.At, null),
            (checkpoint.Size, EncodeToString(checkpoint.RootHash), EncodeToString(checkpoint.LogId), checkpoint.At, answer.Proof));
        Assert.True(answer.Size > 0);
    }

    [Fact]
    public async Task Who_has_seen_a_checkpoint_is_shown_that_the_log_grew_out_of_it()
    {
        await NewEntryAsync();
        var client = host.NewClient();
        var seen = Verified((await client.GetCheckpointAsync(since: null, Ct)).Checkpoint);
        for (var i = 0; i < 3; i++)
        {
            await NewEntryAsync();
        }

        var later = await client.GetCheckpointAsync(seen.Size, Ct);
        var between = await client.GetConsistencyAsync(seen.Size, later.Size, Ct);

        Assert.True(MerkleProof.IsExtension(seen.Size, seen.RootHash, later.Size, Verified(later.Checkpoint).RootHash, Hashes(later.Proof!)));
        Assert.Equal(later.Proof, between.Proof);
        Assert.Equal((seen.Size, later.Size), (between.From, between.To));
        Assert.Empty((await client.GetConsistencyAsync(0, later.Size, Ct)).Proof);
        Assert.Empty((await client.GetCheckpointAsync(later.Size, Ct)).Proof!);
    }

    [Fact]
    public async Task The_holder_gets_a_proof_with_each_entry_and_for_each_one_alone()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await host.LogTakenUpAsync(Ct);
        var client = ClientOf(ada.Token);

        var log = await client.GetDeviceLogAsync(phone.Id, 0, Ct, withProofs: true);

        var checkpoint = Verified(log.Checkpoint!);
        Assert.Equal(3, log.Entries.Count);
        foreach (var (entry, line) in log.Entries.Zip(LogLines.Of(log)))
        {
            Assert.True(MerkleProof.IsIncluded(LogChain.Hash(line.Entry), entry.Index!.Value, checkpoint.Size, checkpoint.RootHash, Hashes(entry.Proof!)));
            var alone = await client.GetEntryProofAsync(phone.Id, entry.Sequence, Ct);
            var under = Verified(alone.Checkpoint);
            Assert.True(MerkleProof.IsIncluded(line.Hash, alone.Index, under.Size, under.RootHash, Hashes(alone.Proof)));
        }

        Assert.All((await client.GetDeviceLogAsync(phone.Id, 0, Ct)).Entries, e => Assert.True(e is { Index: not null, Proof: null }));
    }

    [Fact]
    public async Task An_entry_that_waits_says_so_and_is_proven_soon()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await host.LogTakenUpAsync(Ct);
        var client = ClientOf(ada.Token);
        var grow = host.Services.GetServices<IHostedService>().OfType<GrowLog>().Single();
        await grow.StopAsync(Ct);
        await phone.SyncAsync(Ct);

        var log = await client.GetDeviceLogAsync(phone.Id, 0, Ct, withProofs: true);
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => client.GetEntryProofAsync(phone.Id, 3, Ct));

        Assert.Equal([true, true, true, false], log.Entries.Select(e => e is { Index: not null, Proof: not null }));
        Assert.Equal(("log_not_ready", TimeSpan.FromSeconds(1)), (refused.Code, refused.RetryAfter));
        await grow.StartAsync(Ct);
        await host.LogTakenUpAsync(Ct);
        Assert.Equal((await client.GetDeviceLogAsync(phone.Id, 3, Ct)).Entries[0].Index, (await client.GetEntryProofAsync(phone.Id, 3, Ct)).Index);
    }

    [Fact]
    public async Task Nobody_but_the_holder_gets_a_proof_of_an_entry()
    {
        var (_, phone) = await NewHeldPhoneAsync();
        using var _1 = phone;
        var bob = await host.NewHolderAsync(Ct);
        await host.LogTakenUpAsync(Ct);

        Assert.Equal("not_found", await CodeAsync(() => ClientOf(bob.Token).GetEntryProofAsync(phone.Id, 0, Ct)));
        Assert.Equal("not_signed_in", await CodeAsync(() => host.NewClient().GetEntryProofAsync(phone.Id, 0, Ct)));
    }

    [Fact]
    public async Task What_the_log_does_not_have_is_refused()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await host.LogTakenUpAsync(Ct);
        var client = host.NewClient();
        var size = (await client.GetCheckpointAsync(since: null, Ct)).Size;

        Assert.Equal("log_shorter", await CodeAsync(() => client.GetCheckpointAsync(size + 1, Ct)));
        Assert.Equal("log_shorter", await CodeAsync(() => client.GetConsistencyAsync(0, long.MaxValue, Ct)));
        Assert.Equal("malformed", await CodeAsync(() => client.GetConsistencyAsync(2, 1, Ct)));
        Assert.Equal("malformed", await CodeAsync(() => client.GetCheckpointAsync(-1, Ct)));
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(ada.Token).GetEntryProofAsync(phone.Id, 3, Ct)));
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ada.Token);
        using var answer = await http.GetAsync(new Uri($"/api/v1/devices/{phone.Id}/log?proofs=yes", UriKind.Relative), Ct);
        Assert.Equal(("malformed", "proofs"), (await answer.Content.ReadFromJsonAsync<Problem>(Ct)) is { } problem ? (problem.Code, problem.Field) : default);
    }

    [Fact]
    public async Task A_network_that_asks_for_too_many_proofs_is_told_to_wait_and_a_device_on_it_is_not()
    {
        await NewEntryAsync();
        var address = Hosting.ServerFixture.NewAddress();
        var client = host.NewClient(address);
        for (var i = 0; i < 20; i++)
        {
            await client.GetCheckpointAsync(since: 1, Ct);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => client.GetCheckpointAsync(since: 1, Ct)));
        Assert.Equal("rate_limited", await CodeAsync(() => client.GetConsistencyAsync(0, 1, Ct)));
        Assert.True((await client.GetCheckpointAsync(since: null, Ct)).Size > 0);

        using var phone = host.NewPhone(address);
        await phone.EnrolAsync(Ct);
        client.AccessToken = (await client.SignIn.ForDeviceAsync((await phone.EvidenceAsync(EvidencePurpose.Session, null, Ct)).Evidence, Ct)).AccessToken;
        Assert.Equal(0, (await client.GetConsistencyAsync(0, 1, Ct, asDevice: true)).From);
        Assert.NotNull((await client.GetCheckpointAsync(1, Ct, asDevice: true)).Proof);
        client.AccessToken = null;
        Assert.Equal("not_signed_in", await CodeAsync(() => client.GetCheckpointAsync(1, Ct, asDevice: true)));
    }

    private async Task NewEntryAsync()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await host.LogTakenUpAsync(Ct);
    }

    private Checkpoint Verified(string signed) => CheckpointCodec.Verify(
        DecodeFromChars(signed), host.Services.GetRequiredService<ServerRoots>().All, host.Services.GetRequiredService<TicketSigner>().Issuer).Checkpoint;

    private static byte[][] Hashes(IReadOnlyList<string> proof) => [.. proof.Select(hash => DecodeFromChars(hash))];
}
