using System.Security.Cryptography;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Devices;

/// <summary>The key under the server nonces; all processes have the same.</summary>
internal sealed class NonceKey
{
    /// <summary>32 bytes.</summary>
    /// <exception cref="InvalidOperationException">The server has not started yet.</exception>
    public byte[] Value
    {
        get => field ?? throw new InvalidOperationException("The nonce key is not read yet.");
        set;
    }
}

/// <summary>Reads or makes the nonce key before the first request.</summary>
internal sealed class PrepareNonceKey(ServerKeys keys, NonceKey key) : IStartUp
{
    public async Task RunAsync(CancellationToken ct) => key.Value = await keys.GetOrMakeAsync("device-nonce", () => RandomNumberGenerator.GetBytes(32), ct);
}
