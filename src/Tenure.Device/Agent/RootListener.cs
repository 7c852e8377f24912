using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>Listens to what the pinned roots say to all phones, and does it. Whoever carries their word here need not be trusted.</summary>
internal sealed class RootListener(PhoneCore phone, ActivationLock activation)
{
    private const int MostStatements = 64;

    /// <summary>Looks at statements until none of them says anything new.</summary>
    /// <param name="statements">As they came, in any order.</param>
    /// <returns>What was done.</returns>
    public IReadOnlyList<RootStatementKind> Hear(IReadOnlyList<byte[]> statements)
    {
        var heard = new List<RootStatementKind>();
        List<byte[]> offered = [.. statements.Take(MostStatements)];

        // One may make another one believable: of new roots. None is done twice, whatever roots there are.
        while (phone.Server is { } server && !phone.IsEnded && Next(offered, server) is { } signed)
        {
            Do(signed, server);
            heard.Add(signed.Statement.Kind);
        }

        return heard;
    }

    private SignedStatement? Next(List<byte[]> offered, PinnedServer server)
    {
        for (var i = 0; i < offered.Count; i++)
        {
            if (Verify(offered[i], server) is { } signed)
            {
                offered.RemoveAt(i);
                return signed;
            }
        }

        return null;
    }

    private SignedStatement? Verify(byte[] bytes, PinnedServer server)
    {
        try
        {
            return RootStatementVerifier.Verify(bytes, new KnownRoots(server.Issuer, server.Roots, phone.Marks.SerialByRoot));
        }
        catch (ProtocolException)
        {
            // For others, seen before, or nobody's word at all.
            return null;
        }
    }

    private void Do(SignedStatement signed, PinnedServer server)
    {
        var statement = signed.Statement;
        var marks = phone.Marks.After(signed);
        switch (statement.Kind)
        {
            case RootStatementKind.Rekey:
                // Signers have to be certified anew by new roots; what was said of those before is said of nobody now.
                phone.ReplaceServer(new PinnedServer(AddressAfter(statement, server), statement.NewIssuer!, statement.NewRoots!)
                {
                    Marks = server.Roots.SequenceEqual(statement.NewRoots!) ? marks : marks with { Floors = [] },
                });
                break;
            case RootStatementKind.Sunset:
                activation.End();
                break;
            case RootStatementKind.Floors:
                phone.Mark(marks);
                break;
            case RootStatementKind.SunsetAnnounced:
                // Nothing to do, so its serial is not kept either: who carries it here first cannot make an older word unheard by that.
                break;
        }
    }

    // The old address need not lead anywhere once this is heard.
    private static Uri AddressAfter(RootStatement statement, PinnedServer server) =>
        !string.Equals(statement.NewIssuer, server.Issuer, StringComparison.Ordinal) && Uri.TryCreate(statement.NewIssuer, UriKind.Absolute, out var moved) && moved.Scheme is "https" or "http"
            ? moved
            : server.Address;
}
