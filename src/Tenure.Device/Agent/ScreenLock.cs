using Tenure.Device.Block;
using Tenure.Device.Phone;

namespace Tenure.Device.Agent;

/// <summary>The lock of the screen: a code of the phone's user, which the server never sees. It is part of user data and goes with it.</summary>
/// <remarks>The activation lock says whose the phone is; this one says that whoever holds it now may use it. Opened once, it is open until power-off.</remarks>
public sealed class ScreenLock(PhoneCore phone)
{
    /// <summary>How many wrong codes are taken from one power-on to the next.</summary>
    public const int MostWrong = 5;

    /// <summary>Fewest characters of a code.</summary>
    public const int Shortest = 4;

    /// <summary>Most characters of a code.</summary>
    public const int Longest = 64;

    // A code that was set a moment ago shows nothing of whoever set it.
    private readonly bool wasSet = phone.UserData.Record.ScreenLock is not null;
    private int wrong;

    /// <summary>Whether there is one.</summary>
    public bool IsSet => phone.UserData.Record.ScreenLock is not null;

    /// <summary>Whether the screen asks for a code: one that was there at power-on, and was not typed yet.</summary>
    public bool IsClosed => wasSet && IsSet && !IsOpen;

    /// <summary>Whether a code that was there at power-on was typed since. A phone without one is never open, nor one whose first code was set a moment ago: nobody showed anything.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Sets a code, or with <c>null</c> takes it away. Only where there is none, or it is open.</summary>
    /// <returns>Whether that was allowed, and the code has <see cref="Shortest"/> to <see cref="Longest"/> characters.</returns>
    public bool Set(string? code)
    {
        if ((wasSet && !IsOpen) || code is { Length: < Shortest or > Longest })
        {
            return false;
        }

        phone.UserData.Save(phone.UserData.Record with { ScreenLock = code is null ? null : EraseCodeHash.Of(code, phone.Identity.Secret) });
        IsOpen &= code is not null;
        return true;
    }

    /// <summary>Tries a code.</summary>
    /// <returns>Whether the screen is open.</returns>
    public bool Open(string code)
    {
        if (!IsOpen && wasSet && wrong < MostWrong && phone.UserData.Record.ScreenLock is { } set)
        {
            IsOpen = set.Fits(code, phone.Identity.Secret);
            wrong += IsOpen ? 0 : 1;
        }

        return IsOpen;
    }
}
