namespace Tenure.Server.Backups;

/// <summary>A folder beside a file, on the same disk, that nobody but its owner may enter; it goes with what is left in it.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly string folder;

    /// <param name="beside">The file beside which it is made.</param>
    public PrivateFolder(string beside)
    {
        folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(beside))!, $".tenure-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A file in it.</summary>
    public string File(string name) => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
