using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Tenure.Client;

namespace Tenure.Cli.Tour;

/// <summary>What a development server lets a story do: move its clock, and read every letter.</summary>
internal sealed class Stage(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Moves the server's clock forward.</summary>
    public async Task MoveClockAsync(TimeSpan time, CancellationToken ct)
    {
        using var moved = await http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/dev/clock?advanceSeconds={(int)time.TotalSeconds}"), UriKind.Relative), null, ct);
        Seen.That(moved.IsSuccessStatusCode, $"/dev/clock answered {(int)moved.StatusCode}");
    }

    /// <summary>Waits until something has come about that the server does by itself.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(100, ct))
        {
            if (await condition())
            {
                return;
            }
        }

        throw new TourFailedException("it did not come about in a minute");
    }

    /// <summary>The letters to an address whose text has a word, the latest first.</summary>
    public async Task<IReadOnlyList<string>> LettersAsync(string to, string text, CancellationToken ct) =>
        [.. (await http.GetFromJsonAsync<List<Letter>>("/dev/outbox", ct) ?? []).Where(m => m.To == to && m.Text.Contains(text, StringComparison.Ordinal)).Select(m => m.Text)];

    /// <summary>The code of a refusal; <c>null</c> when it was done.</summary>
    public static async Task<string?> RefusalAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (TenureProblemException refused)
        {
            return refused.Code;
        }
    }

    private sealed record Letter(string To, string Text);
}
