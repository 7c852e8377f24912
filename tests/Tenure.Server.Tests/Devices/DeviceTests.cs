using Tenure.Client;

namespace Tenure.Server.Tests.Devices;

/// <summary>What the tests of devices share: the host, one client per call, and refusals by their code.</summary>
public abstract class DeviceTests(DeviceHost host) : IAsyncLifetime
{
    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await host.UsedAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal TenureClient ClientOf(string token)
    {
        var client = host.NewClient();
        client.AccessToken = token;
        return client;
    }

    /// <summary>A phone that its holder activated and that confirmed it.</summary>
    internal async Task<(TestHolder Holder, TestPhone Phone)> NewHeldPhoneAsync(string language = "en")
    {
        var holder = await host.NewHolderAsync(Ct, language);
        var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        return (holder, phone);
    }

    /// <summary>The code of the refusal; <c>null</c> when the call was done.</summary>
    internal static async Task<string?> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (TenureProblemException e)
        {
            return e.Code;
        }
    }
}
