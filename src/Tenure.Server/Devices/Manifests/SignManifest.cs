using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols;
using Tenure.Protocols.Manifests;
using Tenure.Server.Platform.Files;

namespace Tenure.Server.Devices.Manifests;

/// <summary>Makes a factory manifest of a maker's list. It needs neither server nor database.</summary>
internal static class SignManifest
{
    /// <summary>Signs it; the file appears whole or not at all.</summary>
    /// <param name="list">A file as <see cref="ManifestList"/> reads it.</param>
    /// <param name="keyFile">The maker's private manifest key in PEM.</param>
    /// <param name="to">The manifest.</param>
    /// <param name="progress">Takes bytes read and all bytes.</param>
    /// <param name="ct">Ends it.</param>
    public static (ManifestFailure? Failure, ManifestHead? Head) Execute(string list, string keyFile, string to, Action<long, long> progress, CancellationToken ct)
    {
        var (failure, key) = MakerKeys.ReadPrivate(keyFile);
        if (key is null)
        {
            return (failure, null);
        }

        using (key)
        {
            var unfinished = to + ".new";
            try
            {
                using var records = new FileStream(unfinished + ".records", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
                using var writer = new ManifestWriter(records);
                if (Add(list, writer, progress, ct) is { } wrong)
                {
                    return (wrong, null);
                }

                ManifestHead head;
                using (var manifest = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    head = writer.Sign(manifest, key);
                    manifest.Flush(flushToDisk: true);
                }

                File.Move(unfinished, to, overwrite: true);
                return (null, head);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (ManifestFailure.Unreadable(list, e), null);
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
    }

    private static ManifestFailure? Add(string path, ManifestWriter writer, Action<long, long> progress, CancellationToken ct)
    {
        var total = new FileInfo(path).Length;
        using var lines = new ByteLines(path, ManifestList.MaxLine);
        var seen = new SeenNames();
        ManifestList? list = null;
        while (lines.Next() is { } line)
        {
            if (lines.Lines % 4096 == 0)
            {
                ct.ThrowIfCancellationRequested();
                progress(lines.Position, total);
            }

            try
            {
                if (list is null)
                {
                    list = new ManifestList(line.Span);
                    continue;
                }

                if (line.Length == 0)
                {
                    continue;
                }

                var record = list.Read(line.Span);
                if (seen.Add(record) is { } twice)
                {
                    return new("line_refused", lines.Lines, $"{twice} was in an earlier line.");
                }

                writer.Add(record);
            }
            catch (ProtocolException e)
            {
                return new("line_refused", lines.Lines, $"{e.Field}: {e.Message}");
            }
        }

        return writer.Devices == 0 ? new("list_empty", path) : null;
    }

    /// <summary>Remembers what a list has named, as hashes: some hundred bytes for each device.</summary>
    private sealed class SeenNames
    {
        private readonly HashSet<UInt128> names = [];

        /// <summary>What of a record was named before; <c>null</c> when nothing was.</summary>
        public string? Add(ManifestRecord record) => Names(record).FirstOrDefault(name => !names.Add(Short(name)));

        private static IEnumerable<string> Names(ManifestRecord record) =>
            [$"key {record.Device}", $"serial {record.Serial} of {record.Model}", .. record.Imeis.Select(imei => $"IMEI {imei}")];

        // Half a SHA-256: nobody finds two texts for one.
        private static UInt128 Short(string name) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }
}
