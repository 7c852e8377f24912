using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain;
using Tenure.Domain.Flashing;
using Tenure.Protocols.Firmware;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Answers = Tenure.Client.Flashing;

namespace Tenure.Server.Flashing.Packages;

/// <summary>The packages that may be used, with their facts and what their makers signed.</summary>
internal sealed class ListFirmware(TenureDb db, FirmwareBook book)
{
    // The latest ones: older are found by their digest.
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder firmware)
    {
        firmware.MapGet("/", async Task<Ok<IReadOnlyList<Answers.Firmware>>> (ListFirmware list, CancellationToken ct) => TypedResults.Ok(await list.ExecuteAsync(ct)))
            .WithSummary("Packages of firmware that may be used");
        firmware.MapGet("/{digest}", async Task<Results<Ok<Answers.Firmware>, RefusalResult>> (string digest, ListFirmware list, CancellationToken ct) => TypedResults.From(await list.FindAsync(digest, ct)))
            .WithSummary("One package of firmware");
        firmware.MapGet("/{digest}/manifest", async Task<Results<Ok<SignedFirmware>, RefusalResult>> (string digest, ListFirmware list, CancellationToken ct) =>
                TypedResults.From(await list.ManifestAsync(digest, ct)))
            .WithSummary("What its maker signed");
    }

    public async Task<IReadOnlyList<Answers.Firmware>> ExecuteAsync(CancellationToken ct)
    {
        var pinned = db.ReleaseKeys.Where(k => k.RemovedAt == null).Select(k => k.Id);
        var packages = await db.FirmwarePackages.AsNoTracking().Where(p => p.WithdrawnAt == null && pinned.Contains(p.KeyId)).OrderByDescending(p => p.RegisteredAt).Take(Most).ToListAsync(ct);
        return [.. packages.Select(p => ToAnswer(p, FirmwareManifestCodec.ReadUnverified(p.Manifest, out _)))];
    }

    /// <summary>Those that fit a device, as far as the server knows it.</summary>
    public async Task<IReadOnlyList<Answers.Firmware>> FittingAsync(FirmwareFacts device, CancellationToken ct) =>
        [.. (await ExecuteAsync(ct)).Where(f => FirmwareFit.Check(new FirmwareFacts(f.Product, f.Regions, f.RollbackIndexes.ToDictionary(i => i.Location, i => i.Index)), device) is null)];

    public async Task<Answer<Answers.Firmware>> FindAsync(string digest, CancellationToken ct)
    {
        var found = await CheckedAsync(digest, ct);
        return found.Refusal is { } refusal ? refusal : ToAnswer(found.Value.Package, found.Value.Manifest);
    }

    public async Task<Answer<SignedFirmware>> ManifestAsync(string digest, CancellationToken ct)
    {
        var found = await CheckedAsync(digest, ct);
        return found.Refusal is { } refusal ? refusal : new SignedFirmware(Base64Url.EncodeToString(found.Value.Package.Manifest));
    }

    private async Task<Answer<UsableFirmware>> CheckedAsync(string digest, CancellationToken ct) =>
        WellFormedText.Check(digest, "digest") is { } malformed ? malformed : await book.FindAsync(digest, ct);

    private static Answers.Firmware ToAnswer(FirmwarePackage package, FirmwareManifest manifest) => new(
        package.Digest, package.Maker, manifest.Product, manifest.Version, manifest.Regions, [.. manifest.RollbackIndexes.OrderBy(i => i.Key).Select(i => new RollbackIndex(i.Key, i.Value))], manifest.PatchLevel,
        package.RegisteredAt, package.WithdrawnAt);
}
