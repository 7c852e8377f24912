using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices.Manifests;

namespace Tenure.Server.Tests.Devices;

/// <summary>A maker with a manifest key and files of its own.</summary>
internal sealed class TestMaker : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-maker-");
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The name under which it is pinned.</summary>
    public string Name { get; } = "Maker " + RandomNumberGenerator.GetHexString(8);

    public string KeyId => PublicKeyP256.From(key).Thumbprint.Text;

    public string PrivateFile => Write("maker.pem", key.ExportPkcs8PrivateKeyPem());

    public string PublicFile => Write("maker.pub", key.ExportSubjectPublicKeyInfoPem());

    public string FileOf(string name) => Path.Combine(folder.FullName, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(FileOf(name), content);
        return FileOf(name);
    }

    /// <summary>Pins the key as the operator does.</summary>
    public Task PinAsync(DeviceHost host, CancellationToken ct) => host.InScopeAsync(async services =>
    {
        Assert.Null((await services.GetRequiredService<MakerKeys>().AddAsync(Name, PublicFile, ct)).Failure);
        return 0;
    });

    /// <summary>Signs a manifest.</summary>
    /// <returns>Its file and id.</returns>
    public (string File, string Id) Sign(IEnumerable<ManifestRecord> records)
    {
        var path = FileOf(RandomNumberGenerator.GetHexString(8));
        using var parts = new FileStream(path + ".records", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        using var writer = new ManifestWriter(parts);
        foreach (var record in records)
        {
            writer.Add(record);
        }

        using var manifest = File.Create(path);
        return (path, Convert.ToHexStringLower(writer.Sign(manifest, key).Id));
    }

    /// <summary>Signs a manifest and takes it in.</summary>
    /// <returns>The manifest's id.</returns>
    public async Task<string> AttestAsync(DeviceHost host, CancellationToken ct, params ManifestRecord[] records)
    {
        await PinAsync(host, ct);
        var (file, id) = Sign(records);
        var (failure, imported) = await ImportAsync(host, file, ct);
        Assert.True(failure is null, failure?.ToString());
        Assert.Equal(records.Length, imported!.Manifest.Devices);
        return id;
    }

    public static Task<(ManifestFailure? Failure, ImportedManifest? Imported)> ImportAsync(DeviceHost host, string file, CancellationToken ct) =>
        host.InScopeAsync(services => services.GetRequiredService<ImportManifest>().ExecuteAsync(file, (_, _) => { }, ct));

    public static Task<ManifestFailure?> WithdrawAsync(DeviceHost host, string id, CancellationToken ct) =>
        host.InScopeAsync(async services => (await services.GetRequiredService<WithdrawManifest>().ExecuteAsync(id, ct)).Failure);

    /// <summary>A device as the maker made it.</summary>
    public static ManifestRecord Record(string device, string serial, params string[] imeis) => new()
    {
        Device = KeyThumbprint.Parse(device),
        Serial = serial,
        Model = "lotus",
        Imeis = [.. imeis.Select(Imei.FromDigits)],
        Region = "EU",
        RollbackIndexes = new Dictionary<uint, ulong> { [0] = 1 },
    };

    /// <summary>Devices that nobody has: valid, all different, the same for the same numbers.</summary>
    public static IEnumerable<ManifestRecord> Many(int first, int count) => Enumerable.Range(first, count).Select(i => Record(
        KeyThumbprint.FromBytes(SHA256.HashData(BitConverter.GetBytes(i))).Text, i.ToString("M-00000000", CultureInfo.InvariantCulture), $"004999{i:00000000}", $"004998{i:00000000}"));

    public void Dispose()
    {
        key.Dispose();
        folder.Delete(recursive: true);
    }
}
