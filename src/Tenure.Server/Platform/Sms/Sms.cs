using Tenure.Domain.Accounts;
using Tenure.Domain.Messages;

namespace Tenure.Server.Platform.Sms;

/// <summary>A finished SMS: its text is fixed when it enters the outbox, so that a second delivery is the same message. It never holds a link.</summary>
internal sealed record Sms
{
    /// <summary>Makes one.</summary>
    /// <param name="to">The number.</param>
    /// <param name="text">What it says; anything else than <see cref="SmsText.IsSendable"/> is the caller's mistake.</param>
    /// <param name="usefulUntil">After this it is not sent any more, such as the end of its code's life.</param>
    /// <exception cref="ArgumentException">The text cannot be sent.</exception>
    public Sms(PhoneNumber to, string text, DateTimeOffset usefulUntil)
    {
        if (!SmsText.IsSendable(text))
        {
            throw new ArgumentException($"Not a text of 1 to {SmsText.MostParts} SMS.", nameof(text));
        }

        To = to;
        Text = text;
        UsefulUntil = usefulUntil;
    }

    /// <summary>One number.</summary>
    public PhoneNumber To { get; }

    /// <summary>What it says.</summary>
    public string Text { get; }

    /// <summary>Whether a code is in it; counted, not kept.</summary>
    public bool HasCode { get; init; } = true;

    /// <summary>When it is given up.</summary>
    public DateTimeOffset UsefulUntil { get; }
}
