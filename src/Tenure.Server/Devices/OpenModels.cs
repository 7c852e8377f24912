using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Devices.Manifests;

namespace Tenure.Server.Devices;

/// <summary>Which devices may be used without an account: free ones of the models that the settings name.</summary>
internal sealed class OpenModels(TenureDb db, IOptions<DeviceOptions> options)
{
    /// <summary>Why this one may not; <c>null</c> when it may.</summary>
    public async Task<Refusal?> CheckAsync(Device device, CancellationToken ct) =>
        device.MayOpen() ?? (await IncludeAsync(device, ct) ? null : DeviceRefusals.OpenNotAllowed);

    // Its maker's word counts before its own.
    private async Task<bool> IncludeAsync(Device device, CancellationToken ct)
    {
        var models = options.Value.OpenModelList;
        if (models.Count == 0 || models.Contains("*"))
        {
            return models.Count > 0;
        }

        var id = device.Id;
        return models.Contains(await db.AttestedDevices.Where(d => d.DeviceId == id).Select(d => d.Model).FirstOrDefaultAsync(ct) ?? device.Model);
    }
}
