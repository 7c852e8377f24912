using System.Security.Cryptography;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Devices;

/// <summary>What a hold ticket carries for the server itself: whose holding it is, sealed with the key file, so that a server which was restored from a backup knows a holding that began afterwards.</summary>
internal sealed class HolderHandles(KeyFile keyFile)
{
    /// <summary>44 bytes that say nothing to anybody else.</summary>
    public byte[] Seal(DeviceId device, HoldingId holding, AccountId account) => keyFile.Protect(NameOf(device, holding), account.Value.ToByteArray(bigEndian: true));

    /// <summary>The account; <c>null</c> when there is no handle, or it was sealed for another device or holding, or with another key file.</summary>
    public AccountId? Open(DeviceId device, HoldingId holding, byte[]? handle)
    {
        if (handle is null)
        {
            return null;
        }

        try
        {
            return new AccountId(new Guid(keyFile.Unprotect(NameOf(device, holding), handle), bigEndian: true));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string NameOf(DeviceId device, HoldingId holding) => $"holder {device} {holding}";
}
