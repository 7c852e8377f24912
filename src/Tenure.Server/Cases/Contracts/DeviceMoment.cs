using System.Globalization;

namespace Tenure.Server.Cases.Contracts;

/// <summary>Something that happened to the device of a case, as its log has it.</summary>
/// <param name="Event">One of <see cref="Domain.Devices.DeviceEvents"/>.</param>
/// <param name="At">When, a whole hour (UTC).</param>
internal sealed record DeviceMoment(string Event, DateTimeOffset At)
{
    /// <summary>As many as are shown.</summary>
    public const int Most = 20;

    /// <summary>Several as one text.</summary>
    public static string Write(IEnumerable<DeviceMoment> history) => string.Join(';', history.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Event} {m.At.ToUnixTimeSeconds()}")));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<DeviceMoment> Read(string history) =>
    [
        .. history.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(' '))
            .Select(part => new DeviceMoment(part[0], DateTimeOffset.FromUnixTimeSeconds(long.Parse(part[1], CultureInfo.InvariantCulture)))),
    ];
}
