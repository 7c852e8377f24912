using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Tests.Agent;
using Tenure.Protocols.Fastboot;
using Tenure.Testing;

namespace Tenure.Device.Tests.Phone.Boot;

/// <summary>The bootloader is unlocked by a ticket for its own question, and by nothing else. The host is Debian's fastboot.</summary>
[Trait("Peer", Peer.Fastboot)]
public sealed class UnlockTests : IAsyncLifetime
{
    private readonly AgentBench bench = new();
    private readonly TemporaryPhone temporary = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-unlock-");
    private readonly CancellationTokenSource off = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private VirtualPhone phone = null!;
    private AgentBench.BootedPhone booted = null!;
    private DeviceAgent agent = null!;
    private FastbootDeviceServer server = null!;
    private Task serving = Task.CompletedTask;

    private LoaderRecord Record => LoaderStore.Load(phone, booted.Core.Identity.Secret, phone.Facts).Record;

    private string Question => Path.Combine(folder.FullName, "question");

    public async ValueTask InitializeAsync()
    {
        phone = VirtualPhone.Open(temporary.Folder);
        booted = bench.Boot(phone);
        await booted.MeetAsync();
        await booted.ActivateAsync("anna@example.org");
        await booted.Agent.SendOwedReceiptAsync(CancellationToken.None);
        booted.Core.UserData.Save(booted.Core.UserData.Record with { Identifier = "anna@example.org", IsUnlockAllowed = true });
        agent = new DeviceAgent(booted.Core, TimeProvider.System);
        server = new FastbootDeviceServer(new Bootloader(phone, booted.Core, agent, TimeProvider.System));
        listener.Start();
        serving = server.ServeAsync(listener, off.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        listener.Dispose();
        server.Dispose();
        agent.Dispose();
        booted.Dispose();
        phone.Dispose();
        temporary.Dispose();
        folder.Delete(recursive: true);
        off.Dispose();
    }

    [Fact]
    public async Task A_ticket_for_its_own_question_unlocks_erases_and_leaves_the_holder()
    {
        await GoodAsync("oem", "unlock-challenge");
        await GoodAsync("get_staged", Question);
        var ticket = File(bench.Server.UnlockTicketFor(await System.IO.File.ReadAllBytesAsync(Question, TestContext.Current.CancellationToken)));
        await GoodAsync("stage", ticket);
        await GoodAsync("oem", "unlock");

        Assert.Equal((true, false), (Record.IsUnlocked, Record.IsUnlocking));
        Assert.Equal(BlockState.Held, booted.Core.Block.State);
        Assert.True(booted.Core.Block.Content!.ReceiptOwed);
        Assert.Null(booted.Core.UserData.Record.Identifier);
        Assert.Equal(LockScreen.Locked, booted.Screen);
        Assert.Contains("unlocked: yes", await GoodAsync("getvar", "unlocked"), StringComparison.Ordinal);
        await GoodAsync("stage", ticket);
        Assert.Contains("ask first", await BadAsync("oem", "unlock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_switch_in_the_running_phone_there_is_no_question()
    {
        booted.Core.UserData.Save(booted.Core.UserData.Record with { IsUnlockAllowed = false });

        Assert.Contains("get_unlock_ability: 0", await GoodAsync("flashing", "get_unlock_ability"), StringComparison.Ordinal);
        Assert.Contains("switched off", await BadAsync("oem", "unlock-challenge"), StringComparison.Ordinal);
        Assert.Contains("ask first", await BadAsync("oem", "unlock"), StringComparison.Ordinal);
        Assert.Contains("locked to an account", await BadAsync("flashing", "unlock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_for_something_else_or_for_a_question_of_before_unlocks_nothing()
    {
        await GoodAsync("oem", "unlock-challenge");
        await GoodAsync("get_staged", Question);
        var question = await System.IO.File.ReadAllBytesAsync(Question, TestContext.Current.CancellationToken);
        await GoodAsync("stage", File(bench.Server.ReleaseTicketFor(question)));
        Assert.Contains("refused", await BadAsync("oem", "unlock"), StringComparison.Ordinal);

        await GoodAsync("oem", "unlock-challenge");
        await GoodAsync("stage", File(bench.Server.UnlockTicketFor(question)));
        Assert.Contains("21 WrongEvidence", await BadAsync("oem", "unlock"), StringComparison.Ordinal);

        Assert.False(Record.IsUnlocked);
        Assert.Equal("anna@example.org", booted.Core.UserData.Record.Identifier);
    }

    [Fact]
    public void Cut_before_the_data_is_erased_the_next_start_erases_and_then_unlocks()
    {
        var store = LoaderStore.Load(phone, booted.Core.Identity.Secret, phone.Facts);
        store.SetLock(isUnlocked: false, isUnlocking: true);
        Assert.False(Record.IsUnlocked);

        Assert.True(new Bootloader(phone, booted.Core, agent, TimeProvider.System).IsUnlocked);

        Assert.Equal((true, false), (Record.IsUnlocked, Record.IsUnlocking));
        Assert.Null(booted.Core.UserData.Record.Identifier);
    }

    private async Task<string> GoodAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Text);
        return run.Text;
    }

    private async Task<string> BadAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode != 0, run.Text);
        return run.Text;
    }

    private Task<ToolResult> RunAsync(string[] arguments) => Tool.Fastboot().RunAsync(
        ["-s", string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), .. arguments], TestContext.Current.CancellationToken);

    private string File(byte[] content)
    {
        var path = Path.Combine(folder.FullName, Path.GetRandomFileName());
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }
}
