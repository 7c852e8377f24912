using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Operators;

/// <summary>What a new passkey said of itself.</summary>
/// <param name="Credential">What the authenticator calls it.</param>
/// <param name="PublicKey">COSE_Key.</param>
/// <param name="Counter">What the authenticator counted.</param>
/// <param name="Attestation">The attestation object, as it came.</param>
internal sealed record NewPasskey(byte[] Credential, byte[] PublicKey, uint Counter, byte[] Attestation);

/// <summary>A passkey that signed.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Counter">What the authenticator counted.</param>
/// <param name="Signature">To be written down.</param>
internal sealed record ProvenPasskey(Passkey Key, uint Counter, LoggedSignature Signature);

/// <summary>Reads and verifies what authenticators say (WebAuthn §7.1 and §7.2), without a word about nonces and counters. Keeps nothing; safe for several threads.</summary>
internal sealed class PasskeyCheck(PasskeyParty party)
{
    // An attestation object of an authenticator that attests nothing has some 400 bytes, with RSA some 700.
    private const int MostText = 16_384;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 8 };

    /// <summary>Reads a registration; refuses with <c>passkey_malformed</c> and <c>passkey_refused</c>.</summary>
    public async Task<Answer<NewPasskey>> ReadNewAsync(ServerOperator person, PasskeySaid said, CancellationToken ct)
    {
        if (Read(said) is not { Id: { } id, ClientData: { } client, Attestation: { } attestation })
        {
            return OperatorRefusals.PasskeyMalformed;
        }

        return await TryAsync<NewPasskey>(async () =>
        {
            var made = await Library().MakeNewCredentialAsync(
                new MakeNewCredentialParams
                {
                    AttestationResponse = new AuthenticatorAttestationRawResponse
                    {
                        Id = Base64Url.EncodeToString(id),
                        RawId = id,
                        Type = PublicKeyCredentialType.PublicKey,
                        Response = new AuthenticatorAttestationRawResponse.AttestationResponse { AttestationObject = attestation, ClientDataJson = client },
                        ClientExtensionResults = new AuthenticationExtensionsClientOutputs(),
                    },
                    OriginalOptions = new CredentialCreateOptions
                    {
                        Challenge = PasskeyChallenge.OfRegistration(person.Name, said.Nonce ?? ""),
                        Rp = new PublicKeyCredentialRpEntity(party.Id, party.Id),
                        User = new Fido2User { Id = person.Id.Value.ToByteArray(), Name = person.Name, DisplayName = person.Name },
                        PubKeyCredParams = [PubKeyCredParam.ES256, PubKeyCredParam.RS256, PubKeyCredParam.Ed25519],
                        AuthenticatorSelection = new AuthenticatorSelection { UserVerification = UserVerificationRequirement.Required },
                    },
                    // The database lets one person have it.
                    IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                },
                ct);
            return made.Id.Length is > 0 and <= Passkey.MaxCredentialLength && made.PublicKey.Length <= Passkey.MaxKeyLength && made.Id.AsSpan().SequenceEqual(id)
                ? new NewPasskey(made.Id, made.PublicKey, made.SignCount, attestation)
                : OperatorRefusals.PasskeyMalformed;
        });
    }

    /// <summary>Verifies what one of somebody's passkeys signed; refuses with <c>passkey_malformed</c> and <c>passkey_refused</c>.</summary>
    /// <param name="person">Whose passkey it must be.</param>
    /// <param name="said">As it came.</param>
    /// <param name="challenge">What had to be signed, from the nonce.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<ProvenPasskey>> ProveAsync(ServerOperator person, PasskeySaid said, Func<string, byte[]> challenge, CancellationToken ct)
    {
        if (Read(said) is not { Id: { } id, ClientData: { } client, AuthenticatorData: { } data, Signature: { } signature })
        {
            return OperatorRefusals.PasskeyMalformed;
        }

        if (person.Passkeys.FirstOrDefault(k => k.Credential.AsSpan().SequenceEqual(id)) is not { } key)
        {
            return OperatorRefusals.PasskeyRefused;
        }

        return await TryAsync<ProvenPasskey>(async () =>
        {
            var nonce = said.Nonce ?? "";
            var verified = await Library().MakeAssertionAsync(
                new MakeAssertionParams
                {
                    AssertionResponse = new AuthenticatorAssertionRawResponse
                    {
                        Id = Base64Url.EncodeToString(id),
                        RawId = id,
                        Type = PublicKeyCredentialType.PublicKey,
                        Response = new AuthenticatorAssertionRawResponse.AssertionResponse { AuthenticatorData = data, Signature = signature, ClientDataJson = client },
                        ClientExtensionResults = new AuthenticationExtensionsClientOutputs(),
                    },
                    OriginalOptions = new AssertionOptions { Challenge = challenge(nonce), RpId = party.Id, UserVerification = UserVerificationRequirement.Required },
                    StoredPublicKey = key.PublicKey,
                    // Counters are ours to compare.
                    StoredSignatureCounter = 0,
                    IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(false),
                },
                ct);
            return new ProvenPasskey(key, verified.SignCount, new LoggedSignature(Text(id), nonce, Text(client), Text(data), Text(signature)));
        });
    }

    private Fido2 Library() => new(new Fido2Configuration { RPID = party.Id, RPName = party.Id, Origins = new HashSet<string>(StringComparer.Ordinal) { party.Origin } });

    // The library says "no" by throwing, and to bytes that are no CBOR by whatever its reader throws.
    private static async Task<Answer<T>> TryAsync<T>(Func<Task<Answer<T>>> check)
        where T : notnull
    {
        try
        {
            return await check();
        }
        catch (Fido2VerificationException)
        {
            return OperatorRefusals.PasskeyRefused;
        }
        catch (Exception e) when (e is CborContentException or CryptographicException or JsonException or FormatException or ArgumentException or InvalidOperationException or InvalidCastException
            or KeyNotFoundException or IndexOutOfRangeException or OverflowException or NotSupportedException)
        {
            return OperatorRefusals.PasskeyMalformed;
        }
    }

    private static SaidBytes? Read(PasskeySaid said)
    {
        if (said is not { Answer: { Length: > 0 and <= MostText } text, NonceBytes.Length: > 0 })
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<SaidText>(text, Json) is { Id: { } id, Response: { } response }
                ? new SaidBytes(Bytes(id), Bytes(response.ClientDataJSON), Bytes(response.AuthenticatorData), Bytes(response.Signature), Bytes(response.AttestationObject))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string? text) => text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private sealed record SaidBytes(byte[]? Id, byte[]? ClientData, byte[]? AuthenticatorData, byte[]? Signature, byte[]? Attestation);

    // As WebAuthn §5.1 names them.
    private sealed record SaidText(string? Id, SaidResponse? Response);

    private sealed record SaidResponse(string? ClientDataJSON, string? AuthenticatorData, string? Signature, string? AttestationObject);
}
