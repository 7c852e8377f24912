using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Operators;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>People with roles, as a test needs them.</summary>
internal static class OperatorDesk
{
    /// <summary>Somebody who has a role now.</summary>
    public static async Task<string> CreateAsync(ServerFixture server, OperatorRole role, CancellationToken ct)
    {
        var name = await OperatorBrowser.CreateAsync(server, ct);
        if (role == OperatorRole.Operator)
        {
            return name;
        }

        await using (var scope = server.Services.CreateAsyncScope())
        {
            Assert.Null(await scope.ServiceProvider.GetRequiredService<OperatorBook>().OfferRoleAsync(name, role, ct));
        }

        await server.WithDatabaseAsync(async db =>
        {
            var person = await db.Operators.SingleAsync(o => o.Name == name, ct);
            Assert.Null(person.ConfirmRole(new OperatorId(Guid.Empty), server.Clock.GetUtcNow() - ServerOperator.RoleWait));
            return await db.SaveChangesAsync(ct);
        });
        return name;
    }

    /// <summary>A browser in which they are signed in.</summary>
    public static async Task<OperatorBrowser> SignInAsync(ServerFixture server, string name, CancellationToken ct)
    {
        var browser = new OperatorBrowser(server);
        using var answer = await browser.SignInAsync(name, OperatorBrowser.Password, ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    /// <summary>The inner id.</summary>
    public static Task<OperatorId> IdAsync(ServerFixture server, string name, CancellationToken ct) => server.WithDatabaseAsync(db => db.Operators.Where(o => o.Name == name).Select(o => o.Id).SingleAsync(ct));

    /// <summary>Of the next test others are drawn.</summary>
    public static async Task DisableAsync(ServerFixture server, CancellationToken ct, params string[] names)
    {
        foreach (var name in names)
        {
            await using var scope = server.Services.CreateAsyncScope();
            Assert.Null(await scope.ServiceProvider.GetRequiredService<OperatorBook>().DisableAsync(name, ct));
        }
    }
}
