using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Platform.Files;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Exports;

/// <summary>The files of archives, in one folder of their own. Each has a key of its own, sealed with the server's key file in its row: without the row, or without the key file, what lies here is nothing.</summary>
internal sealed class ExportStore
{
    private readonly string folder;
    private readonly KeyFile keyFile;

    public ExportStore(IOptions<ExportOptions> options, DataFolder data, KeyFile keyFile)
    {
        this.keyFile = keyFile;
        folder = options.Value.Folder is { Length: > 0 } given ? Path.GetFullPath(given) : Path.Combine(data.Path, "exports");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Takes the file to write it, as it is; <c>null</c> while another process has it. A process that dies lets it go.</summary>
    public FileStream? Take(Guid export) => SealedFile.Take(PathOf(export));

    /// <summary>Begins an archive in a file that was taken.</summary>
    public static SealedFile Begin(Guid export, FileStream taken, byte[] key) => SealedFile.Begin(taken, NameOf(export), key);

    /// <summary>Whether there is such a file.</summary>
    public bool Has(Guid export) => File.Exists(PathOf(export));

    /// <summary>Writes all of an archive to a stream.</summary>
    /// <exception cref="CryptographicException">The file was changed, or cut.</exception>
    public async Task ReadAsync(Guid export, byte[] key, Stream to, CancellationToken ct)
    {
        await using var file = SealedFile.Open(PathOf(export));
        await SealedFile.ReadAsync(file, NameOf(export), key, to, ct);
    }

    /// <summary>A new key, sealed.</summary>
    public byte[] Seal(Guid export, byte[] key) => keyFile.Protect(NameOf(export), key);

    /// <summary>The key.</summary>
    /// <exception cref="CryptographicException">It is not ours.</exception>
    public byte[] Unseal(Guid export, byte[] key) => keyFile.Unprotect(NameOf(export), key);

    /// <summary>Removes a file.</summary>
    public void Remove(Guid export) => File.Delete(PathOf(export));

    /// <summary>The exports that have a file here.</summary>
    public IReadOnlyList<Guid> Present() => [.. Directory.EnumerateFiles(folder).Select(file => Guid.TryParseExact(Path.GetFileName(file), "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    private static string NameOf(Guid export) => $"export:{export:N}";

    private string PathOf(Guid export) => Path.Combine(folder, export.ToString("N"));
}
