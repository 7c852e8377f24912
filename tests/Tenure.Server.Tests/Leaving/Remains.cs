using System.Text;
using Tenure.Server.Data;

namespace Tenure.Server.Tests.Leaving;

/// <summary>Searches everything that a server keeps, every column of every table and every file, for something of a person.</summary>
internal static class Remains
{
    /// <summary>Where any of these was found, in any case, as text, as bytes, or as digits of either.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TenureDb db, string folder, IReadOnlyCollection<string> needles, IReadOnlyCollection<byte[]> binary, CancellationToken ct)
    {
        List<string> found = [];
        byte[][] bytes = [.. needles.Select(Encoding.UTF8.GetBytes), .. binary];
        string[] texts = [.. needles, .. binary.Select(Convert.ToHexString), .. binary.Where(b => b.Length == 16).Select(b => new Guid(b, bigEndian: true).ToString())];
        foreach (var table in await TablesAsync(db, ct))
        {
            found.AddRange(await db.ReadAsync(new Statement($"SELECT * FROM \"{table}\""), row => Enumerable.Range(0, row.FieldCount)
                .Where(i => !row.IsDBNull(i) && Holds(row.GetValue(i), texts, bytes)).Select(i => $"{table}.{row.GetName(i)}: {Shown(row.GetValue(i))}").ToList(), ct) is { } rows
                ? rows.SelectMany(r => r)
                : []);
        }

        if (db is SqliteTenureDb)
        {
            // What the write-ahead log still has goes into the file.
            await db.RunAsync(new("PRAGMA wal_checkpoint(TRUNCATE)"), ct);
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var content = await ReadAsync(file, ct);
            found.AddRange(bytes.Where(b => content.AsSpan().IndexOf(b) >= 0).Select(b => $"{Path.GetFileName(file)}: {Encoding.UTF8.GetString(b)}"));
        }

        return found;
    }

    private static Task<List<string>> TablesAsync(TenureDb db, CancellationToken ct) => db.ReadAsync(
        new(db is SqliteTenureDb ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"), row => row.GetString(0), ct);

    private static bool Holds(object value, string[] texts, byte[][] bytes) => value is byte[] blob
        ? bytes.Any(b => blob.AsSpan().IndexOf(b) >= 0)
        : texts.Any(t => (value.ToString() ?? "").Contains(t, StringComparison.OrdinalIgnoreCase));

    private static string Shown(object value) => value is byte[] blob ? Convert.ToHexString(blob) : value.ToString() ?? "";

    // Shared: the server has it open.
    private static async Task<byte[]> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, ct);
            return copy.ToArray();
        }
        catch (IOException)
        {
            // tenure.lock is nobody's to read, and empty.
            return [];
        }
    }
}
