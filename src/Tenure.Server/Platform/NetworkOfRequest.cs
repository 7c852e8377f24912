using System.Net;
using Tenure.Domain;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Platform;

/// <summary>Where a request comes from, as the connection says; forwarded headers count only from named proxies.</summary>
internal static class NetworkOfRequest
{
    extension(HttpContext context)
    {
        /// <summary>The caller's address.</summary>
        public IPAddress CallerAddress => context.Connection.RemoteIpAddress ?? IPAddress.None;

        /// <summary>The caller's network, as coarsely as tries are counted.</summary>
        public Tenure.Domain.SignIn.Network CallerNetwork => Tenure.Domain.SignIn.Network.Of(context.Connection.RemoteIpAddress);

        /// <summary>What the client calls itself, printable and short enough to show.</summary>
        public string CallerName
        {
            get
            {
                var agent = context.Request.Headers.UserAgent.ToString();
                return BrowserName.Of(agent) is { Length: > 0 } browser ? browser : ShortText.Cut(string.Concat(agent.Where(c => !char.IsControl(c))), 80);
            }
        }
    }
}
