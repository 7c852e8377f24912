using System.Globalization;
using System.Text;
using System.Text.Json;
using Tenure.Domain;
using Tenure.Domain.Operators;
using Tenure.Server.Data;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Texts;

namespace Tenure.Server.Operators;

/// <summary>
/// <c>operator create NAME [--ask]</c>, <c>operator list</c>, <c>operator disable NAME</c>, <c>operator role NAME ROLE</c>, <c>operator passkey NAME --remove</c> and <c>operator tickets [--day DAY] [--page N]</c>, each with <c>[--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>.
/// Whoever may run it may read the keys: it asks for nothing more. Exit code 0 when done, 1 when refused, 2 for wrong usage.
/// </summary>
internal sealed class OperatorCommand
{
    public const string Syntax = "operator create NAME [--ask] | list | disable NAME | role NAME operator|agent|senior|auditor | passkey NAME --remove | tickets [--day DAY] [--page N]  [--data DIR] [--database CONNECTION] [--language TAG] [--json]";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<string> words = [];
    private readonly List<string> hostArguments = [];
    private bool isWrong;
    private bool asks;
    private bool removes;
    private bool isJson;
    private string? day;
    private string? page;
    private string? language;

    private OperatorCommand()
    {
    }

    /// <summary>What the host is built with: where the data is, nothing else.</summary>
    public string[] HostArguments => [.. hostArguments];

    /// <summary>The command line, if it is one of these; <c>null</c> otherwise.</summary>
    public static OperatorCommand? Parse(string[] args)
    {
        if (args is not ["operator", .. var rest])
        {
            return null;
        }

        var command = new OperatorCommand();
        for (var i = 0; i < rest.Length; i++)
        {
            i += command.Take(rest[i], i + 1 < rest.Length ? rest[i + 1] : null);
        }

        return command;
    }

    /// <summary>Runs it on the services of a host that does not listen.</summary>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var say = new OperatorWords(language ?? CultureInfo.CurrentUICulture.Name);
        if (isWrong || words is not (["create", _] or ["list"] or ["disable", _] or ["role", _, "operator" or "agent" or "senior" or "auditor"] or ["passkey", _] or ["tickets"]) || removes != words is ["passkey", _])
        {
            await output.WriteLineAsync(say.Of("Usage", Syntax));
            return 2;
        }

        // Refusals are said in the language that was asked for.
        CultureInfo.CurrentUICulture = say.Culture;
        await using var scope = services.CreateAsyncScope();
        await services.GetRequiredService<DatabaseStart>().RunIfDueAsync(ct);

        var book = scope.ServiceProvider.GetRequiredService<OperatorBook>();
        var refusal = words switch
        {
            ["create", var name] => await CreateAsync(book, name, say, output, ct),
            ["disable", var name] => await DisableAsync(book, name, say, output, ct),
            ["role", var name, var role] => await OfferAsync(book, name, role, say, output, ct),
            ["passkey", var name] => await TakePasskeysAsync(book, name, say, output, ct),
            ["tickets"] => await TicketsAsync(scope.ServiceProvider.GetRequiredService<ReadTickets>(), say, output, ct),
            _ => await ListAsync(book, say, output, ct),
        };
        if (refusal is null)
        {
            return 0;
        }

        await output.WriteLineAsync(isJson
            ? JsonSerializer.Serialize(new { error = refusal.Code }, Json)
            : refusal.Kind == RefusalKind.NotFound ? say.Of("Unknown", words[1]) : scope.ServiceProvider.GetRequiredService<RefusalTexts>().Of(refusal));
        return 1;
    }

    // How many further words were taken.
    private int Take(string word, string? value)
    {
        switch (word)
        {
            case "--ask":
                asks = true;
                return 0;
            case "--remove":
                removes = true;
                return 0;
            case "--json":
                isJson = true;
                return 0;
            case "--data" or "--database" when value is not null:
                hostArguments.AddRange([word, value]);
                return 1;
            case "--language" when value is not null:
                language = value;
                return 1;
            case "--day" when value is not null:
                day = value;
                return 1;
            case "--page" when value is not null:
                page = value;
                return 1;
            default:
                isWrong |= word.StartsWith('-');
                words.Add(word);
                return 0;
        }
    }

    private async Task<Refusal?> CreateAsync(OperatorBook book, string name, OperatorWords say, TextWriter output, CancellationToken ct)
    {
        // Before anybody types a password in vain.
        if (OperatorName.Read(name, out var read) is { } malformed)
        {
            return malformed;
        }

        var password = asks ? await AskAsync(say, ct) : OperatorBook.DrawSecret();
        var made = await book.CreateAsync(read, password, ct);
        if (made.Refusal is { } refusal)
        {
            return refusal;
        }

        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(new { name = read, secret = asks ? null : password, isNew = made.Value.IsNew }, Json));
            return null;
        }

        await output.WriteLineAsync(say.Of("Created", read));
        if (made.Value.IsNew)
        {
            await output.WriteLineAsync(made.Value.RoleFrom is { } from ? say.Of("CreatedLast", Day(from)) : say.Of("CreatedNew", SpokenTime.In(say.Culture.Name, ServerOperator.RoleWait)));
        }

        if (!asks)
        {
            await output.WriteLineAsync(say.Of("Secret", password));
        }

        return null;
    }

    private async Task<Refusal?> DisableAsync(OperatorBook book, string name, OperatorWords say, TextWriter output, CancellationToken ct)
    {
        if (await book.DisableAsync(name, ct) is { } refusal)
        {
            return refusal;
        }

        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { name }, Json) : say.Of("Disabled", name));
        return null;
    }

    private async Task<Refusal?> OfferAsync(OperatorBook book, string name, string role, OperatorWords say, TextWriter output, CancellationToken ct)
    {
        if (await book.OfferRoleAsync(name, Enum.Parse<OperatorRole>(role, ignoreCase: true), ct) is { } refusal)
        {
            return refusal;
        }

        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { name, role }, Json) : say.Of("RoleOffered", name, role));
        return null;
    }

    private async Task<Refusal?> TakePasskeysAsync(OperatorBook book, string name, OperatorWords say, TextWriter output, CancellationToken ct)
    {
        var taken = await book.TakePasskeysAsync(name, ct);
        if (taken.Refusal is { } refusal)
        {
            return refusal;
        }

        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { name, passkeys = taken.Value }, Json) : say.Of("PasskeysTaken", name, taken.Value));
        return null;
    }

    private async Task<Refusal?> ListAsync(OperatorBook book, OperatorWords say, TextWriter output, CancellationToken ct)
    {
        var all = await book.ListAsync(ct);
        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(all.Select(o => new { o.Name, o.CreatedAt, o.DisabledAt }), Json));
            return null;
        }

        foreach (var line in all.Count == 0 ? [say.Of("None")] : all.Select(o => LineOf(o, say)))
        {
            await output.WriteLineAsync(line);
        }

        return null;
    }

    private async Task<Refusal?> TicketsAsync(ReadTickets read, OperatorWords say, TextWriter output, CancellationToken ct)
    {
        var seen = await read.ExecuteAsync(reader: null, day, page, ct);
        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    seen.Day,
                    seen.Page,
                    seen.HasMore,
                    tickets = seen.Tickets.Select(t => new { t.IssuedAt, device = t.DeviceId.Value, action = JsonNamingPolicy.CamelCase.ConvertName(t.Kind.ToString()), job = t.JobId, actor = t.JobId is null ? null : t.Job?.Workshop is null ? "holder" : "workshop", t.Job?.Workshop, t.Job?.Manifest, t.Job?.Version, t.DoneAt }),
                },
                Json));
            return null;
        }

        foreach (var line in seen.Tickets.Count == 0 ? [say.Of("TicketsNone", Day(seen.Day))] : seen.Tickets.Select(t => string.Join("  ", (string?[])
            [t.IssuedAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture), t.DeviceId.Value, say.Of($"Ticket_{t.Kind}"), t.Job is null ? null : t.Job.Workshop ?? say.Of("TicketByHolder"), t.Job?.Version, t.JobId?.ToString()]).Replace("    ", "  ", StringComparison.Ordinal).TrimEnd()))
        {
            await output.WriteLineAsync(line);
        }

        if (seen.HasMore)
        {
            await output.WriteLineAsync(say.Of("TicketsMore", seen.Page + 1));
        }

        return null;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string LineOf(ServerOperator person, OperatorWords say)
    {
        string made = Day(person.CreatedAt);
        return person.DisabledAt is { } at ? say.Of("RowDisabled", person.Name, made, Day(at)) : say.Of("Row", person.Name, made);
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // From a pipe one line; from a terminal without showing what is typed.
    private static async Task<string> AskAsync(OperatorWords say, CancellationToken ct)
    {
        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync(ct) ?? "";
        }

        await Console.Error.WriteLineAsync(say.Of("Ask"));
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        return typed.ToString();
    }
}
