using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Domain.SignIn;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Documents;

/// <summary>How long drawing may take for one folder in a day, and for one network in an hour, in seconds: who sends what is costly waits, and nobody else. And how much a network may send in a day.</summary>
internal sealed class DrawingBudget(RateLimits limits, IOptions<DocumentOptions> options)
{
    private RateLimit PerFolder => RateLimit.Daily(options.Value.SecondsPerCase);

    private RateLimit PerNetwork => RateLimit.Hourly(options.Value.SecondsPerNetwork);

    /// <summary>A network as a document names it until it was looked at: a keyed hash.</summary>
    public string KeyOf(Network network) => limits.KeyOf("drawing-network", network.Prefix);

    /// <summary><c>document_later</c> where a folder has used what it may.</summary>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> CheckFolderAsync(Guid folder, CancellationToken ct) => Said(await limits.CheckAsync(PerFolder, KeyOf(folder), ct));

    /// <summary><c>document_later</c> where a network has used what it may, by whomever, and the folder the little that is always there for it: nobody is kept out by a neighbour.</summary>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="network">Of <see cref="KeyOf(Network)"/>; <c>null</c> for what the server makes.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> CheckNetworkAsync(Guid folder, string? network, CancellationToken ct) =>
        network is null || (options.Value.SecondsAlways > 0 && await limits.CheckAsync(RateLimit.Daily(options.Value.SecondsAlways), KeyOf(folder), ct) is null)
            ? null
            : Said(await limits.CheckAsync(PerNetwork, network, ct));

    /// <summary>So many bytes more are about to come from a network; <c>document_later</c> where too many came in a day.</summary>
    public async Task<Refusal?> TakeBytesAsync(Network network, long bytes, CancellationToken ct)
    {
        var (limit, key) = (RateLimit.Daily(options.Value.MiBPerNetwork), limits.KeyOf("document-bytes", network.Site));
        if (await limits.CheckAsync(limit, key, ct) is { } over)
        {
            return Said(over);
        }

        await limits.AddAsync(limit, key, (int)((bytes + DocumentRules.Megabyte - 1) / DocumentRules.Megabyte), ct);
        return null;
    }

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

    private static Refusal? Said(Refusal? over) => over is null ? null : DocumentRefusals.Later(over.RetryAfter!.Value);

    private string KeyOf(Guid folder) => limits.KeyOf("drawing-folder", folder.ToString("N"));
}
