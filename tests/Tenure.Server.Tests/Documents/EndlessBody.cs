using System.Net;

namespace Tenure.Server.Tests.Documents;

/// <summary>A body of any length, made while it is sent, whose length is not said before.</summary>
internal sealed class EndlessBody(byte[] head, long length) : HttpContent
{
    /// <summary>Bytes that were handed to the connection.</summary>
    public long Sent { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(head);
        var part = new byte[64 * 1024];
        for (Sent = head.Length; Sent < length; Sent += part.Length)
        {
            await stream.WriteAsync(part);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
