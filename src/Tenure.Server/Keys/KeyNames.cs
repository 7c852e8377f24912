using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys;

/// <summary>The files of the ticket keys, beside the key file of the database.</summary>
internal static class KeyNames
{
    public const string ActiveRoot = "root-active";
    public const string StandbyRoot = "root-standby";

    /// <summary>Roots that were replaced begin so: only their public halves are kept.</summary>
    public const string FormerPrefix = "former-";

    /// <summary>Files with a root's statement begin so.</summary>
    public const string StatementPrefix = "statement-";

    /// <summary>And end so.</summary>
    public const string StatementSuffix = ".cose";

    public static readonly IReadOnlyList<string> Roots = [ActiveRoot, StandbyRoot];
    public static readonly IReadOnlyList<SignerPurpose> Signers = [SignerPurpose.Hold, SignerPurpose.Release, SignerPurpose.Log, SignerPurpose.Flash];

    /// <summary>The private half, PKCS #8 in PEM; for a signer its certificate is in the same file.</summary>
    public static string Private(string name) => name + ".pem";

    /// <summary>The public half, SubjectPublicKeyInfo in PEM.</summary>
    public static string Public(string name) => name + ".pub";

    /// <summary>Whether a server cannot be without this signer. Without the one for flashing it restores no phones, and does all else.</summary>
    public static bool IsNeeded(SignerPurpose purpose) => purpose != SignerPurpose.Flash;

    public static string Of(SignerPurpose purpose) => purpose switch
    {
        SignerPurpose.Hold => "hold",
        SignerPurpose.Release => "release",
        SignerPurpose.Flash => "flash",
        SignerPurpose.Log => "log",
    };
}
