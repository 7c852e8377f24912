using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Leaving;

/// <summary>
/// Which accounts were erased, in a file beside the database that no backup of the database holds: a server that is restored from a backup erases them again before it answers. A line names an account by its inner id, which leads
/// nowhere once the account is gone, and the devices that its person had sealed.
/// </summary>
internal sealed class DeletionJournal(DataFolder folder, IOptions<LeavingOptions> options)
{
    private const int MostTries = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly string path = options.Value.Journal is { Length: > 0 } configured ? configured : Path.Combine(folder.Path, "deletions");

    /// <summary>Writes a line and waits until it is on the disk. What a crash left of another line is taken away first.</summary>
    public async Task AppendAsync(JournaledDeletion deletion, CancellationToken ct)
    {
        var mode = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = await OpenAsync(mode, ct);
        var known = new byte[file.Length];
        await file.ReadExactlyAsync(known, ct);
        var whole = Array.LastIndexOf(known, (byte)'\n') + 1;
        // Somebody's editor leaves the last line without its end; a crash leaves it without its second half.
        var isCut = whole < known.Length && Read(Encoding.UTF8.GetString(known, whole, known.Length - whole)) is null;
        file.SetLength(isCut ? whole : known.Length);
        file.Seek(0, SeekOrigin.End);
        var end = isCut || whole == known.Length ? "" : "\n";
        await file.WriteAsync(Encoding.UTF8.GetBytes($"{end}{JsonSerializer.Serialize(deletion, Json)}\n"), ct);
        file.Flush(flushToDisk: true);
    }

    // Another deletion writes its line.
    private async Task<FileStream> OpenAsync(FileStreamOptions mode, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, mode);
            }
            catch (IOException) when (attempt < MostTries && File.Exists(path))
            {
                await Task.Delay(Pause, ct);
            }
        }
    }

    /// <summary>Every line, the oldest first; what a crash left of the last one is none.</summary>
    /// <exception cref="StartRefusedException">A whole line is not one of ours.</exception>
    public async Task<IReadOnlyList<JournaledDeletion>> ReadAsync(CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        await using var file = await OpenAsync(new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read }, ct);
        using var reader = new StreamReader(file);
        var lines = (await reader.ReadToEndAsync(ct)).Split('\n');
        return
        [
            .. from line in lines.Index()
               where line.Item.Trim().Length > 0
               let deletion = Read(line.Item)
               where deletion is not null || line.Index < lines.Length - 1
               select deletion ?? throw new StartRefusedException($"{path} holds a line that is no deletion. Put the right file back: without it erased accounts would come back (docs/operate/backup.md)."),
        ];
    }

    private static JournaledDeletion? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<JournaledDeletion>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
