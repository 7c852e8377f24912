using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Flashing;

/// <summary>Finds out which computer a request comes from: its DPoP proof must be for this request, this access token and a nonce of ours that nobody used.</summary>
internal sealed class ComputerCheck(TenureDb db, DeviceNonces nonces, RateLimits limits, SessionBook sessions, IssuerUrl issuer, TimeProvider clock)
{
    // Each writes a row that lives two minutes; a day's work of one person needs some dozens.
    private static readonly RateLimit OfAccount = RateLimit.Hourly(100);

    /// <summary>Keeps the body of a request, so that its digest can be taken after it was read.</summary>
    public static Task KeepBodyAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        return next(context);
    }

    /// <summary>The computer; its proof is used up, whatever comes of the request.</summary>
    public async Task<Answer<ComputerId>> ProveAsync(HttpContext context, CurrentAccount caller, CancellationToken ct)
    {
        var request = context.Request;
        // More than one is none: who reads the first and who reads the last must not be told different things.
        if (request.Headers[ComputerKey.Header] is not [{ } text] || ComputerProof.Read(text) is not { } proof
            || proof.Method != request.Method
            || !IsHere(proof.Address, request.Path)
            || !Same(proof.TokenHash, SHA256.HashData(Encoding.UTF8.GetBytes(request.Bearer)))
            || !Same(proof.BodyHash, await BodyHashAsync(request, ct)))
        {
            return ComputerRefusals.Unproven;
        }

        if (await limits.TakeAsync(OfAccount, "computer-proof", caller.Id.ToString(), ct) is { } tooMany)
        {
            return tooMany;
        }

        return await nonces.TakeAsync(proof.Nonce, ct) ? new ComputerId(proof.Key.Thumbprint.Text) : ComputerRefusals.NonceSpent;
    }

    /// <summary>The computer, whosever it is, in a session that began on it.</summary>
    public async Task<Answer<ComputerId>> ProveHereAsync(HttpContext context, CurrentAccount caller, CancellationToken ct)
    {
        var proven = await ProveAsync(context, caller, ct);
        return (proven.Refusal ?? BoundComputer.RefuseSession((await sessions.FindOpenAsync(caller.Id, caller.Session, ct))?.Kind)) is { } refusal ? refusal : proven;
    }

    /// <summary>The computer, which must be bound to the caller's account and not wait any more, in a session that began on it.</summary>
    public async Task<Answer<BoundComputer>> ProveBoundAsync(HttpContext context, CurrentAccount caller, CancellationToken ct)
    {
        var proven = await ProveHereAsync(context, caller, ct);
        if (proven.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var computer = await db.KnownComputers.AsNoTracking().FirstOrDefaultAsync(c => c.AccountId == caller.Id && c.Id == proven.Value, ct);
        return computer is null ? ComputerRefusals.NotBound
            : computer.RemovedAt is { } at ? ComputerRefusals.Removed(now - at)
            : computer.RefuseWaiting(now) is { } waiting ? waiting : computer;
    }

    // As devices meet a server: at the issuer's own address, or on loopback. A relay has another one.
    private bool IsHere(Uri address, PathString path) =>
        address is { Query: "", Fragment: "", UserInfo: "" }
        && string.Equals(Uri.UnescapeDataString(address.AbsolutePath), path.Value, StringComparison.Ordinal)
        && (address.IsLoopback || Uri.Compare(address, issuer.Value, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0);

    private static bool Same(string said, byte[] hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(said), Encoding.ASCII.GetBytes(Base64Url.EncodeToString(hash)));

    private static async Task<byte[]> BodyHashAsync(HttpRequest request, CancellationToken ct)
    {
        request.Body.Position = 0;
        return await SHA256.HashDataAsync(request.Body, ct);
    }
}
