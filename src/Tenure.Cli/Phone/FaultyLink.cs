using Tenure.Device.Phone;

namespace Tenure.Cli.Phone;

/// <summary>A phone's line with what is wrong with it.</summary>
internal sealed class FaultyLink(LinkFault fault) : HttpMessageHandler
{
    /// <summary>The line as the phone has it.</summary>
    public static HttpMessageHandler Of(LinkFault fault, Func<HttpMessageHandler> network) => fault == LinkFault.None ? network() : new FaultyLink(fault);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (fault == LinkFault.Silent)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        throw new HttpRequestException(HttpRequestError.NameResolutionError, "There is no network.");
    }
}
