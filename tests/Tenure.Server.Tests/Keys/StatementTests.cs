using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Json;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Commands;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Keys;

/// <summary>What the server does with what its roots have said: it offers it to devices, and tells people.</summary>
public abstract class StatementTests(ServerFixture server) : ServerTests(server)
{
    private string Keys => Path.Combine(Server.Folder, "keys");

    [Fact]
    public async Task What_roots_have_said_is_offered_to_devices_and_public_as_soon_as_the_file_is_there()
    {
        var before = (await Server.Client().GetIdentityAsync(Ct)).Statements!.Count;
        await SayAsync("withdraw", "--purpose", "release", "--below", "2");
        var identity = await Server.Client().GetIdentityAsync(Ct);
        Assert.Equal(before + 1, identity.Statements!.Count);
        var signed = RootStatementCodec.Verify(Base64Url.DecodeFromChars(identity.Statements[^1]), [.. identity.Roots.Select(root => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root)))]);
        Assert.Equal(RootStatementKind.Floors, signed.Statement.Kind);
        var listed = await Server.Http().GetFromJsonAsync<List<PublicStatement>>("/.well-known/tenure/statements", Ct);
        var last = listed!.Single(statement => statement.Statement == identity.Statements[^1]);
        Assert.Equal((signed.Root.Text, (long)signed.Statement.Serial, "floors", null), (last.Root, last.Serial, last.Kind, last.NotBefore));
    }

    [Fact]
    public async Task A_file_that_is_no_statement_is_not_offered()
    {
        var before = (await Server.Client().GetIdentityAsync(Ct)).Statements!.Count;
        await File.WriteAllTextAsync(Path.Combine(Keys, "statement-none.cose"), "none", Ct);
        Assert.Equal(before, (await Server.Client().GetIdentityAsync(Ct)).Statements!.Count);
    }

    [Fact]
    public async Task The_end_of_all_locks_is_on_the_sign_in_page_in_every_language_when_a_root_has_announced_it()
    {
        await SayAsync("sunset", "--announce", "--on", "2099-03-01");
        foreach (var language in Languages.All)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
            request.Headers.Add("Accept-Language", language);
            using var page = await Server.Http().SendAsync(request, Ct);
            Assert.Contains("datetime=\"2099-03-01T00:00:00Z\"", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        var listed = await Server.Http().GetFromJsonAsync<List<PublicStatement>>("/.well-known/tenure/statements", Ct);
        Assert.Contains(listed!, statement => statement.NotBefore == DateTimeOffset.Parse("2099-03-01T00:00:00Z", CultureInfo.InvariantCulture));
    }

    // In development the roots are where the server is.
    private async Task SayAsync(string verb, params string[] args)
    {
        Assert.Equal(0, await KeyCommand.RunAsync([verb, "--roots", Keys, "--issuer", Server.Address.OriginalString, .. args], TextWriter.Null, Server.Clock, Ct));
        foreach (var file in new KeyFolder(Path.Combine(Keys, "statements")).StatementFiles())
        {
            File.Copy(file, Path.Combine(Keys, Path.GetFileName(file)), overwrite: true);
        }
    }
}
