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

    /// <summary>The roots that a server of this data folder has; <c>null</c> when there are none.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="withFormer">Whether those that were replaced come after them: for what was signed before.</param>
    public static IReadOnlyList<PublicKeyP256>? FindIn(string data, bool withFormer = false)
    {
        var folder = new KeyFolder(Path.Combine(data, "keys"));
        try
        {
            return [.. KeyNames.Roots.Concat(withFormer ? folder.FormerRoots() : []).Select(folder.ReadPublic)];
        }
        catch (Exception e) when (e is KeyFileException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal void Load(KeyFolder folder) => all = [.. KeyNames.Roots.Select(folder.ReadPublic)];
}
