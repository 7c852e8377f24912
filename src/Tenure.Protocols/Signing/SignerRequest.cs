namespace Tenure.Protocols.Signing;

/// <summary>What a server asks its signer: <see cref="TicketRequest"/>, <see cref="CheckpointRequest"/> or <see cref="StatusRequest"/>.</summary>
public abstract record SignerRequest
{
    private protected SignerRequest()
    {
    }
}
