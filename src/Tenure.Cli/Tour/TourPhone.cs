using System.Security.Cryptography;
using System.Text.Json;
using Tenure.Device.Phone;
using Tenure.Protocols.Gpt;

namespace Tenure.Cli.Tour;

/// <summary>The phone of the tour: started by its own command, looked at through its files.</summary>
internal sealed class TourPhone(string cli, string folder)
{
    /// <summary>Runs <c>tenure phone</c> on it.</summary>
    public Task<ChildResult> RunAsync(string verb, IEnumerable<string> options, CancellationToken ct) =>
        Child.RunAsync(cli, ["phone", verb, folder, "--json", .. options], ct);

    /// <summary>Boots it and types a code from the mailbox when it asks for one.</summary>
    public async Task<ChildResult> BootWithCodeAsync(IEnumerable<string> options, Func<CancellationToken, Task<string>> code, CancellationToken ct)
    {
        await using var child = Child.Start(cli, ["phone", "boot", folder, "--json", "--code-stdin", .. options]);
        await child.WriteLineAsync(await code(ct), ct);
        return await child.EndAsync(ct);
    }

    /// <summary>Starts its bootloader and says on which port it listens.</summary>
    public async Task<(Child Bootloader, int Port)> StartBootloaderAsync(CancellationToken ct)
    {
        var child = Child.Start(cli, "phone", "boot", folder, "--json", "--mode", "bootloader", "--port", "0");
        var line = await child.ReadLineAsync(ct);
        return (child, JsonDocument.Parse(line ?? "{}").RootElement.GetProperty("port").GetInt32());
    }

    /// <summary>Starts its emergency mode and says on which port it listens.</summary>
    public async Task<(Child Emergency, int Port)> StartEmergencyAsync(CancellationToken ct)
    {
        var child = Child.Start(cli, "phone", "boot", folder, "--json", "--mode", "emergency", "--port", "0");
        var line = await child.ReadLineAsync(ct);
        return (child, JsonDocument.Parse(line ?? "{}").RootElement.GetProperty("port").GetInt32());
    }

    /// <summary>The partitions that its disk names.</summary>
    public IReadOnlyList<string> Partitions() => [.. Enumerable.Range(0, PhoneLayout.Units).SelectMany(unit =>
    {
        using var stream = Open(unit);
        return GptDisk.Read(stream, PhoneLayout.SectorSize).Partitions.Select(p => p.Name).ToList();
    })];

    /// <summary>SHA-256 of one partition, read from the disk's file.</summary>
    public async Task<string> HashAsync(string partition, CancellationToken ct) => Convert.ToHexStringLower(SHA256.HashData(await ReadAsync(partition, ct)));

    /// <summary>The bytes of one partition, read from the disk's file.</summary>
    public async Task<byte[]> ReadAsync(string partition, CancellationToken ct)
    {
        for (var unit = 0; unit < PhoneLayout.Units; unit++)
        {
            await using var stream = Open(unit);
            if (GptDisk.Read(stream, PhoneLayout.SectorSize).Find(partition) is { } extent)
            {
                var bytes = new byte[extent.Length];
                stream.Position = extent.Offset;
                await stream.ReadExactlyAsync(bytes, ct);
                return bytes;
            }
        }

        throw new TourFailedException($"the disk has no partition {partition}");
    }

    private FileStream Open(int unit) => File.OpenRead(PhoneDisk.FileOf(folder, unit));
}
