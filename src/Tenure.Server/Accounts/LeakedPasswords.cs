using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts;

/// <summary>The operator's filter of leaked passwords: a file that <c>passwords import</c> made, read one block at a time.</summary>
/// <remarks>
/// The file: the eight bytes <c>TNRPWF1</c> and zero, the number of passwords as eight bytes, most significant first, then the blocks of
/// <see cref="PasswordFilter"/>; their number follows from that of the passwords.
/// </remarks>
internal sealed class LeakedPasswords : IDisposable
{
    /// <summary>Length of what stands before the blocks.</summary>
    public const int HeaderSize = 16;

    private readonly SafeFileHandle file;
    private readonly long blocks;

    private LeakedPasswords(SafeFileHandle file, long passwords)
    {
        this.file = file;
        Count = passwords;
        blocks = PasswordFilter.BlocksFor(passwords);
    }

    /// <summary>How many passwords it was made of.</summary>
    public long Count { get; }

    private static ReadOnlySpan<byte> Magic => "TNRPWF1\0"u8;

    /// <summary>Opens a filter; it stays open, so that a file that is replaced does no harm until the next start.</summary>
    /// <exception cref="InvalidDataException">The file is no filter, or not all of one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LeakedPasswords Open(string path)
    {
        var file = File.OpenHandle(path);
        Span<byte> header = stackalloc byte[HeaderSize];
        var read = RandomAccess.Read(file, header, 0);
        var passwords = BinaryPrimitives.ReadInt64BigEndian(header[Magic.Length..]);
        if (read < HeaderSize || !header.StartsWith(Magic) || passwords is < 0 or > PasswordFilter.MostPasswords || RandomAccess.GetLength(file) != LengthFor(passwords))
        {
            file.Dispose();
            throw new InvalidDataException($"{path} is no filter of passwords, or not all of one. Make it with: Tenure.Server passwords import (docs/operate/passwords.md).");
        }

        return new LeakedPasswords(file, passwords);
    }

    /// <summary>Whether there is a whole filter at a path.</summary>
    public static bool Is(string path)
    {
        try
        {
            Open(path).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Length of the file for some passwords, in bytes.</summary>
    public static long LengthFor(long passwords) => HeaderSize + (PasswordFilter.BlocksFor(passwords) * PasswordFilter.BlockSize);

    /// <summary>What stands before the blocks.</summary>
    public static byte[] Header(long passwords)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(Magic.Length), passwords);
        return header;
    }

    /// <summary>What a password is known by: the SHA-1 of its UTF-8, in NFC.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Public lists hold SHA-1; it finds a place in a file and protects nothing.")]
    public static byte[] HashOf(string password) => SHA1.HashData(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC)));

    /// <summary>Whether the password was leaked; once in about 100,000 times a yes is a mistake.</summary>
    public bool Has(string password)
    {
        var hash = HashOf(password);
        Span<byte> block = stackalloc byte[PasswordFilter.BlockSize];
        var at = HeaderSize + (PasswordFilter.BlockOf(hash, blocks) * PasswordFilter.BlockSize);
        return RandomAccess.Read(file, block, at) == block.Length && PasswordFilter.Has(block, hash);
    }

    public void Dispose() => file.Dispose();
}
