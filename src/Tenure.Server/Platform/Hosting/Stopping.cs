using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Platform.Hosting;

/// <summary>
/// A stop in order: readiness says no, what comes now is told to go elsewhere, what is under way is finished, and only then the server ceases to listen.
/// </summary>
/// <remarks>Called by the host before it stops anything (<see cref="IHostedLifecycleService.StoppingAsync"/>); the host itself gives up after <see cref="StopOptions.StopWithin"/>.</remarks>
internal sealed class Stopping(IOptions<StopOptions> options) : IHostedLifecycleService, IDisposable
{
    private static readonly Refusal IsStopping = new("stopping", "The server is being stopped.", RefusalKind.Busy, RetryAfter: TimeSpan.FromSeconds(2));

    private readonly TaskCompletionSource nothingUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the server itself, taken away when it stops: nought is reached once only, after that.
    private int underWay = 1;
    private volatile bool isStopping;

    /// <summary>Whether readiness says no.</summary>
    public bool IsUnderWay => isStopping;

    /// <summary>The first step of all: counts what is under way, and sends away what comes too late.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        // Counted before it is looked whether the server stops: the other way round one could slip through uncounted.
        Interlocked.Increment(ref underWay);
        try
        {
            if (isStopping)
            {
                // A connection that is kept would have to be cut later.
                context.Response.Headers.Connection = "close";
                if (!context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                {
                    await new RefusalResult(IsStopping).ExecuteAsync(context);
                    return;
                }
            }

            await next(context);
        }
        finally
        {
            Leave();
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        isStopping = true;
        Leave();
        // Some of the time is left for the connections to close and for the message in hand.
        await Task.WhenAny(nothingUnderWay.Task, Task.Delay(options.Value.StopWithin * 0.8, cancellationToken));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => nothingUnderWay.TrySetResult();

    private void Leave()
    {
        if (Interlocked.Decrement(ref underWay) == 0)
        {
            nothingUnderWay.TrySetResult();
        }
    }
}
