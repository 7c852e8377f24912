using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;

namespace Tenure.Cli.Flash.Ui;

/// <summary>
/// <c>tenure flash --ui</c>: a page on loopback for several devices at once. Whoever has its address may use it, so the address holds a secret; other pages of the browser are kept out by the names of host and origin.
/// </summary>
internal sealed class FlashUi(CommandStreams streams, CommandOutput output, FlashText text, TimeProvider time)
{
    private const int MaxDevices = 32;
    private const int MaxBody = 1 << 16;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1.5);

    private readonly string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
    private readonly Lock gate = new();
    private readonly List<FlashJob> jobs = [];
    private readonly PackageShelf shelf = new();
    private readonly List<Task> running = [];
    private string host = "";
    private FoundDevice[] asked = [];

    /// <summary>Devices that are shown beside those that are connected to this computer.</summary>
    public IReadOnlyList<FlashAddress> Named { get; init; } = [];

    public async Task<int> RunAsync(string? package, string? workshop, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
        });
        await AskAsync(ct);
        await using var app = builder.Build();
        app.Run(context => HandleAsync(context, package ?? "", workshop, ct));
        await app.StartAsync(ct);
        host = new Uri(app.Urls.Single()).Authority;
        output.Tell(new { address = $"http://{host}/{secret}/" }, CommandOutput.Format(text.UiOpen, $"http://{host}/{secret}/"));
        await streams.Out.FlushAsync(CancellationToken.None);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        catch (OperationCanceledException)
        {
            // Each leaves its device in order, and its journal; what hangs is not waited for any longer than a person does.
            await Task.WhenAll(Running()).WaitAsync(Farewell, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return ExitCodes.Done;
    }

    private Task[] Running()
    {
        lock (gate)
        {
            return [.. running];
        }
    }

    // One that is being flashed has no time for questions.
    private async Task AskAsync(CancellationToken ct)
    {
        var (known, busy, connected) = (asked, All().Where(job => !job.IsOver).Select(job => job.Device).ToList(), streams.Devices());
        asked = await Task.WhenAll(Named.Select(device => busy.Contains(device) && known.FirstOrDefault(one => one.At == device) is { } before ? Task.FromResult(before) : FoundDevices.AskAsync(device, connected, ct)));
    }

    private FoundDevice[] Found() => [.. asked, .. streams.Devices().ExceptBy(asked.Select(device => device.At), device => device.At)];

    private FlashJob[] All()
    {
        lock (gate)
        {
            return [.. jobs];
        }
    }

    private async Task HandleAsync(HttpContext context, string package, string? workshop, CancellationToken ct)
    {
        var request = context.Request;
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        // The address goes nowhere else. With no-referrer a browser would name no origin in its own forms, which are then refused.
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        var parts = request.Path.Value!.Split('/');
        if (!string.Equals(request.Host.Value, host, StringComparison.Ordinal)
            || parts is not ["", var given, var page]
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var language = FlashText.Languages.Find(request.Query["lang"].ToString() is { Length: > 0 } tag ? tag : "x-none") ?? text;
        switch (request.Method, page)
        {
            case ("GET", ""):
                await WriteAsync(context, "text/html; charset=utf-8", FlashPage.Html(language, Tag(language), package, [.. All().Select(job => job.State(language))], Found()), ct);
                break;
            case ("GET", "found"):
                await WriteAsync(context, "text/html; charset=utf-8", FlashPage.Rows(FoundText.Languages.Find(Tag(language))!, Found()), ct);
                break;
            case ("GET", "state"):
                await context.Response.WriteAsJsonAsync(All().Select(job => job.State(language)), ct);
                break;
            case ("GET", "flash.js"):
                await WriteAsync(context, "text/javascript; charset=utf-8", FlashPage.Script, ct);
                break;
            case ("GET", "flash.css"):
                await WriteAsync(context, "text/css; charset=utf-8", FlashPage.Style, ct);
                break;
            case ("POST", "start" or "stop" or "proofs" or "code" or "look") when request.Headers.Origin == $"http://{host}" && request.HasFormContentType:
                var form = await request.ReadFormAsync(ct);
                await (page == "look" ? AskAsync(ct) : Task.CompletedTask);
                var problem = page == "start" ? Start(form, workshop, language, ct) : Act(form, page);
                if (page == "look")
                {
                    // What was typed stays.
                    await WriteFormAsync(null);
                }
                else if (problem is null)
                {
                    context.Response.Redirect($"/{secret}/?lang={Tag(language)}", permanent: false);
                }
                else
                {
                    context.Response.StatusCode = StatusCodes.Status400BadRequest;
                    await WriteFormAsync(problem);
                }

                Task WriteFormAsync(string? why) => WriteAsync(
                    context, "text/html; charset=utf-8", FlashPage.Html(language, Tag(language), form["package"].ToString(), [.. All().Select(job => job.State(language))], Found(), why, form["devices"].ToString(), [.. form["device"].OfType<string>()]), ct);

                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static string Tag(FlashText language) => FlashText.Languages.All.First(all => all.Text == language).Tag;

    private static async Task WriteAsync(HttpContext context, string type, string body, CancellationToken ct)
    {
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, ct);
    }

    // One restore for each device; the choice about data is never made for somebody.
    private string? Start(IFormCollection form, string? workshop, FlashText language, CancellationToken ct)
    {
        DataChoice? choice = form["data"].ToString() switch { "keep" => DataChoice.Keep, "clean" => DataChoice.Clean, "lock" => DataChoice.CleanAndLock, _ => null };
        var places = form["device"].OfType<string>().Concat(form["devices"].ToString().Split(['\n', '\r', ' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).ToList();
        var addresses = places.Select(FlashAddress.Parse).Distinct().ToList();
        if (choice is null)
        {
            return language.SayData;
        }

        if (addresses.Count == 0)
        {
            return FoundText.Languages.Find(Tag(language))!.UiNone;
        }

        if (places.FirstOrDefault(place => FlashAddress.Parse(place) is null) is { } malformed)
        {
            return CommandOutput.Format(language.DeviceMalformed, malformed);
        }

        lock (gate)
        {
            if (jobs.Count(job => !job.IsOver) + addresses.Count > MaxDevices || jobs.Any(job => !job.IsOver && addresses.Contains(job.Device)))
            {
                return language.UiBusy;
            }

            foreach (var address in addresses)
            {
                var job = new FlashJob(jobs.Count + 1, address!, time);
                jobs.Add(job);
                running.RemoveAll(task => task.IsCompleted);
                running.Add(RunAsync(job, form["package"].ToString(), choice.Value, workshop, language, ct));
            }
        }

        return null;
    }

    private string? Act(IFormCollection form, string page)
    {
        if (int.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && All().FirstOrDefault(job => job.Id == id) is { } job)
        {
            switch (page)
            {
                case "stop":
                    job.Stop();
                    break;
                case "code":
                    job.Proofs.Answer(null);
                    break;
                default:
                    job.Proofs.Answer(new(form["password"].ToString(), form["code"].ToString().Trim(), form["consent"].ToString().Trim()));
                    break;
            }
        }

        return null;
    }

    private async Task RunAsync(FlashJob job, string package, DataChoice choice, string? workshop, FlashText language, CancellationToken ct)
    {
        await Task.Yield();
        var said = streams with { In = TextReader.Null, Out = job, Error = job, IsTerminal = false };
        var answer = new CommandOutput(said, json: false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, job.Stopping);
        using var view = new FlashView(said, answer, language, time, job);
        var words = language with { GoesOn = language.UiGoesOn, Given = language.UiGiven };
        var run = new FlashRun(said, answer, words, view) { Shelf = shelf, Package = package, Device = job.Device, Choice = choice, OnlyCheck = false, SkipsRight = false, Workshop = workshop, Page = job.Proofs }.RunAsync(either.Token);

        // Nobody waits for this task: what nobody foresaw stands in the row all the same.
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (run.Exception is { } unforeseen)
        {
            await job.WriteLineAsync(unforeseen.GetBaseException().Message);
        }

        job.End(run.IsCompletedSuccessfully ? await run : ExitCodes.Failed);
    }
}
