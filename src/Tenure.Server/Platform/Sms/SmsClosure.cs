namespace Tenure.Server.Platform.Sms;

/// <summary>A country that too few codes came back from.</summary>
internal sealed class SmsClosure
{
    private SmsClosure()
    {
    }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; private set; } = "";

    /// <summary>When SMS go there again.</summary>
    public DateTimeOffset Until { get; private set; }
}
