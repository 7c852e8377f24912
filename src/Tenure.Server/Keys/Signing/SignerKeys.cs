using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

/// <summary>The signers of a folder, read again when their files change: a rotation needs no restart. Safe for several threads.</summary>
internal sealed class SignerKeys(KeyFolder folder)
{
    private readonly Lock gate = new();
    private readonly Dictionary<SignerPurpose, (string Stamp, LoadedSigner Signer)> known = [];
    private (string Stamp, IReadOnlyList<PublicKeyP256> Keys) roots = ("", []);
    private (string Stamp, IReadOnlyList<AgentKey> Keys) agents = ("", []);

    /// <summary>The roots that devices have pinned.</summary>
    /// <exception cref="KeyFileException">Missing, or not keys.</exception>
    public IReadOnlyList<PublicKeyP256> Roots
    {
        get
        {
            lock (gate)
            {
                return ReadRoots();
            }
        }
    }

    /// <summary>The agents' passkeys of which votes are taken, and those that were withdrawn.</summary>
    /// <exception cref="KeyFileException">The file is none.</exception>
    public IReadOnlyList<AgentKey> Agents
    {
        get
        {
            lock (gate)
            {
                var stamp = folder.Stamp(AgentFile.Name);
                if (agents.Stamp != stamp)
                {
                    agents = (stamp, folder.ReadAgents());
                }

                return agents.Keys;
            }
        }
    }

    /// <summary>Whether there is a file for this purpose, whatever is in it.</summary>
    public bool Has(SignerPurpose purpose) => folder.HasSigner(purpose);

    /// <summary>The signer of a purpose.</summary>
    /// <exception cref="KeyFileException">Its file is missing, or it is not what a root certified.</exception>
    public LoadedSigner Get(SignerPurpose purpose)
    {
        lock (gate)
        {
            // The file is looked at before it is read: what changes in between is read again the next time.
            var stamp = folder.Stamp(KeyNames.Private(KeyNames.Of(purpose))) + RootStamp();
            if (!known.TryGetValue(purpose, out var found) || found.Stamp != stamp)
            {
                known.Remove(purpose);
                known[purpose] = found = (stamp, Read(purpose));
            }

            return found.Signer;
        }
    }

    private LoadedSigner Read(SignerPurpose purpose)
    {
        var (key, bytes) = folder.ReadSigner(purpose);
        using var _ = key;
        try
        {
            var certificate = SignerCertificateCodec.Verify(bytes, ReadRoots());
            return certificate.Purpose == purpose && certificate.Key.Equals(PublicKeyP256.From(key))
                ? new LoadedSigner(key.ExportParameters(includePrivateParameters: true), bytes, certificate)
                : throw new KeyFileException($"The certificate in {KeyNames.Private(KeyNames.Of(purpose))} is for another purpose or key.");
        }
        catch (ProtocolException e)
        {
            throw new KeyFileException($"{KeyNames.Private(KeyNames.Of(purpose))} is not certified by the roots beside it: {e.Message}", e);
        }
    }

    private IReadOnlyList<PublicKeyP256> ReadRoots()
    {
        var stamp = RootStamp();
        if (roots.Stamp != stamp)
        {
            roots = (stamp, [.. KeyNames.Roots.Select(folder.ReadPublic)]);
        }

        return roots.Keys;
    }

    private string RootStamp() => string.Concat(KeyNames.Roots.Select(name => folder.Stamp(KeyNames.Public(name))));
}
