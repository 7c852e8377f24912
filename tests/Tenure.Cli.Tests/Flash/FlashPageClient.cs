using System.Diagnostics;
using System.Text.Json;

namespace Tenure.Cli.Tests.Flash;

/// <summary>The page of <c>tenure flash --ui</c>, as a browser without scripts has it.</summary>
internal sealed class FlashPageClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;
    private readonly CancellationTokenSource off;
    private readonly Task<int> running;

    private FlashPageClient(HttpClient http, CancellationTokenSource off, Task<int> running) => (this.http, this.off, this.running) = (http, off, running);

    /// <summary>Runs the command, which ends with this object.</summary>
    public static async Task<FlashPageClient> OpenAsync(Func<StringWriter, CancellationToken, Task<int>> run, CancellationToken ct)
    {
        var (said, off) = (new StringWriter(), CancellationTokenSource.CreateLinkedTokenSource(ct));
        var running = run(said, off.Token);
        using var limit = Limit(ct);
        while (!said.ToString().Contains('}', StringComparison.Ordinal))
        {
            await Task.Delay(50, limit.Token);
        }

        var address = JsonDocument.Parse(said.ToString()).RootElement.GetProperty("address").GetString()!;
        return new(new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(address) }, off, running);
    }

    public Task<string> GetAsync(string path, CancellationToken ct) => http.GetStringAsync(path, ct);

    /// <summary>Sends a form, as the page itself does.</summary>
    public async Task SendAsync(string path, Dictionary<string, string> form, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path + "?lang=en") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A row of the table, once it is so.</summary>
    public async Task<JsonElement> UntilAsync(int row, Func<JsonElement, bool> isSo, CancellationToken ct)
    {
        var said = "";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50, ct))
        {
            said = await GetAsync("state?lang=en", ct);
            JsonElement[] jobs = [.. JsonDocument.Parse(said).RootElement.EnumerateArray()];
            if (jobs.Length > row && isSo(jobs[row]))
            {
                return jobs[row];
            }
        }

        throw new TimeoutException(said);
    }

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        await running;
        off.Dispose();
        http.Dispose();
    }

    private static CancellationTokenSource Limit(CancellationToken ct)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        return limit;
    }
}
