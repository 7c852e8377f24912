using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Tenure.Domain.Accounts;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Commands;
using Tenure.Server.Tests.Operators;

namespace Tenure.Server.Tests.Keys;

/// <summary>What <c>keys rotate</c> and <c>keys status</c> do and say.</summary>
public sealed class KeyCommandTests : IAsyncLifetime
{
    private DeskBench bench = null!;

    public static TheoryData<string> AllLanguages => [.. Languages.All];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bench = await DeskBench.OpenAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_rotation_makes_the_next_generation_and_the_signer_signs_with_it_at_once()
    {
        var before = bench.SignerOf(await bench.AskAsync(bench.Release()));
        var (code, said) = await RunAsync("rotate", "--roots", bench.Roots, "--keys", bench.Keys);
        Assert.Equal((0, 4), (code, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        var after = bench.SignerOf(await bench.AskAsync(bench.Release()));
        Assert.Equal((1u, 2u, DeskBench.Issuer), (before.Generation, after.Generation, after.Issuer));
        Assert.NotEqual(before.Key, after.Key);
        Assert.Empty(Directory.EnumerateFiles(bench.Keys, "*.new"));
    }

    [Fact]
    public async Task One_purpose_can_be_rotated_alone()
    {
        var (code, said) = await RunAsync("rotate", "--roots", bench.Roots, "--keys", bench.Keys, "--purpose", "release", "--json");
        Assert.Equal(0, code);
        var made = Assert.Single(JsonDocument.Parse(said).RootElement.EnumerateArray());
        Assert.Equal(("release", 2), (made.GetProperty("purpose").GetString(), made.GetProperty("generation").GetInt32()));
        Assert.Equal(made.GetProperty("thumbprint").GetString(), bench.SignerOf(await bench.AskAsync(bench.Release())).Key.Thumbprint.Text);
        Assert.Equal(1u, bench.SignerOf(await bench.AskAsync(bench.Hold())).Generation);
    }

    // Folders of before had no signer for flashing: all else works without one, and the first one is put there.
    [Fact]
    public async Task A_folder_without_a_signer_for_flashing_is_rotated_as_it_is_and_can_be_given_one()
    {
        File.Delete(Path.Combine(bench.Keys, "flash.pem"));
        var (code, said) = await RunAsync("rotate", "--roots", bench.Roots, "--keys", bench.Keys);
        Assert.Equal((0, 3), (code, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Equal(0, (await RunAsync("status", "--keys", bench.Keys)).Code);
        (code, said) = await RunAsync("rotate", "--roots", bench.Roots, "--keys", bench.Keys, "--purpose", "flash", "--json");
        var made = Assert.Single(JsonDocument.Parse(said).RootElement.EnumerateArray());
        Assert.Equal((0, "flash", 1), (code, made.GetProperty("purpose").GetString(), made.GetProperty("generation").GetInt32()));
        Assert.Equal(0, (await RunAsync("status", "--keys", bench.Keys)).Code);
    }

    [Fact]
    public async Task Nothing_is_rotated_by_other_roots_or_where_a_signer_is_missing()
    {
        await using (var other = await DeskBench.OpenAsync())
        {
            Assert.Equal(1, (await RunAsync("rotate", "--roots", other.Roots, "--keys", bench.Keys)).Code);
        }

        File.Delete(Path.Combine(bench.Keys, "log.pem"));
        Assert.Equal(1, (await RunAsync("rotate", "--roots", bench.Roots, "--keys", bench.Keys)).Code);
        Assert.Equal(1u, bench.SignerOf(await bench.AskAsync(bench.Hold())).Generation);
        Assert.Equal(2, (await RunAsync("rotate", "--roots", bench.Roots, "--keys", bench.Keys, "--purpose", "all")).Code);
    }

    [Theory]
    [InlineData("self-made")]
    [InlineData("last generation")]
    [InlineData("another purpose")]
    [InlineData("another issuer")]
    public async Task What_is_in_the_folder_is_not_believed_without_a_root(string what)
    {
        using var root = new KeyFolder(bench.Roots).ReadPrivate(KeyNames.ActiveRoot);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var planted = new SignerCertificate
        {
            Issuer = what == "another issuer" ? "https://other.example/" : DeskBench.Issuer,
            Purpose = what == "another purpose" ? SignerPurpose.Hold : SignerPurpose.Release,
            Generation = what is "self-made" or "last generation" ? uint.MaxValue - (what == "self-made" ? 1u : 0u) : 5,
            Key = PublicKeyP256.From(key),
        };
        new KeyFolder(bench.Keys).WriteSigner(SignerPurpose.Release, key, SignerCertificateCodec.Sign(planted, what == "self-made" ? key : root));
        var before = await File.ReadAllBytesAsync(Path.Combine(bench.Keys, "release.pem"), Ct);

        Assert.Equal(1, (await RunAsync("rotate", "--roots", bench.Roots, "--keys", bench.Keys)).Code);

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(bench.Keys, "release.pem"), Ct));
        Assert.Equal(1u, bench.SignerOf(await bench.AskAsync(bench.Hold())).Generation);
    }

    [Fact]
    public async Task The_status_says_who_certified_what_and_that_the_ledger_holds()
    {
        await bench.AskAsync(bench.Release());
        var (code, said) = await RunAsync("status", "--keys", bench.Keys, "--json");
        Assert.Equal(0, code);
        var report = JsonDocument.Parse(said).RootElement;
        var active = new KeyFolder(bench.Keys).ReadPublic(KeyNames.ActiveRoot).Thumbprint;
        Assert.Equal(
            ("active", active.Text, active.ToFingerprint()),
            (Text(report.GetProperty("roots")[0], "name"), Text(report.GetProperty("roots")[0], "thumbprint"), Text(report.GetProperty("roots")[0], "fingerprint")));
        Assert.Equal(["hold", "release", "log", "flash"], report.GetProperty("signers").EnumerateArray().Select(s => Text(s, "purpose")));
        Assert.All(report.GetProperty("signers").EnumerateArray(), s => Assert.Equal(("active", DeskBench.Issuer, 1), (Text(s, "certifiedBy"), Text(s, "issuer"), s.GetProperty("generation").GetInt32())));
        var seen = await bench.SeenAsync();
        Assert.Equal((1L, Convert.ToHexStringLower(seen.Hash)), (report.GetProperty("ledger").GetProperty("lines").GetInt64(), Text(report.GetProperty("ledger"), "hash")));
    }

    [Fact]
    public async Task The_status_of_a_folder_that_is_not_as_it_must_be_ends_with_1()
    {
        await bench.AskAsync(bench.Release());
        await bench.AskAsync(bench.Hold());
        await bench.StopAsync();
        File.WriteAllText(bench.Ledger, File.ReadAllText(bench.Ledger).Replace("\thold\t1\thold\t", "\thold\t2\thold\t", StringComparison.Ordinal));
        var (code, said) = await RunAsync("status", "--keys", bench.Keys, "--language", "en");
        Assert.Equal(1, code);
        Assert.Contains("BROKEN after line 1", said, StringComparison.Ordinal);

        File.Delete(bench.Ledger);
        Assert.Equal(0, (await RunAsync("status", "--keys", bench.Keys)).Code);
        File.Copy(Path.Combine(bench.Keys, "hold.pem"), Path.Combine(bench.Keys, "release.pem"), overwrite: true);
        (code, said) = await RunAsync("status", "--keys", bench.Keys, "--language", "en");
        Assert.Equal(1, code);
        Assert.Contains("release: NOT GOOD", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agents_passkey_is_told_to_the_signer_which_knows_it_at_once_and_is_taken_away_again()
    {
        var (ada, passkey) = (new TestAuthenticator(new Uri(DeskBench.Issuer)), new TestAuthenticator(new Uri(DeskBench.Issuer), TestAuthenticator.Rs256));
        Assert.Empty(await KnownAsync());
        var (code, said) = await RunAsync("admit", "--keys", bench.Keys, "--agent", "ada", "--role", "agent", "--passkey", Text(ada), "--json");
        Assert.Equal(0, code);
        Assert.Equal((0, 0), ((await RunAsync("admit", "--keys", bench.Keys, "--agent", "ada", "--role", "agent", "--passkey", Text(passkey))).Code, (await RunAsync("status", "--keys", bench.Keys)).Code));
        Assert.Equal(
            new[] { ada, passkey }.Select(key => Convert.ToHexStringLower(AgentKey.MarkOf("ada", key.Credential, key.PublicKey))), (await KnownAsync()).Select(mark => Convert.ToHexStringLower(mark)));
        Assert.Equal(AgentKey.ShownMarkOf("ada", ada.Credential, ada.PublicKey), Text(JsonDocument.Parse(said).RootElement, "mark"));

        (code, said) = await RunAsync("dismiss", "--keys", bench.Keys, "--agent", "ada", "--json");
        Assert.Equal((0, 2), (code, JsonDocument.Parse(said).RootElement.GetProperty("gone").GetInt32()));
        Assert.Empty(await KnownAsync());
        Assert.Equal(1, (await RunAsync("dismiss", "--keys", bench.Keys, "--agent", "ada")).Code);
        // What was taken away stays in the list, and does not come back.
        Assert.Equal(1, (await RunAsync("admit", "--keys", bench.Keys, "--agent", "ada", "--role", "agent", "--passkey", Text(ada))).Code);
        (_, said) = await RunAsync("status", "--keys", bench.Keys, "--json");
        Assert.All(JsonDocument.Parse(said).RootElement.GetProperty("agents").EnumerateArray(), agent => Assert.True(agent.TryGetProperty("withdrawnAt", out _)));
        Assert.Empty(Directory.EnumerateFiles(bench.Keys, "*.new"));
    }

    [Fact]
    public async Task One_key_has_one_name_and_two_commands_at_once_do_not_lose_what_the_other_wrote()
    {
        var (ada, bob) = (new TestAuthenticator(new Uri(DeskBench.Issuer)), new TestAuthenticator(new Uri(DeskBench.Issuer)));
        Assert.Equal(0, (await AdmitAsync("ada", "agent", Text(ada))).Code);
        // The same key as another authenticator might show it.
        Assert.Equal(1, (await AdmitAsync("bob", "agent", $"{bob.CredentialText}.{Base64Url.EncodeToString(ada.PublicKey)}")).Code);

        using (new AgentFile(bench.Keys).Lock())
        {
            Assert.Equal(1, (await AdmitAsync("bob", "agent", Text(bob))).Code);
            Assert.Equal(1, (await RunAsync("dismiss", "--keys", bench.Keys, "--agent", "ada")).Code);
        }

        Assert.Equal(Convert.ToHexStringLower(AgentKey.MarkOf("ada", ada.Credential, ada.PublicKey)), Convert.ToHexStringLower(Assert.Single(await KnownAsync())));
        Assert.Equal(0, (await AdmitAsync("bob", "agent", Text(bob))).Code);
        Assert.Equal(2, (await KnownAsync()).Count);
    }

    [Fact]
    public async Task Passkeys_that_a_signer_cannot_verify_and_words_that_are_none_are_not_taken()
    {
        var ada = new TestAuthenticator(new Uri(DeskBench.Issuer));
        Assert.Equal(1, (await AdmitAsync("ada", "agent", Text(new TestAuthenticator(new Uri(DeskBench.Issuer), TestAuthenticator.EdDsa)))).Code);
        Assert.Equal(1, (await AdmitAsync("ada", "agent", Text(new TestAuthenticator(new Uri(DeskBench.Issuer), TestAuthenticator.Es384)))).Code);
        Assert.Equal(2, (await AdmitAsync("Ada Lovelace", "agent", Text(ada))).Code);
        Assert.Equal(2, (await AdmitAsync("ada", "operator", Text(ada))).Code);
        Assert.Equal(2, (await AdmitAsync("ada", "agent", ada.CredentialText)).Code);
        Assert.Equal(2, (await AdmitAsync("ada", "agent", "!." + ada.CredentialText)).Code);
        Assert.False(File.Exists(Path.Combine(bench.Keys, "agents")));

        await File.WriteAllTextAsync(Path.Combine(bench.Keys, "agents"), "ada\tagent\n", Ct);
        Assert.Equal(1, (await AdmitAsync("ada", "agent", Text(ada))).Code);
        Assert.Empty(await KnownAsync());
        var (code, said) = await RunAsync("status", "--keys", bench.Keys, "--language", "en");
        Assert.Equal(1, code);
        Assert.Contains("The agents: NOT GOOD.", said, StringComparison.Ordinal);
        Assert.Null(await bench.RefusalOfAsync(bench.Release()));
    }

    // What a server has whose signer runs by itself.
    [Fact]
    public async Task A_folder_with_roots_alone_is_good()
    {
        var (code, said) = await RunAsync("status", "--keys", Path.Combine(bench.Keys, "..", "server"), "--json");
        Assert.Equal(0, code);
        Assert.Equal(0, JsonDocument.Parse(said).RootElement.GetProperty("signers").GetArrayLength());
        Assert.False(JsonDocument.Parse(said).RootElement.TryGetProperty("ledger", out _));
    }

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public async Task It_speaks_the_five_languages(string language)
    {
        var (_, said) = await RunAsync("status", "--keys", bench.Keys, "--language", language);
        var (_, english) = await RunAsync("status", "--keys", bench.Keys, "--language", "en");
        Assert.Equal(language == "en", said == english);
        Assert.Contains(new KeyFolder(bench.Keys).ReadPublic(KeyNames.ActiveRoot).Thumbprint.ToFingerprint(), said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("turn")]
    [InlineData("status", "--keys")]
    [InlineData("status", "--keys", "a", "--keys", "b")]
    [InlineData("rotate", "--roots", "a")]
    [InlineData("ceremony", "--out", "a", "--issuer", "ftp://tenure.example")]
    [InlineData("ceremony", "--out", "a", "--issuer", "https://tenure.example/path")]
    public async Task Wrong_usage_ends_with_2(params string[] args) => Assert.Equal(2, (await RunAsync(args)).Code);

    private static string Text(TestAuthenticator passkey) => $"{passkey.CredentialText}.{Base64Url.EncodeToString(passkey.PublicKey)}";

    private Task<(int Code, string Said)> AdmitAsync(string agent, string role, string passkey) => RunAsync("admit", "--keys", bench.Keys, "--agent", agent, "--role", role, "--passkey", passkey);

    private async Task<IReadOnlyList<byte[]>> KnownAsync() => SignerStatusCodec.Decode((await bench.AskAsync(new StatusRequest())).Content).Agents;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        using var said = new StringWriter();
        return (await KeyCommand.RunAsync(args, said, TimeProvider.System, Ct), said.ToString());
    }
}
