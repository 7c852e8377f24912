using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Data;

/// <summary>The folder that holds the keys, and the database file where SQLite is used. Only its owner may enter it.</summary>
internal sealed class DataFolder
{
    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Create(Path);
        Keys = System.IO.Path.Combine(Path, "keys");
        Create(Keys);
    }

    /// <summary>The folder itself, absolute.</summary>
    public string Path { get; }

    /// <summary>The folder of the keys.</summary>
    public string Keys { get; }

    /// <summary>Reads a secret of the given length, or makes it on the first start.</summary>
    /// <remarks>Written beside and renamed: a crash leaves the old state or the whole secret, never half of one.</remarks>
    /// <exception cref="StartRefusedException">The file has another length.</exception>
    public byte[] SecretFile(string name, int length)
    {
        var file = System.IO.Path.Combine(Keys, name);
        if (!File.Exists(file))
        {
            WriteSecret(file, System.Security.Cryptography.RandomNumberGenerator.GetBytes(length));
        }

        var secret = File.ReadAllBytes(file);
        return secret.Length == length ? secret : throw new StartRefusedException($"{name} in the keys folder must have {length} bytes. Put the right one back from the backup (docs/operate/backup.md).");
    }

    /// <summary>Writes a file that only the owner may read, whole or not at all.</summary>
    public static void WriteSecret(string file, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var beside = file + ".new";
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, file, overwrite: true);
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(path, OwnerOnly);
            // A folder that was there before keeps its own mode otherwise.
            if (File.GetUnixFileMode(path) != OwnerOnly)
            {
                File.SetUnixFileMode(path, OwnerOnly);
            }
        }
    }
}
