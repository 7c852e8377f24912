using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Flashing.Packages;
using Tenure.Testing;

namespace Tenure.Server.Tests.Flashing;

/// <summary>The server's own program, as an operator calls it.</summary>
public sealed class RomCommandTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("tenure-roms").FullName;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        key.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task An_operator_pins_a_key_registers_a_package_and_withdraws_it()
    {
        var manifest = Path.Combine(data, "firmware.manifest");
        var signed = FirmwareManifestCodec.Sign(
            new FirmwareManifest
            {
                Product = "lotus",
                Version = "2",
                Regions = ["EU"],
                PatchLevel = new DateOnly(2026, 5, 1),
                Storage = new FirmwareStorage("ufs", 4096, [1000]),
                Entries = [new FirmwareProgram(new FirmwareRange(0, 10, 2), RandomNumberGenerator.GetBytes(32))],
            },
            key);
        await File.WriteAllBytesAsync(manifest, signed, Ct);
        var (pem, secret) = (Path.Combine(data, "release.pem"), Path.Combine(data, "release-secret.pem"));
        await File.WriteAllTextAsync(pem, key.ExportSubjectPublicKeyInfoPem(), Ct);
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem(), Ct);
        var (keyId, digest) = (PublicKeyP256.From(key).Thumbprint.Text, FirmwareBook.TextOf(signed));

        Assert.Contains("nicht festgehalten", await RunAsync(1, "register", manifest, "--language", "de"), StringComparison.Ordinal);
        Assert.Contains("private key", await RunAsync(1, "key", "add", "Example Phones", secret, "--language", "en"), StringComparison.Ordinal);
        Assert.Equal(keyId, (await JsonAsync("key", "add", "Example Phones", pem)).GetProperty("key").GetString());
        Assert.Equal(digest, (await JsonAsync("register", manifest)).GetProperty("firmware").GetString());
        Assert.Equal(digest, (await JsonAsync("register", manifest)).GetProperty("firmware").GetString());

        // One byte, and it is not the maker's any more.
        var changed = Path.Combine(data, "changed.manifest");
        await File.WriteAllBytesAsync(changed, [.. signed[..^1], (byte)(signed[^1] ^ 1)], Ct);
        Assert.Contains("signature", await RunAsync(1, "register", changed, "--language", "en"), StringComparison.Ordinal);

        Assert.Contains(digest, await RunAsync(0, "withdraw", digest, "--language", "ru"), StringComparison.Ordinal);
        await RunAsync(0, "key", "remove", keyId);
        var all = await JsonAsync("list");
        Assert.Equal(JsonValueKind.String, all.GetProperty("keys")[0].GetProperty("removedAt").ValueKind);
        Assert.Equal((digest, "lotus", JsonValueKind.String), (all.GetProperty("firmware")[0].GetProperty("firmware").GetString(), all.GetProperty("firmware")[0].GetProperty("product").GetString(), all.GetProperty("firmware")[0].GetProperty("withdrawnAt").ValueKind));
        await RunAsync(2, "register");
        await RunAsync(1, "withdraw", "x");

        await using var report = new StringWriter();
        Assert.Equal(0, await AuditVerify.RunAsync(["--data", data, "--language", "en"], new ConfigurationBuilder().Build(), report, Ct));
        Assert.Matches(@"acts +4\b", report.ToString());
    }

    private async Task<JsonElement> JsonAsync(params string[] words) => JsonDocument.Parse((await RunAsync(0, [.. words, "--json"])).Trim().Split('\n')[^1]).RootElement;

    private async Task<string> RunAsync(int exit, params string[] words)
    {
        var ran = await Tool.RunAsync(Programs.Server, ["rom", .. words, "--data", data], Ct);
        Assert.True(ran.ExitCode == exit, $"{string.Join(' ', words)}: {ran.ExitCode}\n{ran.Text}");
        return ran.Output;
    }
}
