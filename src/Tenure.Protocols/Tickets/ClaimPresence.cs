namespace Tenure.Protocols.Tickets;

/// <summary>Which claims were in a map.</summary>
internal sealed class ClaimPresence
{
    // A map of claims has a dozen or two: a list is searched faster than a set is made.
    private readonly List<int> keys = new(16);

    public static ProtocolException Unexpected(int key) => new(ProtocolErrorCode.ClaimUnexpected, $"Claim {key} has no place here.", "claim");

    public int Add(int key)
    {
        keys.Add(key);
        return key;
    }

    public void Require(params ReadOnlySpan<(int Key, string Name)> claims)
    {
        foreach (var (key, name) in claims)
        {
            if (!keys.Contains(key))
            {
                throw new ProtocolException(ProtocolErrorCode.ClaimMissing, $"{name} is missing.", name);
            }
        }
    }
}
