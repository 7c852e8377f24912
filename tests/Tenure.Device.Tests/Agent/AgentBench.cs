using Microsoft.Extensions.Time.Testing;
using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Tests.Phone;

namespace Tenure.Device.Tests.Agent;

/// <summary>A phone in memory and its server.</summary>
internal sealed class AgentBench
{
    public const string Password = "correct horse battery";

    private static readonly Uri Address = new("http://localhost:5080");

    public MemoryStorage Storage { get; } = new();

    public ScriptedServer Server { get; } = new() { AskCode = false };

    public FakeTimeProvider Clock { get; } = new();

    public BootedPhone Boot() => Boot(Storage);

    public BootedPhone Boot(PowerSupply power, CutDamage damage) => Boot(new PoweredStorage(Storage, power, damage));

    public void Wipe() => Storage[PhoneLayout.UserData].Write(0, new byte[Storage[PhoneLayout.UserData].Length]);

    /// <summary>Destroys both copies of the pin.</summary>
    public PhoneFacts Facts { get; set; } = TemporaryPhone.Facts;

    public void LosePin() => Storage[PhoneLayout.Keys].Write(2 * PhoneLayout.EraseUnit, new byte[2 * PhoneLayout.EraseUnit]);

    public async Task<BootedPhone> ActivatedAsync(string account = "anna@example.org")
    {
        var phone = Boot();
        await phone.MeetAsync();
        await phone.ActivateAsync(account);
        await phone.Agent.SendOwedReceiptAsync(CancellationToken.None);
        return phone;
    }

    public BootedPhone Boot(IPhoneStorage storage)
    {
        var core = PhoneCore.Boot(storage, Facts);
        var client = new TenureClient(new HttpClient(Server, disposeHandler: false) { BaseAddress = Address });
        var account = new TenureClient(new HttpClient(Server, disposeHandler: false) { BaseAddress = Address });
        var agent = new DeviceAgent(core, Clock);
        agent.Connect(client);
        return new BootedPhone(core, agent, new HolderSession(core, account), Server);
    }

    /// <summary>From power-on to power-off.</summary>
    internal sealed record BootedPhone(PhoneCore Core, DeviceAgent Agent, HolderSession Session, ScriptedServer Server) : IDisposable
    {
        public LockScreen Screen => Agent.Lock.Screen;

        public async Task MeetAsync()
        {
            Agent.Confirm(await Agent.MeetServerAsync(Address, CancellationToken.None));
            await Agent.EnrolAsync(CancellationToken.None);
        }

        public async Task<string> SignInAsync(string account)
        {
            Assert.Equal(SignInProgress.Complete, await Session.StartAsync(account, Server.Accounts[account], CancellationToken.None));
            return (await Session.TokenAsync(CancellationToken.None))!;
        }

        public async Task ActivateAsync(string account) =>
            Assert.True(await Agent.ActivateAsync(await SignInAsync(account), _ => true, CancellationToken.None));

        public void Dispose()
        {
            Agent.Dispose();
            Core.Dispose();
        }
    }
}
