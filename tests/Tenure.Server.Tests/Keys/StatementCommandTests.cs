using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Commands;

namespace Tenure.Server.Tests.Keys;

/// <summary>What roots say: <c>keys withdraw</c>, <c>keys rekey</c>, <c>keys sunset</c>.</summary>
public sealed class StatementCommandTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private DeskBench bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyList<PublicKeyP256> Roots => [.. KeyNames.Roots.Select(new KeyFolder(bench.Keys).ReadPublic)];

    public async ValueTask InitializeAsync() => bench = await DeskBench.OpenAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Each_statement_of_a_root_has_the_next_serial_and_names_the_issuer_of_the_ceremony()
    {
        var first = await SayAsync("withdraw", "--roots", bench.Roots, "--purpose", "release", "--below", "2");
        var second = await SayAsync("withdraw", "--roots", bench.Roots, "--purpose", "hold", "--below", "3");
        var other = await SayAsync("withdraw", "--roots", bench.Roots, "--purpose", "hold", "--below", "3", "--by", "standby");
        Assert.Equal((1u, DeskBench.Issuer, Roots[0].Thumbprint), (first.Statement.Serial, first.Statement.Issuer, first.Root));
        Assert.Equal((SignerPurpose.Release, 2u), (first.Statement.Floors!.Single().Key, first.Statement.Floors!.Single().Value));
        Assert.Equal((2u, 1u), (second.Statement.Serial, other.Statement.Serial));

        // Whoever hears only the second one has heard the first.
        Assert.Equal([(SignerPurpose.Hold, 3u), (SignerPurpose.Release, 2u)], second.Statement.Floors!.OrderBy(floor => floor.Key).Select(floor => (floor.Key, floor.Value)));
        Assert.Equal([SignerPurpose.Hold], other.Statement.Floors!.Keys);
        Assert.Equal(Roots[1].Thumbprint, other.Root);
    }

    [Fact]
    public async Task Only_the_standby_root_replaces_both_roots()
    {
        var fresh = Path.Combine(bench.Roots, "..", "fresh");
        await SayNothingAsync(0, "ceremony", "--out", fresh, "--issuer", "https://new.example");
        fresh = Path.Combine(fresh, "roots");
        await SayNothingAsync(1, "rekey", "--roots", bench.Roots, "--new-roots", fresh, "--issuer", "https://new.example", "--by", "active");
        var rekey = await SayAsync("rekey", "--roots", bench.Roots, "--new-roots", fresh, "--issuer", "https://new.example");
        Assert.Equal((Roots[1].Thumbprint, "https://new.example/", DeskBench.Issuer), (rekey.Root, rekey.Statement.NewIssuer, rekey.Statement.Issuer));
        Assert.Equal(new KeyFolder(fresh).ReadPublic(KeyNames.ActiveRoot), rekey.Statement.NewRoots![0]);

        // What the new roots say later is said in the new name.
        Assert.Equal("https://new.example/", (await SayAsync("withdraw", "--roots", fresh, "--purpose", "hold", "--below", "2")).Statement.Issuer);
    }

    [Fact]
    public async Task The_active_root_may_name_a_successor_that_keeps_the_standby_root()
    {
        File.Delete(Path.Combine(bench.Roots, "root-standby.pem"));
        var fresh = Directory.CreateDirectory(Path.Combine(bench.Roots, "..", "fresh")).FullName;
        new KeyFolder(fresh).MakePair(KeyNames.ActiveRoot);
        File.Copy(Path.Combine(bench.Roots, "root-standby.pub"), Path.Combine(fresh, "root-standby.pub"));
        var rekey = await SayAsync("rekey", "--roots", bench.Roots, "--new-roots", fresh, "--issuer", DeskBench.Issuer);
        Assert.Equal((Roots[0].Thumbprint, Roots[1]), (rekey.Root, rekey.Statement.NewRoots![1]));

        // Server and signers for these roots, as docs/operate/keys.md says.
        var next = Path.Combine(bench.Roots, "..", "next");
        Assert.Equal(0, await KeyCommand.RunAsync(["ceremony", "--out", next, "--roots", fresh, "--issuer", DeskBench.Issuer], TextWriter.Null, clock, Ct));
        Assert.Equal(rekey.Statement.NewRoots, KeyNames.Roots.Select(new KeyFolder(Path.Combine(next, "server")).ReadPublic));
    }

    [Fact]
    public async Task Locks_end_at_the_earliest_ninety_days_after_the_announcement_and_only_by_it()
    {
        await SayNothingAsync(1, "sunset", "--roots", bench.Roots, "--announce", "--on", "2026-08-02");
        var announced = await SayAsync("sunset", "--roots", bench.Roots, "--announce");
        Assert.Equal(new DateTimeOffset(2026, 8, 3, 0, 0, 0, TimeSpan.Zero), announced.Statement.NotBefore);
        var file = Directory.EnumerateFiles(Path.Combine(bench.Roots, "statements")).Single();
        await SayNothingAsync(1, "sunset", "--roots", bench.Roots, "--announcement", file);
        clock.SetUtcNow(announced.Statement.NotBefore!.Value - TimeSpan.FromSeconds(1));
        await SayNothingAsync(1, "sunset", "--roots", bench.Roots, "--announcement", file);
        clock.Advance(TimeSpan.FromSeconds(1));
        var sunset = await SayAsync("sunset", "--roots", bench.Roots, "--announcement", file);
        Assert.Equal((RootStatementKind.Sunset, 2u), (sunset.Statement.Kind, sunset.Statement.Serial));
        RootStatementVerifier.Verify(RootStatementCodec.Sign(sunset.Statement, new KeyFolder(bench.Roots).ReadPrivate(KeyNames.ActiveRoot)), new KnownRoots(DeskBench.Issuer, Roots, new Dictionary<KeyThumbprint, uint>()));
    }

    [Fact]
    public async Task What_is_no_announcement_of_these_roots_ends_nothing()
    {
        var withdrawn = Path.Combine(bench.Roots, "withdrawn");
        await File.WriteAllBytesAsync(withdrawn, RootStatementCodec.Sign((await SayAsync("withdraw", "--roots", bench.Roots, "--purpose", "hold", "--below", "2")).Statement, new KeyFolder(bench.Roots).ReadPrivate(KeyNames.ActiveRoot)), Ct);
        await SayNothingAsync(1, "sunset", "--roots", bench.Roots, "--announcement", withdrawn);
        await using var other = await DeskBench.OpenAsync();
        await KeyCommand.RunAsync(["sunset", "--roots", other.Roots, "--announce"], TextWriter.Null, clock, Ct);
        clock.Advance(TimeSpan.FromDays(100));
        await SayNothingAsync(1, "sunset", "--roots", bench.Roots, "--announcement", Directory.EnumerateFiles(Path.Combine(other.Roots, "statements")).Single());
    }

    [Theory]
    [InlineData("withdraw", "--purpose", "release", "--below", "1")]
    [InlineData("withdraw", "--purpose", "release", "--below", "2", "--by", "both")]
    [InlineData("withdraw", "--purpose", "everything", "--below", "2")]
    [InlineData("sunset")]
    [InlineData("sunset", "--announce", "--announcement", "file")]
    [InlineData("sunset", "--announce", "--on", "soon")]
    public async Task Wrong_words_end_with_2(string verb, params string[] args) => await SayNothingAsync(2, [verb, "--roots", bench.Roots, .. args]);

    [Fact]
    public async Task Roots_that_do_not_know_their_issuer_are_told()
    {
        File.Delete(Path.Combine(bench.Roots, "issuer"));
        await SayNothingAsync(1, "withdraw", "--roots", bench.Roots, "--purpose", "release", "--below", "2");
        Assert.Equal("https://tenure.example/", (await SayAsync("withdraw", "--roots", bench.Roots, "--purpose", "release", "--below", "2", "--issuer", "https://tenure.example")).Statement.Issuer);
    }

    [Fact]
    public async Task The_status_lists_them_and_says_what_is_none()
    {
        await SayAsync("withdraw", "--roots", bench.Roots, "--purpose", "release", "--below", "2");
        foreach (var statement in Directory.EnumerateFiles(Path.Combine(bench.Roots, "statements")))
        {
            File.Copy(statement, Path.Combine(bench.Keys, Path.GetFileName(statement)));
        }

        using var said = new StringWriter();
        Assert.Equal(0, await KeyCommand.RunAsync(["status", "--keys", bench.Keys, "--json"], said, clock, Ct));
        var shown = Assert.Single(JsonDocument.Parse(said.ToString()).RootElement.GetProperty("statements").EnumerateArray());
        Assert.Equal(("floors", 1, "active"), (shown.GetProperty("kind").GetString(), shown.GetProperty("serial").GetInt32(), shown.GetProperty("by").GetString()));
        await File.WriteAllTextAsync(Path.Combine(bench.Keys, "statement-x.cose"), "none", Ct);
        Assert.Equal(1, await KeyCommand.RunAsync(["status", "--keys", bench.Keys], TextWriter.Null, clock, Ct));
    }

    private async Task<SignedStatement> SayAsync(params string[] args)
    {
        using var said = new StringWriter();
        Assert.Equal(0, await KeyCommand.RunAsync([.. args, "--json"], said, clock, Ct));
        var file = JsonDocument.Parse(said.ToString()).RootElement.GetProperty("file").GetString()!;
        Assert.EndsWith(KeyNames.StatementSuffix, file, StringComparison.Ordinal);
        Assert.StartsWith(KeyNames.StatementPrefix, Path.GetFileName(file), StringComparison.Ordinal);
        return RootStatementCodec.ReadUnverified(await File.ReadAllBytesAsync(file, Ct));
    }

    private async Task SayNothingAsync(int code, params string[] args)
    {
        var exit = await KeyCommand.RunAsync(args, TextWriter.Null, clock, Ct);
        Assert.Equal(code.ToString(CultureInfo.InvariantCulture), exit.ToString(CultureInfo.InvariantCulture));
    }
}
