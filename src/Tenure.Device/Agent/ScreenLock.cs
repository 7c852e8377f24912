using Tenure.Device.Block;
using Tenure.Device.Phone;

namespace Tenure.Device.Agent;

/// <summary>The lock of the screen: a code of the phone's user, which the server never sees. It is part of user data and goes with it.</summary>
/// <remarks>
/// The activation lock says whose the phone is; this one says that whoever holds it now may use it. Opened once, it is open until power-off. Wrong codes are counted over restarts and power cuts: a try is written as a wrong one
/// before it is compared.
/// </remarks>
/// <param name="phone">The phone.</param>
/// <param name="clock">Its timestamps are monotonic from power-on.</param>
public sealed class ScreenLock(PhoneCore phone, TimeProvider clock)
{
    /// <summary>How many wrong codes in a row cost no time.</summary>
    public const int FreeTries = 5;

    /// <summary>Fewest characters of a code.</summary>
    public const int Shortest = 4;

    /// <summary>Most characters of a code.</summary>
    public const int Longest = 64;

    /// <summary>The longest time from one try to the next: of four digits half are tried out in 200 days then.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(30);

    // A code that was set a moment ago shows nothing of whoever set it.
    private readonly bool wasSet = phone.UserData.Record.ScreenLock is not null;

    // There is no clock that a restart leaves alone: the whole time runs from power-on again.
    private long since = clock.GetTimestamp();

    /// <summary>Whether there is one.</summary>
    public bool IsSet => phone.UserData.Record.ScreenLock is not null;

    /// <summary>Whether the screen asks for a code: one that was there at power-on, and was not typed yet.</summary>
    public bool IsClosed => wasSet && IsSet && !IsOpen;

    /// <summary>Whether a code that was there at power-on was typed since. A phone without one is never open, nor one whose first code was set a moment ago: nobody showed anything.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How long no code is looked at: after <see cref="FreeTries"/> wrong ones 30 s, twice as long after each further one, up to <see cref="LongestDelay"/>; counted from the last one, or from power-on.</summary>
    public TimeSpan Wait
    {
        get
        {
            var left = DelayAfter(phone.UserData.Record.WrongScreenCodes) - clock.GetElapsedTime(since);
            return IsClosed && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>How long no code is looked at after so many wrong ones in a row.</summary>
    public static TimeSpan DelayAfter(int wrong) =>
        wrong < FreeTries ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(FirstDelay.TotalSeconds * Math.Pow(2, wrong - FreeTries), LongestDelay.TotalSeconds));

    /// <summary>Sets a code, or with <c>null</c> takes it away. Only where there is none, or it is open.</summary>
    /// <returns>Whether that was allowed, and the code has <see cref="Shortest"/> to <see cref="Longest"/> characters.</returns>
    public bool Set(string? code)
    {
        if ((wasSet && !IsOpen) || code is { Length: < Shortest or > Longest })
        {
            return false;
        }

        phone.UserData.Save(phone.UserData.Record with { ScreenLock = code is null ? null : EraseCodeHash.Of(code, phone.Identity.Secret), WrongScreenCodes = 0 });
        IsOpen &= code is not null;
        return true;
    }

    /// <summary>Tries a code; while <see cref="Wait"/> lasts none is looked at, nor counted.</summary>
    /// <returns>Whether the screen is open.</returns>
    public bool Open(string code)
    {
        if (!IsClosed || Wait > TimeSpan.Zero || phone.UserData.Record.ScreenLock is not { } set)
        {
            return IsOpen;
        }

        var wrong = phone.UserData.Record.WrongScreenCodes;
        Count(wrong + 1);
        if (!set.Fits(code, phone.Identity.Secret))
        {
            since = clock.GetTimestamp();
            return false;
        }

        Count(0);
        return IsOpen = true;
    }

    private void Count(int wrong) => phone.UserData.Save(phone.UserData.Record with { WrongScreenCodes = wrong });
}
