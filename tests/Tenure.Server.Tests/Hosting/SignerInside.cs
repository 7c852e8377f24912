using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Keys.Signing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>The signer's desk in the test's own process, by the test's clock; what goes over the line is what goes over the socket.</summary>
internal sealed class SignerInside(DataFolder folder, IOptions<KeyOptions> options, TimeProvider clock, ILoggerFactory logging) : ISignerLine, IAsyncDisposable
{
    private readonly Lazy<Task<SigningDesk>> desk = new(() => SigningDesk.OpenAsync(
        folder.Keys, new SigningLimits(options.Value.HoldPerHour, options.Value.ReleasePerHour, options.Value.FlashPerHour), clock, new SignerLog(logging.CreateLogger<SignerLog>()), CancellationToken.None));

    /// <summary>As if nobody listened.</summary>
    public bool IsDown { get; set; }

    /// <summary>What happens once, when a release has been decided and is not signed yet.</summary>
    public Func<Task>? BeforeRelease { get; set; }

    public void Begin()
    {
        // It begins with the first question.
    }

    public async Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        if (BeforeRelease is { } happens && SignerRequestCodec.Decode(request) is TicketRequest { Purpose: SignerPurpose.Release })
        {
            BeforeRelease = null;
            await happens();
        }

        return IsDown ? throw new IOException("Nobody listens on the signer's socket.") : await (await desk.Value).AnswerAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        if (desk.IsValueCreated)
        {
            await (await desk.Value).DisposeAsync();
        }
    }
}
