using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Domain.SignIn;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Documents;

/// <summary>How long drawing may take for one folder in a day, and for one network in an hour, in seconds: who sends what is costly waits, and nobody else. And how much a network may send in a day.</summary>
internal sealed class DrawingBudget(RateLimits limits, IOptions<DocumentOptions> options)
{
    private const int MostParts = 4;

    private RateLimit PerFolder => RateLimit.Daily(options.Value.SecondsPerCase);

    private RateLimit PerNetwork => RateLimit.Hourly(options.Value.SecondsPerNetwork);

    private RateLimit PerSite => RateLimit.Daily(options.Value.MiBPerNetwork);

    /// <summary>A network as a document names it until it was looked at: a keyed hash.</summary>
    public string KeyOf(Network network) => limits.KeyOf("drawing-network", network.Prefix);

    /// <summary><c>document_later</c> where a folder has used what it may.</summary>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> CheckFolderAsync(Guid folder, CancellationToken ct) => Said(await limits.CheckAsync(PerFolder, KeyOf(folder), ct));

    /// <summary><c>document_later</c> where a network has used what it may, by whomever, and the folder the little that is there for it beside that.</summary>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="network">Of <see cref="KeyOf(Network)"/>; <c>null</c> for what the server makes.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> CheckNetworkAsync(Guid folder, string? network, CancellationToken ct) =>
        network is null ? null : await CheckAsync(PerNetwork, network, options.Value.SecondsAlways, KeyOf(folder), ct);

    /// <summary><c>document_later</c> where so much came from a network in a day, and from the folder what may always come.</summary>
    public Task<Refusal?> CheckBytesAsync(Guid folder, Network network, CancellationToken ct) => CheckAsync(PerSite, SiteOf(network), DocumentRules.MiBAlways, BytesOf(folder), ct);

    /// <summary>More of a document came: counted is each MiB that was begun.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="network">Where it came from.</param>
    /// <param name="before">Bytes that were there.</param>
    /// <param name="after">Bytes that are there now.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task SpendBytesAsync(Guid folder, Network network, long before, long after, CancellationToken ct)
    {
        if (Units(after) - Units(before) is var units and > 0)
        {
            await limits.AddAsync(PerSite, SiteOf(network), units, ct);
            await limits.AddAsync(PerSite, BytesOf(folder), units, ct);
        }

        static int Units(long bytes) => (int)((bytes + DocumentRules.Megabyte - 1) / DocumentRules.Megabyte);
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

    // Nobody is kept out by a neighbour, and yet no network has more than so many times its part, however many cases it opens.
    private async Task<Refusal?> CheckAsync(RateLimit perNetwork, string network, int always, string folder, CancellationToken ct)
    {
        if (await limits.CheckAsync(perNetwork, network, ct) is not { } over)
        {
            return null;
        }

        var isFree = always > 0 && await limits.CheckAsync(RateLimit.Daily(always), folder, ct) is null && await limits.CheckAsync(perNetwork with { Most = perNetwork.Most * MostParts }, network, ct) is null;
        return isFree ? null : Said(over);
    }

    private string SiteOf(Network network) => limits.KeyOf("document-bytes", network.Site);

    private string BytesOf(Guid folder) => limits.KeyOf("document-bytes-folder", folder.ToString("N"));

    private static Refusal? Said(Refusal? over) => over is null ? null : DocumentRefusals.Later(over.RetryAfter!.Value);

    private string KeyOf(Guid folder) => limits.KeyOf("drawing-folder", folder.ToString("N"));
}
