using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Audit;

/// <summary>Bounds what a network asks of the log. A device that shows its token is not counted: no stranger on its network can keep it from seeing a fork.</summary>
internal sealed class LogLimits(RateLimits limits, IOptions<LogOptions> options)
{
    /// <summary>Counts a question.</summary>
    public Task<Refusal?> TakeAsync(Network network, CancellationToken ct) => limits.TakeAsync(RateLimit.Hourly(options.Value.ReadsPerNetwork), "log", network.Prefix, ct);
}
