namespace Tenure.Protocols.Tickets;

/// <summary>Which claims were in a map.</summary>
internal sealed class ClaimPresence
{
    private readonly HashSet<int> keys = [];

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
