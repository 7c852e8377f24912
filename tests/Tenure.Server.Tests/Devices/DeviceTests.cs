using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Tests.Devices;

/// <summary>What the tests of devices share: the host, one client per call, and refusals by their code.</summary>
public abstract partial class DeviceTests(DeviceHost host) : IAsyncLifetime
{
    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => await host.UsedAsync();

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
    internal async Task<(TestHolder Holder, TestPhone Phone)> NewHeldPhoneAsync(string language = "en", string? network = null)
    {
        var holder = await host.NewHolderAsync(Ct, language);
        var phone = host.NewPhone(network);
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        return (holder, phone);
    }

    /// <summary>Two codes on paper that are old enough to count.</summary>
    internal Task<IReadOnlyList<string>> RecoveryCodesAsync(TestHolder holder) => host.InScopeAsync(async services =>
    {
        var codes = await services.GetRequiredService<RecoveryCodes>().ReplaceAsync(holder.Id, host.Clock.GetUtcNow().AddDays(-4), Ct);
        await services.GetRequiredService<TenureDb>().SaveChangesAsync(Ct);
        return codes;
    });

    /// <summary>Lets a device go from afar, with a code on paper.</summary>
    internal async Task<HeldDevice> RemoveAsync(TenureClient client, string device, bool erase, string password = DeviceHost.Password) =>
        await client.RemoveDeviceAsync(device, new RemoveDevice(password, erase, await PaperAsync(client)), Ct);

    /// <summary>A code on paper of the account that is signed in.</summary>
    internal async Task<string> PaperAsync(TenureClient client)
    {
        var email = (await client.GetIdentifiersAsync(Ct))[0].Value;
        var id = await host.InDatabaseAsync(db => db.Set<Domain.Accounts.Identifier>().Where(i => i.Value == email).Select(i => i.AccountId).SingleAsync(Ct));
        return (await RecoveryCodesAsync(new TestHolder(id, email, "")))[0];
    }

    /// <summary>Asks for a code by mail in a session, and reads it.</summary>
    internal async Task<(string Transaction, string Code)> MailedCodeAsync(TestHolder holder, string token, string purpose)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var sent = await ClientOf(token).SendProofCodeAsync(new SendProofCode(purpose), Ct);
        return (sent.Transaction, await CodeMailedNowAsync(holder));
    }

    /// <summary>The code in the letter that was written at this very moment of the test's clock.</summary>
    internal async Task<string> CodeMailedNowAsync(TestHolder holder)
    {
        var now = host.Clock.GetUtcNow();
        var mail = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Recipient == holder.Email && m.CreatedAt == now, Ct));
        return MailedCode().Match(mail.Text).Value.Replace(" ", "", StringComparison.Ordinal);
    }

    /// <summary>Marks a phone as lost with a recovery code.</summary>
    internal async Task<HeldDevice> MarkLostAsync(TestHolder holder, TestPhone phone, string? token = null, string? message = "Please call me.", string? contact = "+49 151 12345678")
    {
        var code = (await RecoveryCodesAsync(holder))[0];
        return await ClientOf(token ?? holder.Token).MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, code, null, message, contact), Ct);
    }

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex MailedCode();

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
