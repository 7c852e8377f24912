using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing.Packages;

/// <summary>
/// <c>rom key add MAKER FILE</c>, <c>rom key remove KEY</c>, <c>rom register FILE</c>, <c>rom list</c> and <c>rom withdraw DIGEST</c> on the server's own machine, each with
/// <c>[--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>. Exit code 0 when done, 1 when refused, 2 for wrong usage.
/// </summary>
internal sealed class RomCommand
{
    public const string Syntax = "rom key add MAKER FILE | key remove KEY | register FILE | list | withdraw DIGEST  [--data DIR] [--database CONNECTION] [--language TAG] [--json]";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<string> words = [];
    private readonly List<string> hostArguments = [];
    private bool isWrong;
    private bool isJson;
    private string? language;

    private RomCommand()
    {
    }

    /// <summary>What the host is built with: where the data is, nothing else.</summary>
    public string[] HostArguments => [.. hostArguments];

    /// <summary>Whether a host is needed.</summary>
    public bool NeedsHost => !isWrong && words is ["key", "add", _, _] or ["key", "remove", _] or ["register", _] or ["list"] or ["withdraw", _];

    /// <summary>The command line, if it is one of these; <c>null</c> otherwise.</summary>
    public static RomCommand? Parse(string[] args)
    {
        if (args is not ["rom", .. var rest])
        {
            return null;
        }

        var command = new RomCommand();
        for (var i = 0; i < rest.Length; i++)
        {
            i += command.Take(rest[i], i + 1 < rest.Length ? rest[i + 1] : null);
        }

        return command;
    }

    /// <summary>Says how it is used.</summary>
    public async Task<int> RunAsync(TextWriter output)
    {
        await output.WriteLineAsync(Say().Of("Usage", Syntax));
        return 2;
    }

    /// <summary>Runs it on the services of a host that does not listen.</summary>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        await services.GetRequiredService<DatabaseStart>().RunIfDueAsync(ct);

        var (failure, answer, said) = words switch
        {
            ["key", "add", var maker, var file] => await AddKeyAsync(scope.ServiceProvider.GetRequiredService<ReleaseKeys>(), maker, file, ct),
            ["key", "remove", var key] => await RemoveKeyAsync(scope.ServiceProvider.GetRequiredService<ReleaseKeys>(), key, ct),
            ["register", var file] => await RegisterAsync(scope.ServiceProvider.GetRequiredService<RegisterFirmware>(), file, ct),
            ["withdraw", var digest] => await WithdrawAsync(scope.ServiceProvider.GetRequiredService<RegisterFirmware>(), digest, ct),
            _ => await ListAsync(scope.ServiceProvider.GetRequiredService<TenureDb>(), ct),
        };
        if (failure is not null)
        {
            await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { error = failure.Code, values = failure.Values }, Json) : Say().Of(failure.Code, failure.Values));
            return 1;
        }

        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(answer, Json) : said);
        return 0;
    }

    // How many further words were taken.
    private int Take(string word, string? value)
    {
        switch (word)
        {
            case "--json":
                isJson = true;
                return 0;
            case "--data" or "--database" when value is not null:
                hostArguments.AddRange([word, value]);
                return 1;
            case "--language" when value is not null:
                language = value;
                return 1;
            default:
                isWrong |= word.StartsWith("--", StringComparison.Ordinal);
                words.Add(word);
                return 0;
        }
    }

    private RomWords Say() => new(language ?? CultureInfo.CurrentUICulture.Name);

    private async Task<(RomFailure? Failure, object Answer, string Said)> AddKeyAsync(ReleaseKeys keys, string maker, string file, CancellationToken ct)
    {
        var (failure, key) = await keys.AddAsync(maker, file, ct);
        return key is null
            ? (failure, "", "")
            : (null, new { maker, key = key.Thumbprint.Text, fingerprint = key.Thumbprint.ToFingerprint() }, Say().Of("KeyAdded", key.Thumbprint.Text, maker, key.Thumbprint.ToFingerprint()));
    }

    private async Task<(RomFailure? Failure, object Answer, string Said)> RemoveKeyAsync(ReleaseKeys keys, string key, CancellationToken ct) =>
        (await keys.RemoveAsync(key, ct), new { key }, Say().Of("KeyRemoved", key));

    private async Task<(RomFailure? Failure, object Answer, string Said)> RegisterAsync(RegisterFirmware register, string file, CancellationToken ct)
    {
        var (failure, package, manifest) = await register.ExecuteAsync(file, ct);
        return package is null
            ? (failure, "", "")
            : (null, new { firmware = package.Digest, package.Maker, package.Product, package.Version, regions = manifest!.Regions, entries = manifest.Entries.Count }, Say().Of("Registered", package.Maker, package.Product, package.Version, package.Digest));
    }

    private async Task<(RomFailure? Failure, object Answer, string Said)> WithdrawAsync(RegisterFirmware register, string digest, CancellationToken ct)
    {
        var (failure, package) = await register.WithdrawAsync(digest, ct);
        return package is null ? (failure, "", "") : (null, new { firmware = digest, package.Product, package.Version }, Say().Of("Withdrawn", package.Product, package.Version, digest));
    }

    private async Task<(RomFailure? Failure, object Answer, string Said)> ListAsync(TenureDb db, CancellationToken ct)
    {
        var keys = await db.ReleaseKeys.AsNoTracking().OrderBy(k => k.Maker).ThenBy(k => k.AddedAt).ToListAsync(ct);
        var packages = await db.FirmwarePackages.AsNoTracking().OrderBy(p => p.RegisteredAt)
            .Select(p => new { firmware = p.Digest, p.Maker, p.Product, p.Version, key = p.KeyId, p.RegisteredAt, p.WithdrawnAt }).ToListAsync(ct);
        var say = Say();
        string[] lines =
        [
            .. keys.Select(k => k.RemovedAt is { } at ? say.Of("RowKeyRemoved", k.Id, k.Maker, Day(k.AddedAt), Day(at)) : say.Of("RowKey", k.Id, k.Maker, Day(k.AddedAt))),
            .. packages.Select(p => p.WithdrawnAt is { } at
                ? say.Of("RowWithdrawn", p.firmware, p.Maker, p.Product, p.Version, Day(p.RegisteredAt), Day(at))
                : say.Of("Row", p.firmware, p.Maker, p.Product, p.Version, Day(p.RegisteredAt))),
        ];
        return (null, new { keys = keys.Select(k => new { key = k.Id, k.Maker, k.AddedAt, k.RemovedAt }), firmware = packages }, string.Join(Environment.NewLine, lines.DefaultIfEmpty(say.Of("None"))));
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
