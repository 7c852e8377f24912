using Microsoft.Win32.SafeHandles;
using Tenure.Device.Block;

namespace Tenure.Bench;

/// <summary>A storage unit that is a file of its own, larger than the virtual phone's are.</summary>
/// <param name="file">Made where it is not there.</param>
/// <param name="length">In bytes.</param>
internal sealed class FilePartition(string file, long length) : IPartition, IDisposable
{
    private readonly SafeFileHandle handle = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    public long Length => length;

    // Behind the end of the file all is zeros, as on a storage that was never written.
    public void Read(long offset, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(handle, into, offset);
            if (read == 0)
            {
                into.Clear();
                return;
            }

            into = into[read..];
            offset += read;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

    public void Sync() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();
}
