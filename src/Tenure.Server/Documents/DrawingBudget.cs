using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Domain.SignIn;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Documents;

/// <summary>How long drawing may take for one folder in a day, and for one network in an hour, in seconds: who sends what is costly waits, and nobody else.</summary>
internal sealed class DrawingBudget(RateLimits limits, IOptions<DocumentOptions> options)
{
    private RateLimit PerFolder => RateLimit.Daily(options.Value.SecondsPerCase);

    private RateLimit PerNetwork => RateLimit.Hourly(options.Value.SecondsPerNetwork);

    /// <summary>A network as a document names it until it was looked at: a keyed hash.</summary>
    public string KeyOf(Network network) => limits.KeyOf("drawing-network", network.Prefix);

    /// <summary><c>document_later</c> where folder or network have used what they may.</summary>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="network">Of <see cref="KeyOf(Network)"/>; <c>null</c> for what the server makes.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> CheckAsync(Guid folder, string? network, CancellationToken ct) =>
        (await limits.CheckAsync(PerFolder, KeyOf(folder), ct) ?? (network is null ? null : await limits.CheckAsync(PerNetwork, network, ct))) is { } over
            ? DocumentRefusals.Later(over.RetryAfter!.Value)
            : null;

    /// <summary>A document was drawn, or given up.</summary>
    public async Task SpendAsync(Guid folder, string? network, TimeSpan time, CancellationToken ct)
    {
        // A part of a second is a whole one: a process was started for it.
        var seconds = (int)Math.Max(1, Math.Ceiling(time.TotalSeconds));
        await limits.AddAsync(PerFolder, KeyOf(folder), seconds, ct);
        if (network is not null)
        {
            await limits.AddAsync(PerNetwork, network, seconds, ct);
        }
    }

    private string KeyOf(Guid folder) => limits.KeyOf("drawing-folder", folder.ToString("N"));
}
