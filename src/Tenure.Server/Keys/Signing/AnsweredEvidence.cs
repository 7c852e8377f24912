using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

/// <summary>Evidence that was answered, for as long as a second ticket for it could be worth something. Not for several threads.</summary>
internal sealed class AnsweredEvidence
{
    /// <summary>A device's nonce lives an hour, and no ticket is taken after that; the other hour is for clocks.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    private readonly Dictionary<KeyThumbprint, Given> given = [];
    private readonly Queue<(DateTimeOffset At, KeyThumbprint Evidence)> order = new();

    /// <summary>What was given for evidence; <c>null</c> when nothing was.</summary>
    /// <param name="evidence">Its digest.</param>
    /// <param name="now">The time (UTC).</param>
    public Given? Find(byte[] evidence, DateTimeOffset now)
    {
        while (order.TryPeek(out var oldest) && now - oldest.At >= Memory)
        {
            given.Remove(order.Dequeue().Evidence);
        }

        return given.GetValueOrDefault(Name(evidence));
    }

    /// <summary>Remembers.</summary>
    public void Add(byte[] evidence, DateTimeOffset at, Given what)
    {
        given[Name(evidence)] = what;
        order.Enqueue((at, Name(evidence)));
    }

    // A digest is 32 bytes like a thumbprint, and compares as cheaply in that form.
    private static KeyThumbprint Name(byte[] digest) => KeyThumbprint.FromBytes(digest);

    /// <summary>A ticket that was given.</summary>
    /// <param name="Claims">SHA-256 of its claims.</param>
    /// <param name="Answer">The answer, which may still be on its way; <c>null</c> when it was given by a process before this one.</param>
    internal sealed record Given(byte[] Claims, Task<SignerAnswer>? Answer);
}
