using System.Security.Cryptography;

namespace Tenure.Protocols.Tickets;

/// <summary>The pinned roots with their keys ready to use: importing a key costs more than a verification, so each is imported once, when first needed.</summary>
/// <remarks>May be used by several threads.</remarks>
internal sealed class PinnedRoots(IReadOnlyList<PublicKeyP256> roots) : IDisposable
{
    private readonly (PublicKeyP256 Key, Lazy<ECDsa> PlatformKey)[] roots = [.. roots.Select(root => (root, new Lazy<ECDsa>(root.ToECDsa)))];

    /// <summary>The root of that name.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.UnknownSigner"/>: none of them has it.</exception>
    public (PublicKeyP256 Key, ECDsa PlatformKey) Get(KeyThumbprint name)
    {
        foreach (var (key, platformKey) in roots)
        {
            if (key.Thumbprint == name)
            {
                return (key, platformKey.Value);
            }
        }

        throw new ProtocolException(ProtocolErrorCode.UnknownSigner, "Certified by a root that is not pinned.", "kid");
    }

    public void Dispose()
    {
        foreach (var (_, platformKey) in roots)
        {
            if (platformKey.IsValueCreated)
            {
                platformKey.Value.Dispose();
            }
        }
    }
}
