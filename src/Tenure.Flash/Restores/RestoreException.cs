using Tenure.Flash.Usb;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Restores;

/// <summary>A restore ended before it was done.</summary>
/// <param name="fault">The stable reason.</param>
/// <param name="message">English, with the device's own words where it had some.</param>
/// <param name="inner">What came before.</param>
public sealed class RestoreException(RestoreFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What came of a broken protocol.</summary>
    internal static RestoreException Of(ProtocolException e) => new(
        e.Code switch
        {
            ProtocolErrorCode.PeerSilent => RestoreFault.Silent,
            ProtocolErrorCode.ConnectionClosed => RestoreFault.Gone,
            _ when FirehoseHost.IsTableRefusal(e.Message) => RestoreFault.TablesRefused,
            _ => RestoreFault.WriteRefused,
        },
        e.InnerException is UsbException usb ? usb.Message : e.Message,
        e);

    /// <summary>The stable reason.</summary>
    public RestoreFault Fault { get; } = fault;
}
