using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Packages;

/// <summary>The files of a firmware package. A folder is read where it is; an archive is unpacked first, for images are read from the middle and twice, and a compressed one can do neither.</summary>
public sealed class FlashPackage : IDisposable
{
    private readonly string root;
    private readonly UnpackedFolder? unpacked;
    private readonly SortedDictionary<string, long> files;

    private FlashPackage(string name, string root, UnpackedFolder? unpacked, SortedDictionary<string, long> files)
    {
        Name = name;
        this.root = root;
        this.unpacked = unpacked;
        this.files = files;
    }

    /// <summary>The last part of its path, for people.</summary>
    public string Name { get; }

    /// <summary>Files and their bytes, by names with forward slashes, in order.</summary>
    public IReadOnlyDictionary<string, long> Files => files;

    /// <summary>Opens a folder, or unpacks an archive to a folder of its own below <paramref name="cache"/>, which is removed with this object.</summary>
    /// <param name="path">A folder, .tgz, .tar.gz, .tar or .zip.</param>
    /// <param name="cache">A folder with room for what an archive holds.</param>
    /// <param name="limits">The usual ones when left out.</param>
    /// <param name="progress">Hears how many bytes of the archive's file were read.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="PackageException">It is not used.</exception>
    public static async Task<FlashPackage> OpenAsync(string path, string cache, PackageLimits? limits, IProgress<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(path);
        limits ??= new();
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (Directory.Exists(path))
        {
            return Of(name, path, null, limits);
        }

        if (!File.Exists(path))
        {
            throw new PackageException(PackageFault.NotThere, "There is no such folder or file.");
        }

        var folder = UnpackedFolder.Take(cache);
        try
        {
            await PackageArchive.UnpackAsync(path, folder.Path, limits, progress, ct);
            return Of(name, folder.Path, folder, limits);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Removes what processes that died had unpacked there: it takes the room that the next package needs.</summary>
    /// <param name="cache">As <see cref="OpenAsync"/> takes it; it is there.</param>
    public static void RemoveLeft(string cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        UnpackedFolder.RemoveLeft(cache);
    }

    /// <summary>Where a file of that name is, or would be.</summary>
    public string PathOf(string file) => Path.Combine(root, file);

    /// <summary>Opens a file.</summary>
    /// <exception cref="PackageException"><see cref="PackageFault.FileMissing"/>.</exception>
    public FileStream OpenRead(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!files.ContainsKey(file))
        {
            throw new PackageException(PackageFault.FileMissing, "The package has no such file.", file);
        }

        try
        {
            return new FileStream(Path.Combine(root, file), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackageException(PackageFault.NotThere, e.Message, file, inner: e);
        }
    }

    /// <summary>Reads a small file whole.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="most">More bytes are refused.</param>
    /// <exception cref="PackageException">It is not there, or larger.</exception>
    public byte[] Read(string file, int most)
    {
        using var stream = OpenRead(file);
        if (stream.Length > most)
        {
            throw new PackageException(PackageFault.ListRefused, $"At most {most} bytes are read.", file);
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The file of that name in <c>images</c>, or beside it at the top.</summary>
    /// <returns>Its name in the package; <c>null</c> when there is none.</returns>
    public string? Find(string name) => new[] { "images/" + name, name }.FirstOrDefault(files.ContainsKey);

    /// <inheritdoc/>
    public void Dispose() => unpacked?.Dispose();

    private static FlashPackage Of(string name, string folder, UnpackedFolder? unpacked, PackageLimits limits)
    {
        var root = Root(folder);
        var files = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var bytes = 0L;
        try
        {
            foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, MaxRecursionDepth = 8 }))
            {
                var file = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (entry.LinkTarget is not null)
                {
                    throw new PackageException(PackageFault.NotAFile, "A package has no links.", file);
                }

                if (entry is not FileInfo plain)
                {
                    continue;
                }

                // Two names that differ in case only are one file elsewhere.
                if (!FlashList.IsSafeName(file) || !names.Add(file))
                {
                    throw new PackageException(PackageFault.NameUnsafe, "A file's name may be taken for another one.", file);
                }

                files.Add(file, plain.Length);
                bytes += plain.Length;
                if (files.Count > limits.Files || bytes > limits.Bytes)
                {
                    throw new PackageException(files.Count > limits.Files ? PackageFault.TooManyFiles : PackageFault.TooLarge, "More than a package has.");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackageException(PackageFault.NotThere, e.Message, inner: e);
        }

        return new(name, root, unpacked, files);
    }

    // Archives have one folder at the top that holds all the rest.
    private static string Root(string folder)
    {
        var entries = Directory.GetFileSystemEntries(folder);
        return entries is [var only] && Directory.Exists(only) && new DirectoryInfo(only).LinkTarget is null && Path.GetFileName(only) != "images" ? only : folder;
    }
}
