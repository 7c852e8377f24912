using Tenure.Protocols.Cbor;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>Votes as canonical CBOR, both ways: [number, round, [vote …]], each vote a byte string: [agent, nonce, reason, rest, credential, client data, authenticator data, signature].</summary>
/// <remarks>docs/protocols/signer.md#votes. Nothing is verified here.</remarks>
public static class SignedVotesCodec
{
    /// <summary>Bytes of the largest vote.</summary>
    public const int MaxVoteBytes = 7168;

    /// <summary>Bytes of the largest list of votes.</summary>
    public const int MaxBytes = (MostVotes * MaxVoteBytes) + 64;

    /// <summary>How many votes travel.</summary>
    public const int MostVotes = 2;

    private const int LongestAgent = 40;
    private const int LongestReason = 32;
    private const int LongestCredential = 1023;
    private const int LongestClientData = 4096;
    private const int LeastAuthenticatorData = 37;
    private const int LongestAuthenticatorData = 1024;
    private const int LongestSignature = 640;

    /// <summary>The bytes of votes.</summary>
    /// <exception cref="ProtocolException">A field has a wrong length.</exception>
    public static byte[] Encode(SignedVotes votes)
    {
        ArgumentNullException.ThrowIfNull(votes);
        RequireCount(votes.Votes.Count);
        ClaimRules.Text(votes.Number, ClaimSizes.CaseNumber, "number");
        var writer = CanonicalCborWriter.Create(2048);
        writer.WriteStartArray(3);
        writer.WriteTextString(votes.Number);
        writer.WriteUInt32(votes.Round);
        writer.WriteStartArray(votes.Votes.Count);
        foreach (var vote in votes.Votes)
        {
            writer.WriteByteString(EncodeVote(vote));
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads votes.</summary>
    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static SignedVotes Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalCborReader(bytes);
        reader.ReadArray("votes", 3);
        var number = reader.ReadText("number", ClaimSizes.CaseNumber);
        var round = reader.ReadUInt32("round");
        var count = reader.ReadArray("votes");
        RequireCount(count);
        var votes = new List<SignedVote>();
        for (var i = 0; i < count; i++)
        {
            votes.Add(DecodeVote(reader.ReadSlice("vote")));
        }

        reader.ReadArrayEnd();
        reader.ReadEnd();
        return new(number, round, votes);
    }

    /// <summary>The bytes of one vote.</summary>
    /// <exception cref="ProtocolException">A field has a wrong length.</exception>
    public static byte[] EncodeVote(SignedVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        Check(vote);
        var writer = CanonicalCborWriter.Create(1024);
        writer.WriteStartArray(8);
        writer.WriteTextString(vote.Agent);
        writer.WriteByteString(vote.Nonce);
        writer.WriteTextString(vote.Reason);
        writer.WriteByteString(vote.Rest);
        writer.WriteByteString(vote.Credential);
        writer.WriteByteString(vote.ClientData);
        writer.WriteByteString(vote.AuthenticatorData);
        writer.WriteByteString(vote.Signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads one vote.</summary>
    /// <exception cref="ProtocolException">Anything that <see cref="EncodeVote"/> would not have written.</exception>
    public static SignedVote DecodeVote(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalCborReader(bytes);
        reader.ReadArray("vote", 8);
        var vote = new SignedVote(
            reader.ReadText("agent", LongestAgent), reader.ReadBytes("nonce", ClaimSizes.Nonce), reader.ReadText("reason", LongestReason), reader.ReadBytes("rest", ClaimSizes.Digest),
            reader.ReadSlice("credential").ToArray(), reader.ReadSlice("client_data").ToArray(), reader.ReadSlice("authenticator_data").ToArray(), reader.ReadSlice("signature").ToArray());
        reader.ReadEnd();
        Check(vote);
        return vote;
    }

    private static void Check(SignedVote vote)
    {
        ClaimRules.Text(vote.Agent, LongestAgent, "agent");
        ClaimRules.Length(vote.Nonce, ClaimSizes.Nonce, "nonce");
        ClaimRules.Text(vote.Reason, LongestReason, "reason");
        ClaimRules.Length(vote.Rest, ClaimSizes.Digest, "rest");
        Between(vote.Credential, 1, LongestCredential, "credential");
        Between(vote.ClientData, 1, LongestClientData, "client_data");
        Between(vote.AuthenticatorData, LeastAuthenticatorData, LongestAuthenticatorData, "authenticator_data");
        Between(vote.Signature, 1, LongestSignature, "signature");
    }

    private static void Between(byte[] value, int least, int most, string field)
    {
        if (value.Length < least || value.Length > most)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"{least} to {most} bytes are expected.", field);
        }
    }

    private static void RequireCount(int votes)
    {
        if (votes > MostVotes)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"At most {MostVotes} votes are taken.", "votes");
        }
    }
}
