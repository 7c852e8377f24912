namespace Tenure.Cli.Account;

/// <summary>Writes files that only their owner may read (mode 0600), whole or not at all.</summary>
internal static class OwnersFile
{
    /// <summary>Writes it in place of one that is there.</summary>
    public static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Made anew: one that somebody put there before would keep its mode, and its owner.
        var beside = file + ".new";
        File.Delete(beside);
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(bytes);
        }

        File.Move(beside, file, overwrite: true);
    }
}
