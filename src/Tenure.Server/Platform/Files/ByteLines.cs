namespace Tenure.Server.Platform.Files;

/// <summary>The lines of a file as bytes, without their ends (LF or CRLF): lists of hundreds of millions of lines are not made into strings.</summary>
internal sealed class ByteLines(string path, int longest) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
    private readonly byte[] buffer = new byte[256 * 1024];
    private int begin;
    private int end;
    private bool isOver;

    /// <summary>Lines given so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Bytes of the file that they were made of.</summary>
    public long Position => file.Position - (end - begin);

    /// <summary>The next line, good until the one after it; <c>null</c> at the end. Of a line that is too long, the first part only: one byte more than the longest.</summary>
    public ReadOnlyMemory<byte>? Next()
    {
        while (true)
        {
            var found = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n');
            if (found >= 0 || (isOver && end > begin))
            {
                var length = found >= 0 ? found : end - begin;
                var line = buffer.AsMemory(begin, length);
                begin += Math.Min(length + 1, end - begin);
                return Given(line);
            }

            if (isOver)
            {
                return null;
            }

            if (end - begin > longest + 1)
            {
                // A copy: what follows is read into the same place.
                var line = buffer[begin..(begin + longest + 1)];
                SkipLine();
                return Given(line);
            }

            Fill();
        }
    }

    public void Dispose() => file.Dispose();

    private ReadOnlyMemory<byte> Given(ReadOnlyMemory<byte> line)
    {
        Lines++;
        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void SkipLine()
    {
        while (!isOver)
        {
            var found = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n');
            if (found >= 0)
            {
                begin += found + 1;
                return;
            }

            begin = end;
            Fill();
        }

        begin = end;
    }

    private void Fill()
    {
        buffer.AsSpan(begin, end - begin).CopyTo(buffer);
        (begin, end) = (0, end - begin);
        var read = file.Read(buffer, end, buffer.Length - end);
        end += read;
        isOver = read == 0;
    }
}
