using Tenure.Client.SignIn;
using Tenure.Device.Agent;

namespace Tenure.Device.Tests.Agent;

public sealed class HolderSessionTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_person_who_typed_a_code_here_is_spared_the_next()
    {
        bench.Server.AskCode = true;
        using var phone = bench.Boot();
        Assert.Equal(SignInProgress.CodeNeeded, await StartAsync(phone, "anna@example.org"));
        Assert.Equal(SignInProgress.Complete, await phone.Session.ContinueAsync(ScriptedServer.Code, Ct));
        Assert.Equal(SignInProgress.Complete, await StartAsync(phone, "anna@example.org"));
        Assert.Equal(SignInProgress.CodeNeeded, await StartAsync(phone, "boris@example.org"));
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_is_forgotten()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Server.EndSessions();
        using var phone = bench.Boot();
        Assert.Null(await phone.Session.TokenAsync(Ct));
        Assert.Null(phone.Core.UserData.Record.RefreshToken);
    }

    [Theory]
    [InlineData(ScriptedServer.Code)]
    [InlineData("123 456", false)]
    [InlineData(ScriptedServer.RecoveryCode)]
    [InlineData("7K3M-92QD-XW5T-4HJB-RC8E-0ZPN-VAYT", false)]
    public async Task The_code_from_the_message_and_a_recovery_code_complete_a_sign_in(string typed, bool right = true)
    {
        bench.Server.AskCode = true;
        using var phone = bench.Boot();
        await StartAsync(phone, "anna@example.org");
        if (right)
        {
            Assert.Equal(SignInProgress.Complete, await phone.Session.ContinueAsync(typed, Ct));
        }
        else
        {
            Assert.Equal("code_wrong", (await Assert.ThrowsAsync<OAuthException>(() => phone.Session.ContinueAsync(typed, Ct))).Code);
        }
    }

    private Task<SignInProgress> StartAsync(AgentBench.BootedPhone phone, string identifier) => phone.Session.StartAsync(identifier, bench.Server.Accounts[identifier], Ct);
}
