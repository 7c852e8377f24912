using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>What a signer sees for itself of a release by a case: two agents whose passkeys it knows were for this very one, and then its holder was told. No I/O, no state.</summary>
/// <remarks>docs/protocols/signer.md#votes has the list.</remarks>
public static class VotePolicy
{
    /// <summary>How old a vote may be when a device is let go by it: 90 days until a second agent looks, 30 of waiting, 90 of a freeze, 30 until the phone hears of it; and once more 30 and 90, where a backup is put back in between and all is announced anew.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(360);

    // User present and verified (WebAuthn §6.1).
    private const byte Verified = 0x05;
    private const int FlagsAt = 32;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 8 };

    // By how much the clocks of the server's nodes may differ.
    private static readonly TimeSpan Clocks = TimeSpan.FromHours(1);

    /// <summary>Refuses votes that do not let this release be.</summary>
    /// <param name="votes">As they came; <c>null</c> where none did.</param>
    /// <param name="ticket">The release, of the signer's own issuer.</param>
    /// <param name="consent">Its consent by a case, which fits the ticket.</param>
    /// <param name="agents">Whose passkeys are known.</param>
    /// <exception cref="ProtocolException">The first thing that is not as it must be.</exception>
    public static void Require(SignedVotes? votes, Ticket ticket, ReleaseConsent consent, IReadOnlyCollection<AgentKey> agents)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(consent);
        ArgumentNullException.ThrowIfNull(agents);
        if (votes is not { Votes: [var first, var second] } || string.Equals(first.Agent, second.Agent, StringComparison.Ordinal))
        {
            throw Refuse(ProtocolErrorCode.VotesMissing, "votes");
        }

        List<PasskeyKey> keys = [.. votes.Votes.Select(vote => Require(vote, votes, ticket, consent, agents))];
        // Two names with one key are one person.
        Require(!keys[0].IsSameAs(keys[1]), ProtocolErrorCode.VotesMissing, "votes");
    }

    private static PasskeyKey Require(SignedVote vote, SignedVotes votes, Ticket ticket, ReleaseConsent consent, IReadOnlyCollection<AgentKey> agents)
    {
        var at = TimeOf(vote.Nonce);
        var key = agents.FirstOrDefault(a => string.Equals(a.Agent, vote.Agent, StringComparison.Ordinal) && a.Credential.AsSpan().SequenceEqual(vote.Credential) && a.WithdrawnAt is null);
        Require(key is not null && at >= key.Since - Clocks, ProtocolErrorCode.AgentUnknown, "agent");
        Require(consent.AnnouncedAt is { } told && told >= at - Clocks, ProtocolErrorCode.VoteWrong, "announced");
        Require(consent.At - at <= Lifetime, ProtocolErrorCode.LifetimeOver, "votes");
        Require(Uri.TryCreate(ticket.Issuer, UriKind.Absolute, out var issuer), ProtocolErrorCode.WrongIssuer, "iss");
        var (party, origin) = PasskeyScope.Of(issuer!);
        var digest = CaseDigest.Of(votes.Number, CaseDigest.Release, ticket.Subject.Text, ticket.Epoch, ticket.HoldingId, votes.Round, vote.Rest);
        Require(IsFor(vote.ClientData, CaseDigest.ChallengeOf(vote, votes.Number, digest), origin), ProtocolErrorCode.VoteWrong, "client_data");
        Require(
            vote.AuthenticatorData.Length > FlagsAt && vote.AuthenticatorData.AsSpan(0, FlagsAt).SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(party)))
            && (vote.AuthenticatorData[FlagsAt] & Verified) == Verified,
            ProtocolErrorCode.VoteWrong, "authenticator_data");
        var passkey = PasskeyKey.Read(key!.PublicKey);
        Require(passkey?.Verify([.. vote.AuthenticatorData, .. SHA256.HashData(vote.ClientData)], vote.Signature) == true, ProtocolErrorCode.VoteWrong, "signature");
        return passkey!;
    }

    // Far from any time where the bytes are none: then it is not before the announcement, or too old.
    private static DateTimeOffset TimeOf(byte[] nonce)
    {
        var milliseconds = nonce.Length >= sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(nonce) : 0;
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
    }

    private static bool IsFor(byte[] clientData, byte[] challenge, string origin)
    {
        try
        {
            using var said = JsonDocument.Parse(clientData, Json);
            var root = said.RootElement;
            return root.ValueKind == JsonValueKind.Object && Is(root, "type", "webauthn.get") && Is(root, "challenge", Base64Url.EncodeToString(challenge)) && Is(root, "origin", origin)
                && !(root.TryGetProperty("crossOrigin", out var crossed) && crossed.ValueKind == JsonValueKind.True);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Is(JsonElement root, string name, string value) => root.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.String && said.ValueEquals(value);

    private static ProtocolException Refuse(ProtocolErrorCode code, string field) => new(code, $"Two agents' votes do not let this release be: {field}.", field);

    private static void Require(bool holds, ProtocolErrorCode code, string field)
    {
        if (!holds)
        {
            throw Refuse(code, field);
        }
    }
}
