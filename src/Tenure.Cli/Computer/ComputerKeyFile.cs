using System.Security.Cryptography;
using Tenure.Cli.Account;
using Tenure.Client.Flashing;

namespace Tenure.Cli.Computer;

/// <summary>This computer's key, in a file beside the session that only its owner may read. It belongs to no session: signing out leaves it.</summary>
internal static class ComputerKeyFile
{
    private const string Name = "computer.key";

    /// <summary>Where it is kept: <c>computer.key</c> in the folder of the session.</summary>
    public static string Of(CommandStreams streams) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(SavedSession.FileOf(streams)))!, Name);

    /// <summary>The key; <c>null</c> where there is none, or the file holds no key.</summary>
    public static ComputerKey? Read(CommandStreams streams)
    {
        try
        {
            return ComputerKey.Import(File.ReadAllBytes(Of(streams)));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Makes a key.</summary>
    public static ComputerKey Make(CommandStreams streams)
    {
        var key = ComputerKey.Create();
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = Of(streams);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var beside = file + ".new";
        // Made anew: an older file of this name would keep its mode.
        File.Delete(beside);
        using (var stream = new FileStream(beside, options))
        {
            stream.Write(key.Export());
        }

        File.Move(beside, file, overwrite: true);
        return key;
    }
}
