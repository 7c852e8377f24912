namespace Tenure.Domain.Contacts;

/// <summary>Every "no" about messages between who has a phone and its holder.</summary>
public static class ContactRefusals
{
    /// <summary>The phone is nobody's: there is no holder to write to.</summary>
    public static readonly Refusal Free = new("contact_free", "Nobody holds this phone: there is no one to write to.", RefusalKind.Conflict);

    /// <summary>The conversation is over, or there is none of that name.</summary>
    public static readonly Refusal Over = new("contact_over", "This conversation is over: the phone was found or let go, or its time has passed. It may also be that there is none.", RefusalKind.Gone);

    /// <summary>One side has written as much as it may.</summary>
    public static readonly Refusal Full = new("contact_full", "You have written as many messages here as may be.", RefusalKind.Conflict) { Most = ContactThread.MostOfSide };

    /// <summary>A message that cannot be shown.</summary>
    public static readonly Refusal Malformed = new("contact_text_malformed", "A message has 1 to 500 characters that can be shown.", RefusalKind.Invalid, "text") { Least = 1, Most = ContactText.Longest };

    /// <summary>A message with a link in it.</summary>
    public static readonly Refusal Link = new("contact_text_link", "A message holds no links and no e-mail addresses. Phone numbers are fine.", RefusalKind.Invalid, "text");
}
