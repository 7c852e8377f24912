using System.Security.Cryptography;
using Tenure.Cli.Account;
using Tenure.Client.Flashing;

namespace Tenure.Cli.Computer;

/// <summary>This computer's key, in a file beside the session that only its owner may read. It belongs to no session: signing out leaves it.</summary>
internal static class ComputerKeyFile
{
    private const string Name = "computer.key";

    // No key begins so: DER begins with a SEQUENCE.
    private static ReadOnlySpan<byte> Stored => "secret-service\n"u8;

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

    /// <summary>Whether the key is in the desktop's key store, as whoever put it there wrote down.</summary>
    public static bool SaysStored(CommandStreams streams) => File.Exists(Of(streams)) && File.ReadAllBytes(Of(streams)).AsSpan().SequenceEqual(Stored);

    /// <summary>Writes down that the key is in the desktop's key store, unless a key is there: it was bound, and stays.</summary>
    public static void SayStored(CommandStreams streams)
    {
        if (!File.Exists(Of(streams)))
        {
            OwnersFile.Write(Of(streams), Stored);
        }
    }

    /// <summary>Makes a key.</summary>
    public static ComputerKey Make(CommandStreams streams)
    {
        var key = ComputerKey.Create();
        OwnersFile.Write(Of(streams), key.Export());
        return key;
    }
}
