using System.Globalization;
using System.Resources;
using System.Text.Json;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Devices;

/// <summary>
/// <c>generation start [--succession FILE] [--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>: once after a restore from a backup, before the server starts. Exit code 0 when done, 1 when a root's word is
/// needed or is not the right one, 2 for wrong usage.
/// </summary>
internal sealed class GenerationCommand
{
    public const string Syntax = "generation start [--succession FILE] [--data DIR] [--database CONNECTION] [--language TAG] [--json]";
    private static readonly ResourceManager Texts = new("Tenure.Server.Devices.Texts.GenerationWords", typeof(GenerationCommand).Assembly);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<string> hostArguments = [];
    private bool isWrong;
    private bool isJson;
    private string? language;
    private string? word;

    private GenerationCommand()
    {
    }

    /// <summary>What the host is built with: where the data is, nothing else.</summary>
    public string[] HostArguments => [.. hostArguments];

    /// <summary>The command line, if it is this one; <c>null</c> otherwise.</summary>
    public static GenerationCommand? Parse(string[] args)
    {
        if (args is not ["generation", .. var rest])
        {
            return null;
        }

        var command = new GenerationCommand { isWrong = rest is not ["start", ..] };
        for (var i = 1; i < rest.Length; i++)
        {
            i += command.Take(rest[i], i + 1 < rest.Length ? rest[i + 1] : null);
        }

        return command;
    }

    /// <summary>Runs it on the services of a host that does not listen. No server may run on the same database.</summary>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var culture = CultureInfo.GetCultureInfo(Languages.Nearest(language ?? CultureInfo.CurrentUICulture.Name));
        if (isWrong)
        {
            await output.WriteLineAsync(Say("Usage", culture, Syntax));
            return 2;
        }

        await services.GetRequiredService<DatabaseStart>().RunAloneAsync(ct);
        await using var scope = services.CreateAsyncScope();
        var (failure, begun) = await scope.ServiceProvider.GetRequiredService<StartGeneration>().ExecuteAsync(word, ct);
        if (failure is not null)
        {
            await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { error = failure.Code, values = failure.Values }, Json) : Say(failure.Code, culture, [.. failure.Values]));
            return 1;
        }

        await services.GetRequiredService<DatabaseStart>().GenerationBegunAsync(ct);
        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(begun, Json) : Say("Started", culture, begun!.Number, begun.Devices));
        if (!isJson && begun!.Log is { } log)
        {
            await output.WriteLineAsync(Say(begun.Renewed ? "LogRenewed" : "LogGoesOn", culture, log));
        }

        return 0;
    }

    private static string Say(string name, CultureInfo culture, params object[] values) =>
        string.Format(culture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);

    // How many further words were taken.
    private int Take(string option, string? value)
    {
        switch (option)
        {
            case "--json":
                isJson = true;
                return 0;
            case "--data" or "--database" when value is not null:
                hostArguments.AddRange([option, value]);
                return 1;
            case "--language" when value is not null:
                language = value;
                return 1;
            case "--succession" when value is not null:
                word = value;
                return 1;
            default:
                isWrong = true;
                return 0;
        }
    }
}
