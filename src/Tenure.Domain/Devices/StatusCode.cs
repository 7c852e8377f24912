namespace Tenure.Domain.Devices;

/// <summary>Eight digits that a device shows: with them a buyer asks how it stands, once. A device has one at a time.</summary>
public sealed class StatusCode
{
    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Digits of one.</summary>
    public const int Digits = 8;

    private StatusCode()
    {
    }

    /// <summary>A device asked for one.</summary>
    /// <param name="device">The device.</param>
    /// <param name="hash">Keyed hash of the digits, 32 bytes.</param>
    /// <param name="now">The time (UTC).</param>
    public StatusCode(DeviceId device, byte[] hash, DateTimeOffset now)
    {
        DeviceId = device;
        Replace(hash, now);
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>Keyed hash of the digits.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>From then on (UTC) it is good for nothing.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>The device asked for another one: that of before is good for nothing.</summary>
    public void Replace(byte[] hash, DateTimeOffset now)
    {
        Hash = hash;
        EndsAt = now + Lifetime;
    }

    /// <summary>The digits as typed, without the spaces and hyphens between them; <c>null</c> for anything else.</summary>
    public static string? Read(string? typed)
    {
        if (typed is not { Length: <= 32 })
        {
            return null;
        }

        var digits = string.Concat(typed.Where(c => c is not (' ' or '-' or '\u00a0')));
        return digits.Length == Digits && digits.All(char.IsAsciiDigit) ? digits : null;
    }
}
