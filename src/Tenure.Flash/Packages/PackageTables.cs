using System.Globalization;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Packages;

/// <summary>Where the tables of digests of a package are: in the folder digests/clean or digests/keep, for what is sent differs.</summary>
public static class PackageTables
{
    private const string First = "signed.mbn";

    /// <summary>Reads the tables for a choice.</summary>
    /// <returns><c>null</c> when the package has none.</returns>
    /// <exception cref="PackageException">They do not follow on each other.</exception>
    public static DigestTables? Read(FlashPackage package, bool keepData)
    {
        ArgumentNullException.ThrowIfNull(package);
        var folder = FolderOf(keepData);
        if (!package.Files.ContainsKey(folder + First))
        {
            return null;
        }

        var chained = Enumerable.Range(0, DigestTables.MaxChained).Select(i => folder + Chained(i)).TakeWhile(package.Files.ContainsKey).Select(file => (ReadOnlyMemory<byte>)package.Read(file, DigestTables.MaxSignedBytes));
        try
        {
            return new(package.Read(folder + First, DigestTables.MaxSignedBytes), [.. chained]);
        }
        catch (ProtocolException e)
        {
            throw new PackageException(PackageFault.ListRefused, e.Message, folder + First, inner: e);
        }
    }

    /// <summary>Writes the tables into the folder of a package, in place of those that were there.</summary>
    public static async Task WriteAsync(FlashPackage package, bool keepData, DigestTables tables, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(tables);
        var folder = package.PathOf(FolderOf(keepData));
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, First), tables.First, ct);
        foreach (var (i, table) in tables.Chained.Index())
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, Chained(i)), table, ct);
        }
    }

    /// <summary>True for a file of these folders: it is made of the manifest, and so is not in it.</summary>
    internal static bool Has(string file) => file.StartsWith("digests/", StringComparison.Ordinal);

    private static string FolderOf(bool keepData) => keepData ? "digests/keep/" : "digests/clean/";

    private static string Chained(int index) => string.Create(CultureInfo.InvariantCulture, $"chained{index}.bin");
}
