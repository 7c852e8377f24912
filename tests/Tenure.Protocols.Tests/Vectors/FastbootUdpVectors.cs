namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Packets of fastboot over UDP as AOSP's README has them, and others.</summary>
internal static class FastbootUdpVectors
{
    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        yield return Good("a host asks where the numbers stand", "01000000", "Query", false, 0, "");
        yield return Good("a device answers with its number", "010000000055", "Query", false, 0, "0055");
        yield return Good("a host opens a session", "0200005500010800", "Init", false, 0x55, "00010800", agreed: 2048);
        yield return Good("the peer takes more than we do", "020000000001ffff", "Init", false, 0, "0001ffff", agreed: 8192);
        yield return Good("the smallest that must be taken", "0200000000010200", "Init", false, 0, "00010200", agreed: 512);
        yield return Good("a later version", "0200000000020200", "Init", false, 0, "00020200", agreed: 512);
        yield return Good("a command", "03000056" + Text("getvar:version"), "Fastboot", false, 0x56, Text("getvar:version"));
        yield return Good("a piece with more to come", "0301ffff" + Text("down"), "Fastboot", true, 0xffff, Text("down"));
        yield return Good("an empty one that acknowledges", "03000057", "Fastboot", false, 0x57, "");
        yield return Good("flags of another version", "03fe0001", "Fastboot", false, 1, "");
        yield return Good("a device says what is wrong", "00000001" + Text("no"), "Error", false, 1, Text("no"));
        yield return Wrong("nothing", "", ProtocolErrorCode.Malformed);
        yield return Wrong("three bytes", "030000", ProtocolErrorCode.Malformed);
        yield return Wrong("no known kind", "04000000", ProtocolErrorCode.Malformed);
        yield return Wrong("an offer that is cut off", "02000000000102", ProtocolErrorCode.HandshakeRefused);
        yield return Wrong("version 0", "0200000000000200", ProtocolErrorCode.HandshakeRefused);
        yield return Wrong("packets that are too small", "02000000000101ff", ProtocolErrorCode.HandshakeRefused);
    }

    private static string Text(string ascii) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(ascii));

    private static (string, string)[] Good(string name, string packet, string kind, bool continues, int sequence, string data, int? agreed = null) =>
    [
        ("name", name), ("expect", "accept"), ("packet", packet), ("kind", kind), ("continues", continues ? "yes" : "no"), ("sequence", $"{sequence}"),
        .. data.Length == 0 ? Array.Empty<(string, string)>() : [("data", data)],
        .. agreed is null ? Array.Empty<(string, string)>() : [("agreed", $"{agreed}")],
    ];

    private static (string, string)[] Wrong(string name, string packet, ProtocolErrorCode code) => [("name", name), ("expect", $"{code}"), .. packet.Length == 0 ? Array.Empty<(string, string)>() : [("packet", packet)]];
}
