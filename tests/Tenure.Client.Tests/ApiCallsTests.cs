using System.Net;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Client.SignIn;

namespace Tenure.Client.Tests;

/// <summary>Each call goes where the API has it; the server's own tests prove that these addresses answer.</summary>
public sealed class ApiCallsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_has_its_method_and_address()
    {
        var evidence = new DeviceEvidence("e");
        Dictionary<string, Func<TenureClient, Task>> calls = new()
        {
            ["GET /.well-known/tenure"] = c => c.GetIdentityAsync(Ct),
            ["POST /api/v1/registrations"] = c => c.StartRegistrationAsync(new StartRegistration("a@b"), Ct),
            ["POST /api/v1/registrations/r%2F/resend"] = c => c.ResendRegistrationAsync("r/", Ct),
            ["POST /api/v1/registrations/r%2F/verification"] = c => c.VerifyRegistrationAsync("r/", new VerifyRegistration("1"), Ct),
            ["POST /api/v1/registrations/r%2F/account"] = c => c.CreateAccountAsync("r/", new CreateAccount("p"), Ct),
            ["GET /api/v1/account"] = c => c.GetAccountAsync(Ct),
            ["PATCH /api/v1/account"] = c => c.ChangeAccountAsync(new ChangeAccount("n"), Ct),
            ["PUT /api/v1/account/picture"] = c => c.PutPictureAsync(new byte[] { 1 }, Ct),
            ["GET /api/v1/account/picture?size=64"] = c => c.GetPictureAsync(64, Ct),
            ["DELETE /api/v1/account/picture"] = c => c.RemovePictureAsync(Ct),
            ["POST /api/v1/account/password"] = c => c.ChangePasswordAsync(new ChangePassword("o", "n"), Ct),
            ["GET /api/v1/sessions"] = c => c.GetSessionsAsync(Ct),
            ["DELETE /api/v1/sessions/00000000-0000-0000-0000-000000000000"] = c => c.EndSessionAsync(Guid.Empty, Ct),
            ["POST /api/v1/sessions/end-others"] = c => c.EndOtherSessionsAsync(Ct),
            ["GET /api/v1/known-devices"] = c => c.GetKnownDevicesAsync(Ct),
            ["DELETE /api/v1/known-devices/k%2F"] = c => c.ForgetKnownDeviceAsync("k/", Ct),
            ["POST /api/v1/device/nonce"] = c => c.GetDeviceNonceAsync(Ct),
            ["POST /api/v1/device/enrolment"] = c => c.EnrolDeviceAsync(evidence, Ct),
            ["POST /api/v1/device/activation"] = c => c.ActivateDeviceAsync(evidence, Ct),
            ["POST /api/v1/device/release"] = c => c.ReleaseDeviceAsync(new ReleaseDevice("e", "p", false), Ct),
            ["POST /api/v1/device/release-ticket"] = c => c.GetReleaseTicketAsync(evidence, Ct),
            ["POST /api/v1/device/receipt"] = c => c.SendReceiptAsync(evidence, Ct),
            ["POST /api/v1/device/decline"] = c => c.DeclineDeviceAsync(evidence, Ct),
            ["POST /api/v1/device/sync"] = c => c.SyncDeviceAsync(new SyncDevice(evidence.Evidence), Ct),
            ["GET /api/v1/device/state"] = c => c.GetDeviceStateAsync(Ct),
            ["GET /api/v1/devices"] = c => c.GetDevicesAsync(Ct),
            ["GET /api/v1/devices/d%2F"] = c => c.GetDeviceAsync("d/", Ct),
            ["GET /api/v1/devices/d%2F/log?from=7"] = c => c.GetDeviceLogAsync("d/", 7, Ct),
            ["POST /api/v1/cases"] = c => c.OpenCaseAsync(new Cases.OpenCase("release", "a@b", "i"), Ct),
            ["POST /api/v1/cases/link"] = c => c.SendCaseLinkAsync(new Cases.SendCaseLink("n", "a@b"), Ct),
            ["POST /api/v1/cases/n%2F/link"] = c => c.UseCaseLinkAsync("n/", "s", Ct),
            ["GET /api/v1/cases/n%2F"] = c => c.GetCaseAsync("n/", "s", Ct),
            ["POST /api/v1/cases/n%2F/contact"] = c => c.ProveCaseContactAsync("n/", "s", new Cases.ProveCaseContact("1"), Ct),
            ["POST /api/v1/cases/n%2F/code"] = c => c.SendCaseCodeAsync("n/", "s", Ct),
            ["POST /api/v1/cases/n%2F/device"] = c => c.ProveCaseDeviceAsync("n/", "s", new Cases.ProveCaseDevice("e"), Ct),
            ["POST /api/v1/cases/n%2F/messages"] = c => c.WriteToCaseAsync("n/", "s", new Cases.WriteToCase("t"), Ct),
            ["POST /api/v1/cases/n%2F/password"] = c => c.TakeRecoveryAsync("n/", "s", new Cases.TakeRecovery("p"), Ct),
            ["GET /api/v1/account/cases"] = c => c.GetCasesAboutMeAsync(Ct),
            ["POST /api/v1/account/cases/n%2F/objection"] = c => c.SayMineAsync("n/", new Cases.SayMine("p"), Ct),
            ["POST /api/v1/account/cases/n%2F/end"] = c => c.EndRecoveryAsync("n/", new Cases.EndRecovery("p", "c"), Ct),
            ["POST /api/v1/cases/n%2F/submission"] = c => c.SubmitCaseAsync("n/", "s", Ct),
            ["POST /api/v1/cases/n%2F/withdrawal"] = c => c.WithdrawCaseAsync("n/", "s", Ct),
            ["POST /api/v1/devices/d%2F/removal/cancellation"] = c => c.CancelRemovalAsync("d/", Ct),
            ["POST /api/v1/devices/d%2F/removal"] = c => c.RemoveDeviceAsync("d/", new RemoveDevice("p", true), Ct),
        };

        foreach (var (address, call) in calls)
        {
            using var server = new ScriptedServer((HttpStatusCode.NotFound, "text/plain", ""));
            using var http = server.Http();
            await Assert.ThrowsAsync<TenureProblemException>(() => call(new TenureClient(http)));
            var asked = Assert.Single(server.Asked).Request;
            Assert.Equal(address, $"{asked.Method} {asked.RequestUri!.PathAndQuery}");
        }
    }

    [Fact]
    public async Task Every_grant_has_its_form()
    {
        Dictionary<string, Func<TokenClient, Task>> calls = new()
        {
            ["/connect/token grant_type=authorization_code&client_id=c&code=x&code_verifier=v&redirect_uri=http%3A%2F%2Fa"] = c => c.RedeemAsync("c", "x", "v", "http://a", Ct),
            ["/connect/token grant_type=authorization_code&client_id=c&code=x&code_verifier=v"] = c => c.RedeemAsync("c", "x", "v", null, Ct),
            ["/connect/token grant_type=refresh_token&client_id=c&refresh_token=r"] = c => c.RefreshAsync("c", "r", Ct),
            ["/connect/token grant_type=urn%3Atenure%3Aparams%3Aoauth%3Agrant-type%3Aevidence&client_id=tenure-device&scope=device&evidence=e"] = c => c.ForDeviceAsync("e", Ct),
            ["/connect/device client_id=c&scope=offline_access+account+devices"] = c => c.StartDeviceCodeAsync("c", Ct),
            ["/connect/token grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=c&device_code=d"] = c => c.PollDeviceCodeAsync("c", "d", Ct),
            ["/connect/challenge client_id=c&scope=offline_access+account+devices&code_challenge=h&code_challenge_method=S256&username=u&password=p&known_device=k&device_name=n"] =
                c => c.StartNativeAsync("c", "u", "p", "k", "n", new Pkce("v", "h"), Ct),
            ["/connect/challenge client_id=c&auth_session=s&code=123456"] = c => c.ContinueNativeAsync("c", "s", "123456", new Pkce("v", "h"), Ct),
        };

        foreach (var (form, call) in calls)
        {
            using var server = new ScriptedServer((HttpStatusCode.TooManyRequests, "application/json", """{"error":"slow_down"}"""));
            using var http = server.Http();
            var refused = await Assert.ThrowsAsync<OAuthException>(() => call(new TenureClient(http) { Language = "de" }.SignIn));
            Assert.Equal(("slow_down", TimeSpan.FromSeconds(7)), (refused.Code, refused.RetryAfter));
            var (asked, body) = Assert.Single(server.Asked);
            Assert.Equal((HttpMethod.Post, form, "de"), (asked.Method, $"{asked.RequestUri!.PathAndQuery} {body}", asked.Headers.AcceptLanguage.ToString()));
        }
    }

    [Fact]
    public async Task Whoever_says_nothing_sends_neither_token_nor_language()
    {
        using var server = new ScriptedServer((HttpStatusCode.NoContent, "text/plain", ""), (HttpStatusCode.BadRequest, "text/plain", ""));
        using var http = server.Http();
        var client = new TenureClient(http);
        await client.EndOtherSessionsAsync(Ct);
        await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.RefreshAsync("c", "r", Ct));
        Assert.All(server.Asked, asked => Assert.Empty(asked.Request.Headers));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"deviceId":null}""")]
    [InlineData("[]")]
    public async Task A_success_without_what_was_promised_is_a_fault(string body)
    {
        using var server = new ScriptedServer((HttpStatusCode.OK, "application/json", body));
        using var http = server.Http();
        await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => new TenureClient(http).EnrolDeviceAsync(new DeviceEvidence("e"), Ct));
    }

    [Fact]
    public async Task A_whole_log_is_read_page_after_page_and_no_page_twice()
    {
        string[] pages = ["""{"deviceRef":"r","entries":[],"next":100}""", """{"deviceRef":"r","entries":[],"next":200}""", """{"deviceRef":"r","entries":[],"next":200}"""];
        using var server = new ScriptedServer(pages.Select(page => (HttpStatusCode.OK, "application/json", page)));
        using var http = server.Http();
        Assert.Equal([100, 200, 200], await new TenureClient(http).ReadDeviceLogAsync("d", Ct).Select(page => page.Next!.Value).ToListAsync(Ct));
        Assert.Equal(["?from=0", "?from=100", "?from=200"], server.Asked.Select(asked => asked.Request.RequestUri!.Query));
    }
}
