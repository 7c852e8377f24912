using System.Net;

namespace Tenure.Server.Tests.Documents;

/// <summary>A body whose end is sent only when the test says so.</summary>
internal sealed class HeldBody(ReadOnlyMemory<byte> begin, ReadOnlyMemory<byte> end) : HttpContent
{
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sends the rest.</summary>
    public void Go() => letGo.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(begin);
        await stream.FlushAsync();
        await letGo.Task;
        await stream.WriteAsync(end);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = begin.Length + end.Length;
        return true;
    }
}
