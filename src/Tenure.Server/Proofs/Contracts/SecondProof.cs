using Tenure.Domain;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>The proof beside the password: a code by mail, or a recovery code. One field takes both, for they look nothing alike.</summary>
/// <param name="Transaction">What the mailed code was sent for; empty for a recovery code.</param>
/// <param name="Mailed">Six digits, or <c>null</c>.</param>
/// <param name="Recovery">As <see cref="RecoveryCodeText.Read"/> gives it, or <c>null</c>.</param>
internal sealed record SecondProof(string Transaction, string? Mailed, string? Recovery)
{
    /// <summary>Whether it lives on no device: a mailbox or a SIM card may be in the very phone that an act is about, paper is not.</summary>
    public bool IsFree => Recovery is not null;

    /// <summary>Reads what was typed. What can be neither is refused, and nobody is asked.</summary>
    public static Refusal? Read(string? transaction, string? typed, out SecondProof proof)
    {
        proof = new SecondProof(transaction ?? "", null, null);
        var text = typed ?? "";
        if ((WellFormedText.Check(transaction, "transaction") ?? WellFormedText.Check(text, "code")) is { } malformed)
        {
            return malformed;
        }

        if (CodeText.Read(text, out var digits) is null)
        {
            proof = proof with { Mailed = digits };
            return null;
        }

        if (text.Count(char.IsLetterOrDigit) <= CodeText.AddressLength)
        {
            return SignInRefusals.CodeWrong;
        }

        if (RecoveryCodeText.Read(text, out var code) is { } mistyped)
        {
            return mistyped with { Field = "code" };
        }

        proof = proof with { Recovery = code };
        return null;
    }
}
