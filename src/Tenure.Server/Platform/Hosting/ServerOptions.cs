using System.Net;

namespace Tenure.Server.Platform.Hosting;

/// <summary>How the server stands in its network; section <c>Tenure</c>.</summary>
internal sealed class ServerOptions
{
    /// <summary>The URL that people and devices know the server by, without a path. Must be https outside development.</summary>
    public string? Issuer { get; set; }

    /// <summary>The service's name on pages, in mails and on phones, 1 to 40 characters. Default Tenure.</summary>
    public string Name { get; set; } = "Tenure";

    /// <summary>Addresses of the proxies in front, separated by commas; forwarded headers count from these alone. Default none.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>The proxies, parsed.</summary>
    /// <exception cref="FormatException">One of them is not an IP address.</exception>
    public IReadOnlyList<IPAddress> ProxyAddresses =>
        [.. Proxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPAddress.Parse)];
}
