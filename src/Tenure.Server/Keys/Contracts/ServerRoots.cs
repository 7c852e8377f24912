using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Contracts;

/// <summary>The public halves of the roots that devices pin.</summary>
internal sealed class ServerRoots
{
    private IReadOnlyList<PublicKeyP256>? all;

    /// <summary>Active first, then standby.</summary>
    /// <exception cref="InvalidOperationException">The server has not started yet.</exception>
    public IReadOnlyList<PublicKeyP256> All => all ?? throw new InvalidOperationException("The roots are not read yet.");

    /// <summary>The root that certifies signers now.</summary>
    public PublicKeyP256 Active => All[0];

    /// <summary>Whether a device that pins this root is ours.</summary>
    public bool Contains(KeyThumbprint root) => All.Any(r => r.Thumbprint == root);

    internal void Load(KeyFolder folder) => all = [.. KeyNames.Roots.Select(folder.ReadPublic)];
}
