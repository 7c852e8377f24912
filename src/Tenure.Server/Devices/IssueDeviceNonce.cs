using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Devices;

/// <summary>Gives whoever asks a nonce for the next evidence.</summary>
internal sealed class IssueDeviceNonce(DeviceNonces nonces)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/nonce", Ok<DeviceNonce> (IssueDeviceNonce issue, CancellationToken ct) => TypedResults.Ok(issue.Execute()))
        .AllowAnonymous().WithSummary("A server nonce: used once, for two minutes");

    public DeviceNonce Execute()
    {
        var (nonce, endsAt) = nonces.Issue();
        return new DeviceNonce(Base64Url.EncodeToString(nonce), endsAt);
    }
}
