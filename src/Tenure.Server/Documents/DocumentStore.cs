using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Tenure.Domain.Documents;
using Tenure.Server.Data;
using Tenure.Server.Platform.Files;
using Tenure.Server.Platform.Pictures;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Documents;

/// <summary>
/// The files of documents, in one folder of its own. Their names are random and made here. Each document has a key of its own, sealed with the server's key file in its row: without the row,
/// or without the key file, what lies here is nothing.
/// </summary>
internal sealed class DocumentStore
{
    /// <summary>How long whoever finds no room should wait: sweeps and operators need a while.</summary>
    public static readonly TimeSpan RoomWait = TimeSpan.FromMinutes(10);

    private const string Link = "picture.jpg";
    private const string OtherLink = "picture-1.jpg";

    private readonly string folder;
    private readonly IOptions<DocumentOptions> options;
    private readonly KeyFile keyFile;

    public DocumentStore(IOptions<DocumentOptions> options, DataFolder data, KeyFile keyFile)
    {
        (this.options, this.keyFile) = (options, keyFile);
        folder = options.Value.Folder is { Length: > 0 } given ? Path.GetFullPath(given) : Path.Combine(data.Path, "documents");
        MakeFolder(folder);
        if (OperatingSystem.IsLinux())
        {
            // Of several pictures in a file the first.
            MakeLink(Link);
            MakeLink(OtherLink);
        }
    }

    /// <summary>Where a program that tells its output by a name's end writes to its pipe.</summary>
    public string OutputLink => Path.Combine(folder, Link);

    /// <summary>Whether the disk has room for so many bytes more: what is kept free is the database's, which may lie on the same one.</summary>
    public bool HasRoom(long bytes) =>
        new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace - bytes >= (long)options.Value.FreeDiskMiB * DocumentRules.Megabyte;

    /// <summary>Whether there is room for so many bytes to arrive: what arrived before can still be drawn then, which frees what was sent.</summary>
    public bool HasRoomToSend(long bytes) => HasRoom(bytes + ((long)options.Value.AtOnce * DocumentRules.MostPages * DocumentRules.LargestPage));

    /// <summary>A key for a new document, sealed.</summary>
    public byte[] NewKey(Guid document) => keyFile.Protect(NameOf(document), RandomNumberGenerator.GetBytes(32));

    /// <summary>What a sender says of a document, sealed for its row.</summary>
    public byte[] SealWords(Guid document, ReceiptWords words) => keyFile.Protect(WordsOf(document), JsonSerializer.SerializeToUtf8Bytes<string?[]>([words.DateText, words.Shop, words.Serial, words.Payer]));

    /// <summary>The same, opened; <c>null</c> where nothing was said.</summary>
    public ReceiptWords? OpenWords(CaseDocument document) =>
        document.Words is { } words && JsonSerializer.Deserialize<string?[]>(keyFile.Unprotect(WordsOf(document.Id), words)) is [var date, var shop, var serial, var payer]
        && ReceiptWords.Read(date, shop, serial, payer, out var read) is null
            ? read
            : null;

    /// <summary>Takes the file of what was sent; <c>null</c> while somebody else has it.</summary>
    public FileStream? Take(Guid document)
    {
        var path = PathOf(document, "part");
        MakeFolder(Path.GetDirectoryName(path)!);
        return SealedFile.Take(path);
    }

    /// <summary>What was sent of a document so far, to go on with it; <c>null</c> while somebody else has it.</summary>
    public SealedFile? Resume(CaseDocument document)
    {
        var key = KeyOf(document);
        return Take(document.Id) is { } file ? SealedFile.Resume(file, NameOf(document.Id), key) : null;
    }

    /// <summary>All of what was sent; <c>null</c> when it is not whole: the machine lost power, or the disk lost it.</summary>
    /// <param name="document">Which one.</param>
    /// <param name="file">Of <see cref="Take"/>.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<ReadOnlyMemory<byte>?> ReadSentAsync(CaseDocument document, FileStream file, CancellationToken ct)
    {
        var key = KeyOf(document);
        using var content = new MemoryStream((int)document.Length);
        try
        {
            await SealedFile.ReadAsync(file, NameOf(document.Id), key, content, ct);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    /// <summary>Keeps one page, from 1; it is on the disk when this comes back.</summary>
    public void WritePage(CaseDocument document, int page, ReadOnlySpan<byte> picture)
    {
        var (key, path) = (KeyOf(document), PathOf(document.Id, PageName(page)));
        using var file = SealedFile.Begin(SealedFile.Take(path) ?? throw new IOException($"{path} is in use."), NameOf(document.Id, page), key);
        file.Write(picture);
        file.Complete();
    }

    /// <summary>One page; <c>null</c> when there is no such file.</summary>
    /// <exception cref="CryptographicException">The file was changed.</exception>
    public async Task<byte[]?> ReadPageAsync(CaseDocument document, int page, CancellationToken ct)
    {
        var key = KeyOf(document);
        try
        {
            await using var file = SealedFile.Open(PathOf(document.Id, PageName(page)));
            using var picture = new MemoryStream();
            await SealedFile.ReadAsync(file, NameOf(document.Id, page), key, picture, ct);
            return picture.ToArray();
        }
        catch (IOException missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes what was sent; the pages stay.</summary>
    public void RemoveSent(Guid document) => Remove(PathOf(document, "part"));

    /// <summary>Removes all of a document's files, half-written ones too.</summary>
    public void Remove(Guid document)
    {
        var path = PathOf(document, "");
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
            {
                Remove(file);
            }
        }
    }

    /// <summary>The documents that have files here.</summary>
    public IEnumerable<Guid> Present() => Directory.EnumerateDirectories(folder).SelectMany(Directory.EnumerateFiles)
        .Select(file => Guid.TryParseExact(Path.GetFileName(file).Split('.')[0], "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct();

    private static string PageName(int page) => $"page{page}";

    private static string WordsOf(Guid document) => $"document-words:{document:N}";

    private static string NameOf(Guid document) => $"document:{document:N}";

    private static string NameOf(Guid document, int page) => $"{NameOf(document)}:{PageName(page)}";

    private byte[] KeyOf(CaseDocument document) => keyFile.Unprotect(NameOf(document.Id), document.Key);

    private string PathOf(Guid document, string end)
    {
        var name = document.ToString("N");
        // The last digits are random in every kind of id.
        return Path.Combine(folder, name[^2..], $"{name}.{end}");
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing of it ever arrived.
        }
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void MakeLink(string name)
    {
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder, name), ToolProgram.HeicOutput);
        }
        catch (IOException)
        {
            // There already.
        }
    }
}
