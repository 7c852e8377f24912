using System.Net;

namespace Tenure.Server.Platform.Hosting;

/// <summary>How the server stands in its network; section <c>Tenure</c>.</summary>
internal sealed class ServerOptions
{
    /// <summary>The URL that people and devices know the server by, without a path. Must be https outside development.</summary>
    public string? Issuer { get; set; }

    /// <summary>The service's name on pages, in mails and on phones, 1 to 40 characters. Default Tenure.</summary>
    public string Name { get; set; } = "Tenure";

    /// <summary>Addresses or networks of the proxies in front, such as <c>10.0.0.7</c> or <c>10.1.0.0/16</c>, separated by commas; forwarded headers count from these alone. Default none.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>The proxies, parsed.</summary>
    /// <exception cref="FormatException">One of them is neither an IP address nor a network.</exception>
    public IReadOnlyList<IPNetwork> ProxyNetworks => [.. ProxyTexts.Select(text => ReadProxy(text) ?? throw new FormatException($"{text} is no IP address."))];

    /// <summary>The proxies, one by one, as written.</summary>
    internal IEnumerable<string> ProxyTexts => Proxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A network, or an address as a network of one; <c>null</c> when it is neither. A network has no bits set beyond its prefix.</summary>
    internal static IPNetwork? ReadProxy(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 && IPAddress.Parse(text.Split('/')[0]).Equals(network.BaseAddress) ? network
        : null;
}
