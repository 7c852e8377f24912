using System.Buffers.Binary;
using System.Net.Sockets;

namespace Tenure.Device.Tpm;

/// <summary>Carries commands to a TPM 2.0 and its answers back: the kernel's device, or the Unix socket of a TPM in software.</summary>
public sealed class TpmLine : IDisposable
{
    /// <summary>The kernel's device, which lets several programs use the TPM at once.</summary>
    public const string KernelDevice = "/dev/tpmrm0";

    private const int HeaderLength = 10;
    private const int LongestAnswer = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Stream stream;

    internal TpmLine(Stream stream) => this.stream = stream;

    /// <summary>Opens the line.</summary>
    /// <param name="path">A character device below <c>/dev</c>, or a Unix socket anywhere else.</param>
    /// <exception cref="TpmException">There is none, or it may not be opened.</exception>
    public static TpmLine Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new TpmLine(path.StartsWith("/dev/", StringComparison.Ordinal) ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0) : Connect(path));
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException or ArgumentException)
        {
            throw new TpmException($"The TPM at {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Sends one command and waits for its answer.</summary>
    /// <param name="command">With its header.</param>
    /// <returns>With its header, at most 4,096 bytes.</returns>
    /// <exception cref="TpmException">No answer, or not one of a TPM.</exception>
    public byte[] Exchange(ReadOnlySpan<byte> command)
    {
        try
        {
            stream.Write(command);
            var answer = new byte[LongestAnswer];
            var (read, length) = (0, HeaderLength);
            while (read < length)
            {
                // The kernel's device gives the whole answer at once, a socket in pieces.
                var count = stream.Read(answer, read, answer.Length - read);
                if (count == 0)
                {
                    throw new TpmException("The TPM ended the conversation.");
                }

                read += count;
                if (read >= HeaderLength)
                {
                    length = CheckedLength(BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(2)));
                }
            }

            return read == length ? answer[..length] : throw new TpmException("The TPM said more than its answer.");
        }
        catch (IOException e) when (e is not TpmException)
        {
            throw new TpmException($"The TPM does not answer: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();

    private static int CheckedLength(uint length) =>
        length is >= HeaderLength and <= LongestAnswer ? (int)length : throw new TpmException("The TPM's answer has a length that none has.");

    private static NetworkStream Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds, SendTimeout = (int)Patience.TotalMilliseconds };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
