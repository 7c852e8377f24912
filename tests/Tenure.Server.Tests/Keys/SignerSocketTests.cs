using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Signing;

namespace Tenure.Server.Tests.Keys;

/// <summary>The signer's real socket.</summary>
public sealed class SignerSocketTests : IAsyncLifetime
{
    private readonly CancellationTokenSource end = new();
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-socket").FullName;
    private DeskBench bench = null!;
    private Task serving = Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Place => Path.Combine(folder, "socket");

    public async ValueTask InitializeAsync()
    {
        bench = await DeskBench.OpenAsync();
        await ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        await bench.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        end.Dispose();
    }

    [Fact]
    public async Task Many_requests_at_once_are_each_answered()
    {
        await using var line = new SignerSocket(Place);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => line.ExchangeAsync(SignerRequestCodec.Encode(bench.Hold()), Ct)));
        Assert.All(answers, answer => Assert.Null(SignerAnswerCodec.Decode(answer).Refusal));
        Assert.Equal(200, (await bench.SeenAsync()).Count);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 1, 0, 1, 2, 3 })]
    public async Task Who_says_something_that_is_no_request_loses_their_connection_and_nobody_elses(byte[] bytes)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(bytes, Ct);
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await ReceivedAsync(socket));
        await using var line = new SignerSocket(Place);
        Assert.Null(SignerAnswerCodec.Decode(await line.ExchangeAsync(SignerRequestCodec.Encode(bench.Hold()), Ct)).Refusal);
    }

    [Fact]
    public async Task A_request_that_is_none_is_refused_and_the_connection_goes_on()
    {
        using var socket = await ConnectAsync();
        await using var stream = new NetworkStream(socket);
        await SignerFrame.WriteAsync(stream, new byte[] { 0xa0 }, Ct);
        Assert.Equal(ProtocolErrorCode.Malformed, SignerAnswerCodec.Decode((await SignerFrame.ReadAsync(stream, TimeSpan.FromSeconds(5), Ct))!).Refusal);
        await SignerFrame.WriteAsync(stream, SignerRequestCodec.Encode(new StatusRequest()), Ct);
        Assert.Null(SignerAnswerCodec.Decode((await SignerFrame.ReadAsync(stream, TimeSpan.FromSeconds(5), Ct))!).Refusal);
    }

    [Fact]
    public async Task Who_begins_a_request_and_never_ends_it_is_cut_off()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(new byte[] { 0, 0, 1, 0, 1 }, Ct);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[1], Ct));
    }

    [Fact]
    public async Task A_line_finds_its_signer_again_after_it_was_started_anew()
    {
        await using var line = new SignerSocket(Place);
        await line.ExchangeAsync(SignerRequestCodec.Encode(bench.Hold()), Ct);
        await end.CancelAsync();
        await serving;
        await bench.RestartAsync();

        // The socket file of the one before is still there.
        using var again = new CancellationTokenSource();
        using var listening = await SignerListener.BindAsync(Place, forGroup: false, Ct);
        var served = new SignerListener(bench.Desk, new SignerLog(NullLogger<SignerLog>.Instance)).RunAsync(listening, again.Token);
        Assert.Null(SignerAnswerCodec.Decode(await line.ExchangeAsync(SignerRequestCodec.Encode(bench.Hold()), Ct)).Refusal);
        await again.CancelAsync();
        await served;
    }

    [Fact]
    public async Task Nobody_takes_the_socket_of_a_signer_that_lives() =>
        Assert.Contains("Another signer listens", (await Assert.ThrowsAsync<KeyFileException>(() => SignerListener.BindAsync(Place, forGroup: false, Ct))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_is_refused_in_words() => Assert.Contains(
        "cannot listen on",
        (await Assert.ThrowsAsync<KeyFileException>(() => SignerListener.BindAsync(Path.Combine(folder, new string('a', 120)), forGroup: false, Ct))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(false, UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(true, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public async Task The_socket_is_for_its_user_or_for_the_group_when_it_is_told_so(bool forGroup, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        var path = Path.Combine(folder, "other");
        using var listening = await SignerListener.BindAsync(path, forGroup, Ct);
#pragma warning disable CA1416 // Skipped on Windows above.
        Assert.Equal(mode, File.GetUnixFileMode(path));
#pragma warning restore CA1416
    }

    // What was sent and not read makes a close a reset.
    private static async Task<int> ReceivedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Ct);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Place), Ct);
        return socket;
    }

    private async Task ServeAsync()
    {
        var listening = await SignerListener.BindAsync(Place, forGroup: false, Ct);
        serving = RunAsync();

        async Task RunAsync()
        {
            using (listening)
            {
                await new SignerListener(bench.Desk, new SignerLog(NullLogger<SignerLog>.Instance)).RunAsync(listening, end.Token);
            }
        }
    }
}
