using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Tenure.Protocols.Links;

namespace Tenure.Device.Phone.Emergency;

/// <summary>A pseudo-terminal: to a host a serial port, to a phone a stream. It has no line discipline: bytes go through as they are.</summary>
/// <remarks>Linux, openpty(3) by its parts. Hosts come and go unseen, as on a cable.</remarks>
[SupportedOSPlatform("linux")]
public sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    private const int NoControl = 0x100;
    private const int Now = 0;
    private const int SettingsSize = 256;
    private const int NameSize = 128;
    private const int PieceSize = 4096;

    private readonly FileStream master;
    private readonly SafeFileHandle slave;
    private Task<byte[]>? reading;

    /// <summary>Makes one.</summary>
    /// <exception cref="Win32Exception">The system gives none.</exception>
    public PseudoTerminal()
    {
        var handle = new SafeFileHandle(Check(OpenMaster(ReadWrite | NoControl)), ownsHandle: true);
        Check(Grant(handle));
        Check(Unlock(handle));
        var name = new byte[NameSize];
        if (NameOf(handle, name, NameSize) is var error and not 0)
        {
            throw new Win32Exception(error);
        }

        Name = System.Text.Encoding.ASCII.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)0)));

        // Held open here, too: without a host at the other end a read would end instead of waiting.
        slave = File.OpenHandle(Name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var settings = new byte[SettingsSize];
        Check(GetSettings(slave, settings));
        MakeRaw(settings);
        Check(SetSettings(slave, Now, settings));
        master = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0, isAsync: false);
    }

    /// <summary>The path that a host opens.</summary>
    public string Name { get; }

    /// <summary>The phone's end; the terminal stays when it is disposed.</summary>
    public IFlashLink Open() => new Line(this);

    /// <inheritdoc />
    public void Dispose()
    {
        slave.Dispose();
        master.Dispose();
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(SafeFileHandle master, [Out] byte[] name, nint size);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetSettings(SafeFileHandle terminal, [In, Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetSettings(SafeFileHandle terminal, int when, [In] byte[] settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] settings);

    // A read of a terminal cannot be called off: it goes on, and what it brings is for whoever reads next.
    private Task<byte[]> ReadOn() => reading ??= Task.Run(() =>
    {
        var piece = new byte[PieceSize];
        return piece[..master.Read(piece)];
    });

    private sealed class Line(PseudoTerminal terminal) : IFlashLink
    {
        public LinkKind Kind => LinkKind.Stream;

        public int PacketSize => 0;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
        {
            var piece = await terminal.ReadOn().WaitAsync(ct).ConfigureAwait(false);
            var part = Math.Min(piece.Length, buffer.Length);
            piece.AsSpan(0, part).CopyTo(buffer.Span);
            terminal.reading = part == piece.Length ? null : Task.FromResult(piece[part..]);
            return part;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => new(Task.Run(() => terminal.master.Write(bytes.Span), ct));

        public ValueTask DisposeAsync() => default;
    }
}
