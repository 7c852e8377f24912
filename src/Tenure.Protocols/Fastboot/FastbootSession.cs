namespace Tenure.Protocols.Fastboot;

/// <summary>What a command may use while it is carried out.</summary>
public sealed class FastbootSession
{
    private readonly IFastbootWire wire;
    private readonly FastbootDownload download;

    internal FastbootSession(IFastbootWire wire, FastbootDownload download)
    {
        this.wire = wire;
        this.download = download;
    }

    /// <summary>The last complete download; empty when there is none. It outlives the connection, as <c>stage</c> and <c>oem</c> come in two.</summary>
    public ReadOnlyMemory<byte> Download => download.Bytes;

    /// <summary>Forgets the download, as <c>flash</c> does.</summary>
    public void DropDownload() => download.Bytes = default;

    /// <summary>Shows a line on the host; a long one comes as several.</summary>
    public async Task InfoAsync(string line, CancellationToken ct)
    {
        foreach (var piece in FastbootText.Pieces(line))
        {
            await wire.WriteMessageAsync(new FastbootReply(FastbootReplyKind.Info, piece).Encode(), ct).ConfigureAwait(false);
        }
    }
}
