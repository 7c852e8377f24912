namespace Tenure.Protocols.Tickets;

/// <summary>Decides whether a device may act on a root's statement. No I/O, no clock, no state.</summary>
/// <remarks>docs/protocols/tickets.md gives the order of the checks.</remarks>
public static class RootStatementVerifier
{
    /// <summary>Checks everything and gives the statement.</summary>
    /// <param name="bytes">The statement as it came.</param>
    /// <param name="known">What the device has pinned and seen.</param>
    /// <exception cref="ProtocolException">The first thing that is not as it must be.</exception>
    public static SignedStatement Verify(ReadOnlyMemory<byte> bytes, KnownRoots known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var signed = RootStatementCodec.Verify(bytes, known.Roots);
        var statement = signed.Statement;
        Require(string.Equals(statement.Issuer, known.Issuer, StringComparison.Ordinal), ProtocolErrorCode.WrongIssuer, "iss");
        Require(statement.Serial > known.Serials.GetValueOrDefault(signed.Root), ProtocolErrorCode.SerialTooLow, "serial");
        switch (statement.Kind)
        {
            case RootStatementKind.Rekey:
                RequireStandby(statement, signed.Root, known);
                break;
            case RootStatementKind.Sunset:
                RequireAnnouncement(statement, signed.Root, known);
                break;
        }

        return signed;
    }

    // Who has stolen the active root cannot put the standby root out of the way, which alone can take the stolen one away.
    private static void RequireStandby(RootStatement statement, KeyThumbprint signer, KnownRoots known) =>
        Require(signer == known.Roots[^1].Thumbprint || statement.NewRoots![^1].Equals(known.Roots[^1]), ProtocolErrorCode.ActionNotAllowed, "new_roots");

    private static void RequireAnnouncement(RootStatement statement, KeyThumbprint signer, KnownRoots known)
    {
        var announced = RootStatementCodec.Verify(statement.Announcement!.Value, known.Roots);
        Require(announced.Statement.Kind == RootStatementKind.SunsetAnnounced && announced.Root == signer, ProtocolErrorCode.ActionNotAllowed, "announcement");
        Require(string.Equals(announced.Statement.Issuer, statement.Issuer, StringComparison.Ordinal), ProtocolErrorCode.WrongIssuer, "announcement");
        Require(announced.Statement.Serial < statement.Serial, ProtocolErrorCode.SerialTooLow, "announcement");
    }

    private static void Require(bool holds, ProtocolErrorCode code, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(code, $"The statement does not fit what is pinned: {field}.", field);
        }
    }
}
