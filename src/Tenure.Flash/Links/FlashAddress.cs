using System.Globalization;

namespace Tenure.Flash.Links;

/// <summary>Where a device is: a TCP or UDP port, a serial port or pseudo-terminal, or a place on USB.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Place">A host, a port's name, or on USB a serial number or BUS-ADDRESS.</param>
/// <param name="Port">Of TCP and UDP.</param>
public sealed record FlashAddress(FlashAddressKind Kind, string Place, int Port = 0)
{
    private const int UsualPort = 5554;
    private const int MaxSerial = 64;

    /// <summary>Reads <c>tcp:HOST[:PORT]</c>, <c>udp:HOST[:PORT]</c>, <c>serial:NAME</c>, <c>usb:SERIAL</c>, <c>usb:BUS-ADDRESS</c>, or the bare name of a serial port.</summary>
    /// <returns><c>null</c> when it is none of these.</returns>
    public static FlashAddress? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("tcp:", StringComparison.Ordinal) || text.StartsWith("udp:", StringComparison.Ordinal))
        {
            var kind = text[0] == 't' ? FlashAddressKind.Tcp : FlashAddressKind.Udp;
            return Uri.TryCreate("tcp://" + text[4..], UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/" or "", UserInfo: "", Host.Length: > 0, Port: not 0 }
                ? new(kind, uri.DnsSafeHost, uri.Port > 0 ? uri.Port : UsualPort)
                : null;
        }

        if (text.StartsWith("usb:", StringComparison.Ordinal))
        {
            return text.Length is > 4 and <= 4 + MaxSerial && text.AsSpan(4).IndexOfAnyExceptInRange('!', '~') < 0 ? new(FlashAddressKind.Usb, text[4..]) : null;
        }

        var name = text.StartsWith("serial:", StringComparison.Ordinal) ? text[7..] : text;
        return name.StartsWith("/dev/", StringComparison.Ordinal) || (name.StartsWith("COM", StringComparison.OrdinalIgnoreCase) && name.Length is > 3 and < 8)
            ? new(FlashAddressKind.Serial, name)
            : null;
    }

    /// <summary>On USB, where the place is no serial number: the bus, and the device's address on it.</summary>
    internal (byte Bus, byte Address)? BusAndAddress =>
        Place.Split('-') is [var bus, var address] && byte.TryParse(bus, NumberStyles.None, CultureInfo.InvariantCulture, out var b) && byte.TryParse(address, NumberStyles.None, CultureInfo.InvariantCulture, out var a) ? (b, a) : null;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Kind switch
    {
        FlashAddressKind.Tcp => Of("tcp"),
        FlashAddressKind.Udp => Of("udp"),
        FlashAddressKind.Serial => "serial:" + Place,
        FlashAddressKind.Usb => "usb:" + Place,
    };

    private string Of(string scheme) => string.Create(CultureInfo.InvariantCulture, $"{scheme}:{(Place.Contains(':', StringComparison.Ordinal) ? $"[{Place}]" : Place)}:{Port}");
}
