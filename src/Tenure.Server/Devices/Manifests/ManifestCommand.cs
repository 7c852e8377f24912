using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Manifests;

/// <summary>
/// <c>manifest key add MAKER FILE</c>, <c>manifest key remove KEY</c>, <c>manifest import FILE</c>, <c>manifest list</c> and <c>manifest withdraw ID</c> on the server's own machine, each with
/// <c>[--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>; and for makers <c>manifest sign LIST --key FILE --out FILE</c>, which needs no server. Exit code 0 when done, 1 when
/// refused, 2 for wrong usage.
/// </summary>
internal sealed class ManifestCommand
{
    public const string Syntax =
        "manifest key add MAKER FILE | key remove KEY | sign LIST --key FILE --out FILE | import FILE | list | withdraw ID  [--data DIR] [--database CONNECTION] [--language TAG] [--json]";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);
    private readonly List<string> words = [];
    private readonly List<string> hostArguments = [];
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private bool isWrong;
    private bool isJson;
    private bool isFollowed;
    private string? language;
    private long reportedAt = long.MinValue;

    private ManifestCommand()
    {
    }

    /// <summary>What the host is built with: where the data is, nothing else.</summary>
    public string[] HostArguments => [.. hostArguments];

    /// <summary>Whether a host is needed.</summary>
    public bool NeedsHost => IsUsage && words[0] != "sign";

    private bool IsUsage => !isWrong && words is (["key", "add", _, _] or ["key", "remove", _] or ["import", _] or ["list"] or ["withdraw", _] or ["sign", _])
        && (words[0] == "sign" ? files.Count == 2 && hostArguments.Count == 0 : files.Count == 0);

    /// <summary>The command line, if it is one of these; <c>null</c> otherwise.</summary>
    public static ManifestCommand? Parse(string[] args)
    {
        if (args is not ["manifest", .. var rest])
        {
            return null;
        }

        var command = new ManifestCommand();
        for (var i = 0; i < rest.Length; i++)
        {
            i += command.Take(rest[i], i + 1 < rest.Length ? rest[i + 1] : null);
        }

        return command;
    }

    /// <summary>Runs what needs no host.</summary>
    public async Task<int> RunAsync(TextWriter output, TimeProvider clock, CancellationToken ct)
    {
        var say = new ManifestWords(language ?? CultureInfo.CurrentUICulture.Name);
        if (!IsUsage)
        {
            await output.WriteLineAsync(say.Of("Usage", Syntax));
            return 2;
        }

        var (failure, head) = SignManifest.Execute(words[1], files["--key"], files["--out"], (bytes, of) => Report(output, clock, bytes, of), ct);
        if (head is null)
        {
            return await RefusedAsync(failure!, say, output);
        }

        var id = Convert.ToHexStringLower(head.Id);
        await output.WriteLineAsync(isJson
            ? JsonSerializer.Serialize(new { manifest = id, key = head.SignedBy.Text, devices = head.Devices, file = files["--out"] }, Json)
            : say.Of("Signed", files["--out"], head.Devices, id, head.SignedBy.Text));
        return 0;
    }

    /// <summary>Runs it on the services of a host that does not listen.</summary>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var say = new ManifestWords(language ?? CultureInfo.CurrentUICulture.Name);
        await using var scope = services.CreateAsyncScope();
        await services.GetRequiredService<DatabaseStart>().RunIfDueAsync(ct);

        var failure = words switch
        {
            ["key", "add", var maker, var file] => await AddKeyAsync(scope.ServiceProvider.GetRequiredService<MakerKeys>(), maker, file, say, output, ct),
            ["key", "remove", var key] => await RemoveKeyAsync(scope.ServiceProvider.GetRequiredService<MakerKeys>(), key, say, output, ct),
            ["import", var file] => await ImportAsync(scope.ServiceProvider, file, say, output, ct),
            ["withdraw", var id] => await WithdrawAsync(scope.ServiceProvider.GetRequiredService<WithdrawManifest>(), id, say, output, ct),
            _ => await ListAsync(scope.ServiceProvider, say, output, ct),
        };
        return failure is null ? 0 : await RefusedAsync(failure, say, output);
    }

    // How many further words were taken.
    private int Take(string word, string? value)
    {
        switch (word)
        {
            case "--json":
                isJson = true;
                return 0;
            case "--follow":
                isFollowed = true;
                return 0;
            case "--data" or "--database" when value is not null:
                hostArguments.AddRange([word, value]);
                return 1;
            case "--language" when value is not null:
                language = value;
                return 1;
            case "--key" or "--out" when value is not null:
                isWrong |= !files.TryAdd(word, value);
                return 1;
            default:
                isWrong |= word.StartsWith("--", StringComparison.Ordinal);
                words.Add(word);
                return 0;
        }
    }

    private async Task<int> RefusedAsync(ManifestFailure failure, ManifestWords say, TextWriter output)
    {
        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { error = failure.Code, values = failure.Values }, Json) : say.Of(failure.Code, failure.Values));
        return 1;
    }

    // For who follows it line by line: the command line makes words of it.
    private void Report(TextWriter output, TimeProvider clock, long bytes, long of)
    {
        if ((isJson || isFollowed) && (reportedAt == long.MinValue || clock.GetElapsedTime(reportedAt) > Often))
        {
            reportedAt = clock.GetTimestamp();
            output.WriteLine(JsonSerializer.Serialize(new { bytes, of }, Json));
        }
    }

    private async Task<ManifestFailure?> AddKeyAsync(MakerKeys keys, string maker, string file, ManifestWords say, TextWriter output, CancellationToken ct)
    {
        var (failure, key) = await keys.AddAsync(maker, file, ct);
        if (failure is null)
        {
            await output.WriteLineAsync(isJson
                ? JsonSerializer.Serialize(new { maker, key = key.Text, fingerprint = key.ToFingerprint() }, Json)
                : say.Of("KeyAdded", key.Text, maker, key.ToFingerprint()));
        }

        return failure;
    }

    private async Task<ManifestFailure?> RemoveKeyAsync(MakerKeys keys, string key, ManifestWords say, TextWriter output, CancellationToken ct)
    {
        var failure = await keys.RemoveAsync(key, ct);
        if (failure is null)
        {
            await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { key }, Json) : say.Of("KeyRemoved", key));
        }

        return failure;
    }

    private async Task<ManifestFailure?> ImportAsync(IServiceProvider services, string file, ManifestWords say, TextWriter output, CancellationToken ct)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var (failure, imported) = await services.GetRequiredService<ImportManifest>().ExecuteAsync(file, (bytes, of) => Report(output, clock, bytes, of), ct);
        if (imported is null)
        {
            return failure;
        }

        var (manifest, wasThere, contradicted) = imported;
        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(new { manifest = manifest.Id, manifest.Maker, manifest.Devices, wasThere, contradicted }, Json));
            return null;
        }

        await output.WriteLineAsync(say.Of(wasThere ? "WasThere" : "Imported", manifest.Id, manifest.Maker, manifest.Devices));
        if (contradicted > 0)
        {
            await output.WriteLineAsync(say.Of("Contradicted", contradicted));
        }

        return null;
    }

    private async Task<ManifestFailure?> WithdrawAsync(WithdrawManifest withdraw, string id, ManifestWords say, TextWriter output, CancellationToken ct)
    {
        var (failure, manifest) = await withdraw.ExecuteAsync(id, ct);
        if (manifest is not null)
        {
            await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { manifest = id, manifest.Maker, manifest.Devices }, Json) : say.Of("Withdrawn", id, manifest.Maker, manifest.Devices));
        }

        return failure;
    }

    private async Task<ManifestFailure?> ListAsync(IServiceProvider services, ManifestWords say, TextWriter output, CancellationToken ct)
    {
        var keys = await services.GetRequiredService<MakerKeys>().ListAsync(ct);
        var manifests = await services.GetRequiredService<TenureDb>().Manifests.AsNoTracking().OrderBy(m => m.ImportedAt).ToListAsync(ct);
        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    keys = keys.Select(k => new { key = k.Id, k.Maker, k.AddedAt, k.RemovedAt }),
                    manifests = manifests.Select(m => new { manifest = m.Id, m.Maker, key = m.KeyId, m.Devices, m.ImportedAt, m.WithdrawnAt }),
                },
                Json));
            return null;
        }

        string[] lines = [.. keys.Select(k => LineOf(k, say)), .. manifests.Select(m => LineOf(m, say))];
        foreach (var line in lines.DefaultIfEmpty(say.Of("None")))
        {
            await output.WriteLineAsync(line);
        }

        return null;
    }

    private static string LineOf(MakerKey key, ManifestWords say) => key.RemovedAt is { } at
        ? say.Of("RowKeyRemoved", key.Id, key.Maker, Day(key.AddedAt), Day(at))
        : say.Of("RowKey", key.Id, key.Maker, Day(key.AddedAt));

    private static string LineOf(FactoryManifest manifest, ManifestWords say) => manifest.WithdrawnAt is { } at
        ? say.Of("RowWithdrawn", manifest.Id, manifest.Maker, manifest.Devices, Day(manifest.ImportedAt), Day(at))
        : say.Of("Row", manifest.Id, manifest.Maker, manifest.Devices, Day(manifest.ImportedAt));

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
