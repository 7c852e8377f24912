using System.Text.RegularExpressions;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Devices;

/// <summary>What a holder says to whoever has a lost device in hand; it is shown on the device's lock screen.</summary>
/// <remarks>Somebody else reads it and may do what it says, so it holds no links: a stranger's phone must not become the bait of a stolen account.</remarks>
/// <param name="Message">At most <see cref="MaxMessageLength"/> characters on one line; <c>null</c> when nothing is said.</param>
/// <param name="Contact">An e-mail address, or a phone number with <c>+</c>; <c>null</c> when none is given.</param>
public sealed partial record LostNotice(string? Message, string? Contact)
{
    /// <summary>The longest message, in characters (UTF-16).</summary>
    public const int MaxMessageLength = 160;

    /// <summary>Reads what a person typed. Empty texts are none.</summary>
    /// <param name="message">As typed.</param>
    /// <param name="contact">As typed.</param>
    /// <param name="notice">What was read; empty when refused.</param>
    public static Refusal? Read(string? message, string? contact, out LostNotice notice)
    {
        notice = new LostNotice(null, null);
        if ((WellFormedText.Check(message, "message") ?? WellFormedText.Check(contact, "contact")) is { } malformed)
        {
            return malformed;
        }

        var said = Trimmed(message);
        if ((said is null ? null : CheckMessage(said)) is { } refusal)
        {
            return refusal;
        }

        if (ReadContact(Trimmed(contact), out var reached) is { } unreadable)
        {
            return unreadable;
        }

        notice = new LostNotice(said, reached);
        return null;
    }

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private static Refusal? CheckMessage(string message)
    {
        if (message.Length > MaxMessageLength)
        {
            return DeviceRefusals.LostMessageTooLong;
        }

        if (!ShownText.IsShowable(message))
        {
            return DeviceRefusals.LostMessageMalformed;
        }

        return LinkText.IsIn(message) ? DeviceRefusals.LostMessageLink : null;
    }

    // An address of its own field: nothing but an address, so that nothing else is said there.
    private static Refusal? ReadContact(string? contact, out string? read)
    {
        read = null;
        if (contact is null)
        {
            return null;
        }

        if (contact.StartsWith('+'))
        {
            var digits = string.Concat(contact.Where(c => c is not (' ' or '-' or '(' or ')' or '/' or '.')));
            if (!Phone().IsMatch(digits))
            {
                return DeviceRefusals.LostContactMalformed;
            }

            read = digits;
            return null;
        }

        if (EmailAddress.Read(contact, out var email) is not null)
        {
            return DeviceRefusals.LostContactMalformed;
        }

        read = email.Value;
        return null;
    }

    // E.164: at most 15 digits.
    [GeneratedRegex(@"^\+[1-9][0-9]{5,14}$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();
}
