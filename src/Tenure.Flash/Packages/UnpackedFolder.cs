using System.Security.Cryptography;

namespace Tenure.Flash.Packages;

/// <summary>A folder that an archive is unpacked to, and the lock file beside it, which says while it is held that somebody uses the folder. A process that died holds nothing: whoever comes next removes what it left.</summary>
internal sealed class UnpackedFolder : IDisposable
{
    private const string Prefix = "package-";
    private const string Lock = ".lock";

    private readonly FileStream held;

    private UnpackedFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>Of the folder, which whoever unpacks makes.</summary>
    public string Path { get; }

    /// <summary>Takes a name that nobody has.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static UnpackedFolder Take(string cache)
    {
        var path = System.IO.Path.Combine(cache, Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        return new(path, new FileStream(path + Lock, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
    }

    /// <summary>Removes the folders that nobody holds. What cannot be removed stays for the next time.</summary>
    public static void RemoveLeft(string cache)
    {
        foreach (var folder in Directory.GetDirectories(cache, Prefix + "*").Concat(Directory.GetFiles(cache, Prefix + "*" + Lock).Select(file => file[..^Lock.Length])).Distinct(StringComparer.Ordinal))
        {
            try
            {
                // Made before the folder, and held as long as it is used.
                using (new FileStream(folder + Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
                {
                    Remove(folder);
                }

                File.Delete(folder + Lock);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody's, or somebody else's.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Remove(Path);
        held.Dispose();
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
