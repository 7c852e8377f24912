using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Scalar.AspNetCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Clock;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Platform.Hosting;

/// <summary>The parts of the host that belong to no capability.</summary>
internal static class HostModule
{
    public static void UsePlatform(this WebApplication app)
    {
        SecurityHeaders.Use(app, app.Environment);
        var stopping = app.Services.GetRequiredService<Stopping>();
        app.Use((RequestDelegate next) => context => stopping.CountAsync(context, next));
        // Before everything that looks where a request comes from or whether it came by TLS.
        UseProxies(app);
        app.UseExceptionHandler();
        app.UsePages();
        if (!app.Environment.IsDevelopment())
        {
            app.UseMiddleware<RefusePlainHttp>();
        }

        app.UseRequestLocalization();
        app.UseRouting();
    }

    private static void UseProxies(WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.ProxyNetworks;
        if (proxies.Count == 0)
        {
            return;
        }

        // Read from the right, until an address is none of ours: what a caller wrote in front of that counts for nothing.
        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            headers.KnownIPNetworks.Add(proxy);
        }

        app.UseForwardedHeaders(headers);
    }

    public static void MapPlatform(this WebApplication app)
    {
        app.MapPages();
        MapHealth(app);
        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference("/reference", o => o.WithTitle("Tenure API")).AllowAnonymous();
        if (app.Environment.IsDevelopment())
        {
            MapDevelopment(app);
        }
    }

    private static void MapHealth(WebApplication app)
    {
        app.MapGet("/health/live", (CancellationToken _) => TypedResults.Ok(new Health("live"))).AllowAnonymous().WithTags("Health").WithSummary("The process runs");
        app.MapGet("/health/ready", async Task<Results<Ok<Health>, JsonHttpResult<Health>>> (TenureDb db, Stopping stopping, CancellationToken ct) =>
                stopping.IsUnderWay ? TypedResults.Json(new Health("stopping"), statusCode: StatusCodes.Status503ServiceUnavailable)
                : await db.Database.CanConnectAsync(ct)
                    ? TypedResults.Ok(new Health("ready"))
                    : TypedResults.Json(new Health("no database"), statusCode: StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous().WithTags("Health").WithSummary("The process can serve requests");
    }

    private static void MapDevelopment(WebApplication app)
    {
        var dev = app.MapGroup("/dev").AddEndpointFilter<OnlyHere>().AllowAnonymous().WithTags("Development");
        dev.MapGet("/outbox", async Task<Ok<List<OutboxEntry>>> (TenureDb db, CancellationToken ct) =>
                TypedResults.Ok(await db.Outbox.Where(m => m.Recipient != "").OrderByDescending(m => m.CreatedAt).Take(50).Select(m => new OutboxEntry(m.Channel.ToString(), m.Recipient, m.Subject, m.Text, m.CreatedAt, m.SentAt)).ToListAsync(ct)))
            .WithSummary("The last 50 messages, with their text");
        dev.MapPost("/clock", Results<NoContent, BadRequest> (int advanceSeconds, TimeProvider clock, CancellationToken _) =>
            {
                if (clock is not MovableClock movable || advanceSeconds is < 0 or > 366 * 86400)
                {
                    return TypedResults.BadRequest();
                }

                movable.Advance(TimeSpan.FromSeconds(advanceSeconds));
                return TypedResults.NoContent();
            })
            .WithSummary("Move the server's clock forward");
    }

    internal sealed record Health(string Status);

    internal sealed record OutboxEntry(string Channel, string To, string Subject, string Text, DateTimeOffset CreatedAt, DateTimeOffset? SentAt);
}
