using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Tokens;

/// <summary>Tokens and authorizations of an account.</summary>
internal sealed class EraseTokens(TenureDb db) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        var subject = person.Id.ToString();
        await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().Where(t => t.Subject == subject || t.Authorization!.Subject == subject).ExecuteDeleteAsync(ct);
        await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(a => a.Subject == subject).ExecuteDeleteAsync(ct);
    }
}
