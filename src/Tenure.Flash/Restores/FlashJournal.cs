using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Flash.Restores;

/// <summary>What of a restore is done, in a file that outlives this program: one for each device's place and manifest. Lines are only added, and a last one that is cut short does not count.</summary>
public sealed class FlashJournal : IDisposable
{
    private const string Head = "tenure flash journal 1";

    private readonly string file;
    private readonly HashSet<int> done = [];
    private StreamWriter? writer;

    private FlashJournal(string file) => this.file = file;

    /// <summary>Entries of the manifest that were written and acknowledged.</summary>
    public IReadOnlySet<int> Done => done;

    /// <summary>The entry at which the last host was when it died, with the bytes that it had handed over; <c>null</c> when it was at none.</summary>
    public (int Entry, long Bytes, long Of)? Raw { get; private set; }

    /// <summary>Whether its last restore ended in order: by itself or because it was told to, and not because the device or this program was gone.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The device that it is of, 43 characters; <c>null</c> before it has said so.</summary>
    public string? Device { get; private set; }

    /// <summary>Opens the journal of a place and a manifest, or begins one.</summary>
    /// <param name="folder">Where journals are; made when it is not there.</param>
    /// <param name="place">Where the device is.</param>
    /// <param name="manifest">The manifest's digest.</param>
    /// <exception cref="JournalBusyException">Another restore of the same has it open.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static FlashJournal Open(string folder, string place, ReadOnlySpan<byte> manifest)
    {
        ArgumentNullException.ThrowIfNull(place);
        Directory.CreateDirectory(folder);
        var name = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(place), 0, .. manifest]).AsSpan(0, 16));
        var file = Path.Combine(folder, name + ".journal");
        return In(Open(file), file);
    }

    /// <summary>Goes on with what a stream holds, and writes to its end.</summary>
    /// <param name="stream">Can be read, written and cut; disposed with the journal.</param>
    /// <param name="file">Of the stream.</param>
    internal static FlashJournal In(Stream stream, string file)
    {
        var journal = new FlashJournal(file);
        journal.Read(stream);
        journal.writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        if (stream.Length == 0)
        {
            journal.Write(Head);
        }

        return journal;
    }

    // What a file's lock says: on Windows ERROR_SHARING_VIOLATION, elsewhere the number of EWOULDBLOCK as it is on Linux and macOS.
    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is unchecked((int)0x80070020) or 11 or 35)
        {
            throw new JournalBusyException(e);
        }
    }

    /// <summary>Takes note of the device. What was done to another one at the same place does not count.</summary>
    public void Begin(string device)
    {
        if (Device is not null && Device != device)
        {
            Forget();
        }

        if (Device is null)
        {
            Device = device;
            Write("device " + device);
        }
    }

    /// <summary>So far in the bytes of an entry.</summary>
    public void MarkRaw(int entry, long bytes, long of)
    {
        Raw = (entry, bytes, of);
        Write(string.Create(CultureInfo.InvariantCulture, $"raw {entry} {bytes} {of}"));
    }

    /// <summary>The device has taken an entry whole.</summary>
    public void MarkDone(int entry)
    {
        done.Add(entry);
        Raw = null;
        Write(string.Create(CultureInfo.InvariantCulture, $"done {entry}"));
    }

    /// <summary>The device is out of the middle of an entry, which has to be written again.</summary>
    public void LeaveRaw()
    {
        Raw = null;
        Write("left");
    }

    /// <summary>The restore ends here in order, and the device with it.</summary>
    public void MarkEnd()
    {
        HasEnded = true;
        Write("ended");
    }

    /// <summary>Nothing counts any more.</summary>
    public void Forget()
    {
        done.Clear();
        (Raw, Device, HasEnded) = (null, null, false);
        writer!.BaseStream.SetLength(0);
        Write(Head);
    }

    /// <summary>The restore is over: there is nothing to go on with.</summary>
    public void Finish()
    {
        Dispose();
        File.Delete(file);
    }

    /// <inheritdoc/>
    public void Dispose() => writer?.Dispose();

    private void Write(string line) => writer!.WriteLine(line);

    // A journal that is none, or spoilt, is an empty one: then all is written again.
    private void Read(Stream stream)
    {
        // A byte is a character: what is kept is counted in bytes, whatever they are.
        using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var text = reader.ReadToEnd();
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [Head, ..] || !lines.Skip(1).All(Take))
        {
            done.Clear();
            (Raw, Device, HasEnded) = (null, null, false);
            stream.SetLength(0);
            return;
        }

        stream.SetLength(text.LastIndexOf('\n') + 1);
        stream.Position = stream.Length;
    }

    private bool Take(string line)
    {
        HasEnded = line == "ended";
        switch (line.Split(' '))
        {
            case ["ended"]:
                return true;
            case ["device", { Length: > 0 } name]:
                Device = name;
                return true;
            case ["left"]:
                Raw = null;
                return true;
            case ["done", var entry] when Number(entry) is { } index and < int.MaxValue:
                done.Add((int)index);
                Raw = null;
                return true;
            case ["raw", var entry, var bytes, var of] when Number(entry) is { } index and < int.MaxValue && Number(bytes) is { } sent && Number(of) is { } all:
                Raw = ((int)index, sent, all);
                return true;
            default:
                return false;
        }
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
