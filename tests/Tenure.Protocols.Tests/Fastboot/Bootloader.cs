using System.Net;
using System.Net.Sockets;
using Tenure.Protocols.Fastboot;

namespace Tenure.Protocols.Tests.Fastboot;

/// <summary>A device server on a free port of the loopback.</summary>
internal sealed class Bootloader : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly FastbootDeviceServer server;
    private readonly CancellationTokenSource off = new();

    public Bootloader(FastbootTimeouts? timeouts = null)
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        UdpPort = ((IPEndPoint)udp.LocalEndPoint!).Port;
        server = new(Phone, timeouts, Lost.Add);
        Left = server.ServeAsync(listener, udp, off.Token);
    }

    public Phone Phone { get; } = new();

    public List<ProtocolException> Lost { get; } = [];

    public int Port { get; }

    public int UdpPort { get; }

    public Task<FastbootExit> Left { get; }

    public Task<FastbootClient> ConnectAsync() => FastbootClient.ConnectAsync("127.0.0.1", Port, TestContext.Current.CancellationToken);

    public Task<FastbootClient> ConnectUdpAsync() => FastbootClient.ConnectUdpAsync("127.0.0.1", UdpPort, TestContext.Current.CancellationToken);

    /// <summary>A socket that sends the packets that the test wants.</summary>
    public async Task<Socket> ConnectRawUdpAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, UdpPort, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>A socket that says what the test wants.</summary>
    public async Task<NetworkStream> ConnectRawAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        return new(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        listener.Dispose();
        await Left.ContinueWith(_ => { }, TaskScheduler.Default);
        udp.Dispose();
        server.Dispose();
        off.Dispose();
    }
}
