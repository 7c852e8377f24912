using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Tenure.Client;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Commands;
using static System.Buffers.Text.Base64Url;

namespace Tenure.Server.Tests.Keys;

public sealed class KeyTests : IDisposable
{
    private const string Issuer = "https://localhost/";
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-keys").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_keys_of_a_ceremony_make_a_production_server_whose_signers_its_roots_certify()
    {
        await HoldCeremonyAsync();
        await using var factory = Server("Production");

        var identity = await new TenureClient(factory.CreateClient(new() { BaseAddress = new Uri(Issuer) })).GetIdentityAsync(Ct);

        var roots = identity.Roots.Select(root => PublicKeyP256.FromCoseKey(DecodeFromChars(root))).ToList();
        Assert.Equal(Issuer, identity.Issuer);
        Assert.Equal(16, DecodeFromChars(identity.Generation).Length);
        Assert.Equal(ServerFingerprint.Text(Issuer, roots), identity.Fingerprint);
        Assert.NotEqual(ServerFingerprint.Text(Issuer, [roots[0], roots[0]]), identity.Fingerprint);
        foreach (var purpose in new[] { SignerPurpose.Hold, SignerPurpose.Release, SignerPurpose.Log, SignerPurpose.Flash })
        {
            var certificate = SignerCertificateCodec.Verify(new KeyFolder(Path.Combine(Data, "keys")).ReadCertificate(purpose), roots);
            Assert.Equal((purpose, 1u, Issuer), (certificate.Purpose, certificate.Generation, certificate.Issuer));
        }
    }

    [Fact]
    public async Task A_later_ceremony_with_the_same_roots_makes_signers_of_a_higher_generation()
    {
        await HoldCeremonyAsync();

        Assert.Equal(0, await RunAsync(["ceremony", "--out", Path.Combine(folder, "next"), "--issuer", Issuer, "--roots", Path.Combine(folder, "out", "roots"), "--generation", "2"]));

        var roots = new KeyFolder(Path.Combine(folder, "out", "roots"));
        var certificate = SignerCertificateCodec.Verify(new KeyFolder(Path.Combine(folder, "next", "signer")).ReadCertificate(SignerPurpose.Release), [roots.ReadPublic(KeyNames.ActiveRoot)]);
        Assert.Equal(2u, certificate.Generation);
        Assert.False(Directory.Exists(Path.Combine(folder, "next", "roots")));
    }

    [Fact]
    public async Task A_ceremony_never_writes_over_keys_and_says_when_it_was_called_wrongly()
    {
        await HoldCeremonyAsync();

        Assert.Equal(1, await RunAsync(["ceremony", "--out", Path.Combine(folder, "out"), "--issuer", Issuer]));
        Assert.Equal(2, await RunAsync(["ceremony", "--out", Path.Combine(folder, "other")]));
        Assert.Equal(2, await RunAsync(["ceremony", "--out", Path.Combine(folder, "other"), "--issuer", Issuer, "--generation", "0"]));
    }

    [Fact]
    public async Task Private_keys_can_be_read_by_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        await HoldCeremonyAsync();

        foreach (var file in Directory.EnumerateFiles(folder, "*.pem", SearchOption.AllDirectories))
        {
#pragma warning disable CA1416 // Skipped on Windows above.
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
#pragma warning restore CA1416
        }
    }

    private static Task<int> RunAsync(string[] args) => KeyCommand.RunAsync(args, TextWriter.Null, TimeProvider.System, Ct);

    private async Task HoldCeremonyAsync()
    {
        Assert.Equal(0, await RunAsync(["ceremony", "--out", Path.Combine(folder, "out"), "--issuer", "https://localhost"]));
        var keys = Directory.CreateDirectory(Path.Combine(Data, "keys")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "out", "signer")))
        {
            File.Copy(file, Path.Combine(keys, Path.GetFileName(file)));
        }
    }

    private WebApplicationFactory<Program> Server(string environment) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment(environment);
        host.UseSetting("Tenure:Data", Data);
        host.UseSetting("Tenure:Issuer", Issuer);
    });
}
