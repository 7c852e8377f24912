using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;

namespace Tenure.Server.Tokens.Contracts;

/// <summary>Checks the evidence behind the custom grant; the devices implement it.</summary>
internal interface IDeviceEvidence
{
    /// <summary>The device that signed evidence of purpose <c>session</c>.</summary>
    /// <param name="evidence">base64url; at most 4 KiB decoded.</param>
    /// <param name="network">Where it came from: counted where it proves nothing.</param>
    /// <param name="ct">Ends the call.</param>
    Task<Answer<DeviceId>> VerifySessionAsync(string evidence, Network network, CancellationToken ct);
}
