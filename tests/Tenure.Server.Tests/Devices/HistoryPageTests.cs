using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Devices;

/// <summary>A device's page shows the log that it was drawn from, holds it against the one that this browser was shown before, and gives the history away with its proofs.</summary>
public abstract class HistoryPageTests(ServerFixture server) : ServerTests(server)
{
    private const string Cookie = "tenure-log";
    private const string Fork = "This is not the log that this browser was shown before.";
    private const string Grown = "It has grown out of what this browser was shown before.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_page_names_the_log_that_it_was_drawn_from_and_says_later_that_it_grew_out_of_that()
    {
        using var held = await HeldAsync();

        var first = await held.ReadAsync();
        var kept = held.Browser.Kept(Cookie);
        await held.Phone.SyncAsync(Ct);
        await TakenUpAsync();
        var second = await held.ReadAsync();

        var (before, now) = (Verified(kept), Verified(held.Browser.Kept(Cookie)));
        Assert.Contains(Base64Url.EncodeToString(before.RootHash), first, StringComparison.Ordinal);
        Assert.Contains(Base64Url.EncodeToString(now.RootHash), second, StringComparison.Ordinal);
        Assert.True(now.Size > before.Size);
        Assert.DoesNotContain(Grown, first, StringComparison.Ordinal);
        Assert.Contains(Grown, second, StringComparison.Ordinal);
        Assert.DoesNotContain(Fork, first + second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entries were changed")]
    [InlineData("entries at the end are gone")]
    [InlineData("another log")]
    public async Task A_log_that_has_not_grown_out_of_what_this_browser_was_shown_is_an_alarm_that_stays(string what)
    {
        using var held = await HeldAsync();
        await held.ReadAsync();
        var says = Verified(held.Browser.Kept(Cookie));
        var shown = Base64Url.EncodeToString(await SignedAsync(what switch
        {
            "entries were changed" => says with { RootHash = RandomNumberGenerator.GetBytes(32) },
            "entries at the end are gone" => says with { Size = says.Size + 1000 },
            _ => says with { LogId = RandomNumberGenerator.GetBytes(16) },
        }));
        held.Browser.Keep(Cookie, shown);

        for (var time = 0; time < 2; time++)
        {
            var page = await held.ReadAsync();
            Assert.Contains(Fork, page, StringComparison.Ordinal);
            Assert.DoesNotContain(Grown, page, StringComparison.Ordinal);
            // What proves it is not written over.
            Assert.Equal(shown, held.Browser.Kept(Cookie));
        }
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("%%%")]
    [InlineData("AAAA")]
    [InlineData("changed")]
    [InlineData("signed by another")]
    [InlineData("too long")]
    public async Task What_this_server_never_signed_alarms_nobody_and_is_written_over(string what)
    {
        using var held = await HeldAsync();
        await held.ReadAsync();
        var good = held.Browser.Kept(Cookie);
        held.Browser.Keep(Cookie, what switch
        {
            "nothing" => "",
            "changed" => Base64Url.EncodeToString([.. Base64Url.DecodeFromChars(good).Select((b, i) => i == 60 ? (byte)(b ^ 1) : b)]),
            "signed by another" => Foreign(Verified(good)),
            "too long" => new string('A', 3000),
            _ => what,
        });

        var page = await held.ReadAsync();

        Assert.DoesNotContain(Fork, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Grown, page, StringComparison.Ordinal);
        Assert.True(Verified(held.Browser.Kept(Cookie)).Size >= Verified(good).Size);
    }

    [Fact]
    public async Task The_history_is_saved_with_proofs_that_hold_and_the_details_of_the_holders_own_time_alone()
    {
        using var ada = await HeldAsync();
        ada.Phone.Store(await ada.Phone.ReleaseAsync(ada.Client.AccessToken!, ada.Person.Password, erase: true, Ct), TicketAction.Release);
        await ada.Phone.SendReceiptAsync(Ct);
        using var ben = await HeldAsync(ada.Phone);

        var (lines, verification) = await SavedAsync(ben);

        Assert.Equal(["enrolled", "activated", "hold_confirmed", "release_granted", "release_ticket_issued", "released", "activated", "hold_confirmed"], lines.Select(line => line.Line.Entry.Event));
        Assert.Equal([.. Enumerable.Repeat(false, 6), true, true], lines.Select(line => line.Line.Details is not null));
        Assert.Equal(Server.Services.GetRequiredService<ServerRoots>().Active, verification.Root);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(ada));
    }

    [Fact]
    public async Task A_long_history_is_saved_whole()
    {
        using var held = await HeldAsync();
        await Server.WithDatabaseAsync(async db =>
        {
            var device = await db.Set<Domain.Devices.Device>().FirstAsync(d => d.Id == new DeviceId(held.Phone.Id), Ct);
            var book = ActivatorUtilities.CreateInstance<DeviceLogBook>(Server.Services, db);
            for (var i = 0; i < 250; i++)
            {
                await book.AppendAsync(device, DeviceEvents.Synced, ticket: null, by: null, Ct);
                await db.SaveChangesAsync(Ct);
            }

            return true;
        });
        await TakenUpAsync();

        Assert.Equal(253, (await SavedAsync(held)).Lines.Count);
    }

    [Fact]
    public async Task Nobody_else_saves_it_and_nobody_saves_it_all_day()
    {
        using var held = await HeldAsync();
        using var other = await HeldAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await other.Browser.GetAsync($"/devices/{held.Phone.Id}/history", Ct)).StatusCode);
        using var stranger = Browser.New(Server);
        Assert.Equal(HttpStatusCode.Found, (await stranger.GetAsync($"/devices/{held.Phone.Id}/history", Ct)).StatusCode);

        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(held));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(held));
    }

    private static async Task<HttpStatusCode> StatusAsync(Held held)
    {
        using var answer = await held.Browser.GetAsync($"/devices/{held.Phone.Id}/history", Ct);
        return answer.StatusCode;
    }

    private static async Task<(List<ProvenLine> Lines, ProofVerification Verification)> SavedAsync(Held held)
    {
        using var answer = await held.Browser.GetAsync($"/devices/{held.Phone.Id}/history", Ct);
        Assert.Equal((HttpStatusCode.OK, "tenure-history.proof", "no-store"), (answer.StatusCode, answer.Content.Headers.ContentDisposition?.FileName, answer.Headers.CacheControl?.ToString()));
        var verification = new ProofVerification();
        var lines = new List<ProvenLine>();
        await foreach (var line in ProofFile.ReadAsync(await answer.Content.ReadAsStreamAsync(Ct), Ct))
        {
            Assert.Null(verification.Add(line));
            lines.AddRange(line is ProvenLine proven ? [proven] : []);
        }

        verification.End();
        return (lines, verification);
    }

    // Under another root, which says that it is ours.
    private static string Foreign(Checkpoint says)
    {
        using var root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = SignerCertificateCodec.Sign(new() { Issuer = says.Issuer, Purpose = SignerPurpose.Log, Generation = 1, Key = PublicKeyP256.From(key) }, root);
        return Base64Url.EncodeToString(CheckpointCodec.Sign(says with { RootHash = RandomNumberGenerator.GetBytes(32) }, key, certificate));
    }

    private async Task<byte[]> SignedAsync(Checkpoint checkpoint) => (await Server.Services.GetRequiredService<TicketSigner>().SignAsync(checkpoint, Ct)).Value;

    private Checkpoint Verified(string kept) => CheckpointCodec.Verify(
        Base64Url.DecodeFromChars(kept), Server.Services.GetRequiredService<ServerRoots>().All, Server.Services.GetRequiredService<TicketSigner>().Issuer).Checkpoint;

    private async Task TakenUpAsync()
    {
        for (var waited = Stopwatch.StartNew(); await Server.WithDatabaseAsync(db => db.WaitingEntries.AnyAsync(Ct)); await Task.Delay(20, Ct))
        {
            Assert.True(waited.Elapsed < Patience, "The log takes nothing up.");
        }
    }

    private async Task<Held> HeldAsync(TestPhone? used = null)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var phone = used ?? new TestPhone(Server.Client());
        await (used is null ? phone.EnrolAsync(Ct) : Task.CompletedTask);
        await phone.ActivateAsync(client.AccessToken!, Ct);
        await phone.SendReceiptAsync(Ct);
        await TakenUpAsync();
        return new(person, client, phone, await Browser.OfAsync(Server, person, Ct));
    }

    private sealed record Held(Person Person, Client.TenureClient Client, TestPhone Phone, Browser Browser) : IDisposable
    {
        public async Task<string> ReadAsync() => WebUtility.HtmlDecode(await Browser.ReadAsync($"/devices/{Phone.Id}", Ct));

        public void Dispose()
        {
            Phone.Dispose();
            Browser.Dispose();
        }
    }
}
