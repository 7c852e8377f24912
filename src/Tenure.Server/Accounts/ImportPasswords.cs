using System.Buffers;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text;
using System.Text.Json;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform.Files;

namespace Tenure.Server.Accounts;

/// <summary>
/// <c>passwords import LIST... --out FILE [--at-least N]</c>: makes the filter of leaked passwords from public lists. A line is a password, or its SHA-1 in hexadecimal,
/// followed by a colon and how often it was seen where the list says so. Writes one JSON object a line: what was read so far, and at the end what came out. Exit code 0
/// when done, 1 when a list cannot be read or the filter not be written, 2 for wrong usage.
/// </summary>
/// <remarks>Lists are read twice, once to count and once to fill. The file appears whole or not at all; ended half-way, <c>FILE.new</c> may be left.</remarks>
internal sealed class ImportPasswords(TextWriter output, TimeProvider clock)
{
    public const string Syntax = "passwords import LIST... --out FILE [--at-least N]";
    private const int HexLength = PasswordFilter.HashSize * 2;
    private const int LongestLine = 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);
    private long reportedAt = long.MinValue;

    /// <summary>Runs it.</summary>
    /// <param name="args">What follows <c>passwords import</c>.</param>
    /// <param name="output">Takes the reports.</param>
    /// <param name="clock">Paces the reports.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TimeProvider clock, CancellationToken ct)
    {
        if (Parse(args) is not { } wish)
        {
            await Console.Error.WriteLineAsync("Usage: " + Syntax);
            return 2;
        }

        try
        {
            new ImportPasswords(output, clock).Import(wish, ct);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private void Import(Wish wish, CancellationToken ct)
    {
        var total = wish.Lists.Sum(list => new FileInfo(list).Length) * 2;
        var (passwords, skipped, read) = (0L, 0L, 0L);
        Span<byte> hash = stackalloc byte[PasswordFilter.HashSize];
        foreach (var list in wish.Lists)
        {
            foreach (var line in Lines(list, read, total, ct))
            {
                passwords += Read(line.Span, wish.AtLeast, hash) ? 1 : 0;
                skipped += line.Length > LongestLine ? 1 : 0;
            }

            read += new FileInfo(list).Length;
        }

        if (passwords == 0)
        {
            throw new InvalidDataException("The lists hold no passwords.");
        }

        Write(wish, passwords, read, total, ct);
        Report(new Outcome(wish.Out, passwords, skipped, LeakedPasswords.LengthFor(passwords)));
    }

    private void Write(Wish wish, long passwords, long read, long total, CancellationToken ct)
    {
        var unfinished = wish.Out + ".new";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                file.SetLength(LeakedPasswords.LengthFor(passwords));
                Fill(file, wish, passwords, read, total, ct);
                file.Write(LeakedPasswords.Header(passwords));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, wish.Out, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private void Fill(FileStream file, Wish wish, long passwords, long read, long total, CancellationToken ct)
    {
        using var mapped = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        using var view = mapped.CreateViewAccessor();
        var block = new byte[PasswordFilter.BlockSize];
        Span<byte> hash = stackalloc byte[PasswordFilter.HashSize];
        var blocks = PasswordFilter.BlocksFor(passwords);
        foreach (var list in wish.Lists)
        {
            foreach (var line in Lines(list, read, total, ct))
            {
                if (Read(line.Span, wish.AtLeast, hash))
                {
                    var at = LeakedPasswords.HeaderSize + (PasswordFilter.BlockOf(hash, blocks) * PasswordFilter.BlockSize);
                    view.ReadArray(at, block, 0, block.Length);
                    PasswordFilter.Add(block, hash);
                    view.WriteArray(at, block, 0, block.Length);
                }
            }

            read += new FileInfo(list).Length;
        }
    }

    /// <summary>Reads one line.</summary>
    /// <returns>Whether it holds a password that counts.</returns>
    private static bool Read(ReadOnlySpan<byte> line, long atLeast, Span<byte> hash)
    {
        if (line.Length is 0 or > LongestLine)
        {
            return false;
        }

        var isHash = line.Length >= HexLength && (line.Length == HexLength || line[HexLength] == ':')
            && Convert.FromHexString(line[..HexLength], hash, out _, out _) == OperationStatus.Done;
        if (!isHash)
        {
            LeakedPasswords.HashOf(Encoding.UTF8.GetString(line)).CopyTo(hash);
            return true;
        }

        return line.Length == HexLength
            || (long.TryParse(line[(HexLength + 1)..], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seen) && seen >= atLeast);
    }

    private IEnumerable<ReadOnlyMemory<byte>> Lines(string list, long before, long total, CancellationToken ct)
    {
        using var reader = new ByteLines(list, LongestLine);
        while (reader.Next() is { } line)
        {
            if (reader.Lines % 4096 == 0)
            {
                ct.ThrowIfCancellationRequested();
                ReportProgress(before + reader.Position, total);
            }

            yield return line;
        }
    }

    private void ReportProgress(long read, long total)
    {
        if (reportedAt == long.MinValue || clock.GetElapsedTime(reportedAt) > Often)
        {
            reportedAt = clock.GetTimestamp();
            Report(new Progress(read, total));
        }
    }

    private void Report<T>(T report) => output.WriteLine(JsonSerializer.Serialize(report, Json));

    private static Wish? Parse(string[] args)
    {
        var wish = new Wish([], "", 1);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--out" when i + 1 < args.Length:
                    wish = wish with { Out = args[++i] };
                    break;
                case "--at-least" when i + 1 < args.Length && long.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var least):
                    wish = wish with { AtLeast = least };
                    i++;
                    break;
                case ['-', '-', ..]:
                    return null;
                default:
                    wish.Lists.Add(args[i]);
                    break;
            }
        }

        return wish.Lists.Count > 0 && wish.Out.Length > 0 ? wish : null;
    }

    private sealed record Wish(List<string> Lists, string Out, long AtLeast);

    private sealed record Progress(long Bytes, long Of);

    private sealed record Outcome(string File, long Passwords, long Skipped, long Bytes);
}
