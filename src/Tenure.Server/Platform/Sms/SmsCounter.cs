namespace Tenure.Server.Platform.Sms;

/// <summary>SMS of one number, network or country, or of all, in a day that begins with the first of them.</summary>
internal sealed class SmsCounter
{
    private SmsCounter()
    {
    }

    /// <summary>Keyed hash of what is counted: the table says nothing about numbers.</summary>
    public string Key { get; private set; } = "";

    /// <summary>How many were allowed.</summary>
    public int Taken { get; private set; }

    /// <summary>Of a number: how many codes came back.</summary>
    public int Verified { get; private set; }

    /// <summary>The end of the day.</summary>
    public DateTimeOffset EndsAt { get; private set; }
}
