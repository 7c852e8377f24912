using System.Globalization;
using System.Text.Json;
using Tenure.Server.Data;
using Tenure.Server.Flashing.Contracts;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>
/// <c>workshop add NAME</c>, <c>workshop remove NAME</c>, <c>workshop list</c> and <c>workshop member add|remove NAME NUMBER [--head]</c> on the server's own machine, each with
/// <c>[--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>. Exit code 0 when done, 1 when refused, 2 for wrong usage.
/// </summary>
internal sealed class WorkshopCommand
{
    public const string Syntax = "workshop add NAME | list | remove NAME | member add NAME NUMBER [--head] | member remove NAME NUMBER  [--data DIR] [--database CONNECTION] [--language TAG] [--json]";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<string> words = [];
    private readonly List<string> hostArguments = [];
    private bool isWrong;
    private bool isJson;
    private bool isHead;
    private string? language;

    private WorkshopCommand()
    {
    }

    /// <summary>What the host is built with: where the data is, nothing else.</summary>
    public string[] HostArguments => [.. hostArguments];

    /// <summary>Whether a host is needed.</summary>
    public bool NeedsHost => !isWrong && words is ["add", _] or ["list"] or ["remove", _] or ["member", "add" or "remove", _, _];

    /// <summary>The command line, if it is one of these; <c>null</c> otherwise.</summary>
    public static WorkshopCommand? Parse(string[] args)
    {
        if (args is not ["workshop", .. var rest])
        {
            return null;
        }

        var command = new WorkshopCommand();
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

        var book = scope.ServiceProvider.GetRequiredService<WorkshopBook>();
        if (words is ["list"])
        {
            await ListAsync(await book.ListAsync(ct), output);
            return 0;
        }

        var (failure, workshop) = words switch
        {
            ["add", var name] => await book.AddAsync(name, ct),
            ["remove", var name] => await book.RemoveAsync(name, ct),
            ["member", "add", var name, var number] => await book.AddMemberAsync(name, number, isHead, ct),
            [_, _, var name, var number] => await book.RemoveMemberAsync(name, number, ct),
            _ => throw new InvalidOperationException("Only what needs a host is run on one."),
        };
        if (failure is not null)
        {
            await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { error = failure.Code, values = failure.Values }, Json) : Say().Of(failure.Code, failure.Values));
            return 1;
        }

        await output.WriteLineAsync(isJson ? JsonSerializer.Serialize(new { workshop = workshop!.Name }, Json) : Say().Of($"Done_{string.Join('_', words.Take(words.Count == 2 ? 1 : 2))}", workshop!.Name, words[^1]));
        return 0;
    }

    // How many further words were taken.
    private int Take(string word, string? value)
    {
        switch (word)
        {
            case "--head":
                isHead = true;
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
            default:
                isWrong |= word.StartsWith("--", StringComparison.Ordinal);
                words.Add(word);
                return 0;
        }
    }

    private WorkshopWords Say() => new(language ?? CultureInfo.CurrentUICulture.Name);

    private async Task ListAsync(IReadOnlyList<SeenWorkshop> all, TextWriter output)
    {
        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(all, Json));
            return;
        }

        var say = Say();
        string[] lines = [.. all.SelectMany(w => (string[])
        [
            w.RemovedAt is { } at ? say.Of("RowRemoved", w.Name, Day(w.CreatedAt), Day(at)) : say.Of("Row", w.Name, Day(w.CreatedAt)),
            .. w.Members.Select(m => say.Of(m.IsHead ? "RowHead" : "RowMember", m.Number, Day(m.AddedAt))),
            .. w.Computers.Select(c => say.Of("RowComputer", c.Name, c.Id[..8], Day(c.BoundAt))),
        ])];
        await output.WriteLineAsync(string.Join(Environment.NewLine, lines.DefaultIfEmpty(say.Of("None"))));
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
