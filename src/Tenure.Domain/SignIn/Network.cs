using System.Net;
using System.Net.Sockets;

namespace Tenure.Domain.SignIn;

/// <summary>Where a call comes from, as coarsely as it is counted: the /24 of an IPv4 address, the /64 of an IPv6 address.</summary>
/// <param name="Prefix">In CIDR form, such as <c>192.0.2.0/24</c>; <c>unknown</c> when there is no address.</param>
public readonly record struct Network(string Prefix)
{
    /// <summary>The longest prefix: eight groups of four digits, their colons and <c>/64</c>.</summary>
    public const int MaxLength = 42;

    private const int Ipv4Bytes = 3;
    private const int Ipv6Bytes = 8;
    private const int SiteBytes = 6;

    /// <summary>A call without an address: all of them share one budget.</summary>
    public static Network Unknown { get; } = new("unknown");

    /// <summary>The network of an address.</summary>
    public static Network Of(IPAddress? address)
    {
        if (address is null)
        {
            return Unknown;
        }

        // A dual-stack socket shows IPv4 callers as ::ffff:a.b.c.d, which would put all of them into one /64.
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var kept = real.AddressFamily == AddressFamily.InterNetwork ? Ipv4Bytes : Ipv6Bytes;
        var bytes = real.GetAddressBytes();
        bytes.AsSpan(kept).Clear();
        return new Network($"{new IPAddress(bytes)}/{kept * 8}");
    }

    /// <summary>What one customer has at most: the same of an IPv4 address, the /48 of an IPv6 one (RFC 6177). For what would be too much of one customer who has many networks.</summary>
    public string Site
    {
        get
        {
            if (!Prefix.Contains(':', StringComparison.Ordinal))
            {
                return Prefix;
            }

            var bytes = IPAddress.Parse(Prefix.AsSpan(0, Prefix.IndexOf('/', StringComparison.Ordinal))).GetAddressBytes();
            bytes.AsSpan(SiteBytes).Clear();
            return $"{new IPAddress(bytes)}/{SiteBytes * 8}";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Prefix;
}
