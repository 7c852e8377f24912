using System.Security.Cryptography;
using System.Text;
using Tenure.Flash.Scripts;

namespace Tenure.Flash.Packages;

/// <summary>The scripts of a package, by what they do with a person's data.</summary>
public static class PackageScripts
{
    private static readonly string[] Keeping = ["flash_all_except_storage", "flash_all_except_data_storage", "flash_all_except_data"];

    /// <summary>The script for a choice, the .sh before the .bat.</summary>
    /// <returns><c>null</c> when the package has none.</returns>
    public static string? Find(FlashPackage package, DataChoice choice)
    {
        ArgumentNullException.ThrowIfNull(package);
        string[] names = choice switch
        {
            DataChoice.Keep => Keeping,
            DataChoice.Clean => ["flash_all"],
            DataChoice.CleanAndLock => ["flash_all_lock"],
        };
        return names.SelectMany(name => new[] { name + ".sh", name + ".bat" }).FirstOrDefault(package.Files.ContainsKey);
    }

    /// <summary>SHA-256 over the script for a choice and all files of the package: what a journal is of. Two versions may have one script.</summary>
    /// <exception cref="PackageException">There is no such script, or a file cannot be read.</exception>
    public static async Task<byte[]> DigestAsync(FlashPackage package, DataChoice choice, CancellationToken ct)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(Encoding.UTF8.GetBytes(Find(package, choice) ?? throw new PackageException(PackageFault.NotAPackage, "The package has no script for this choice.")));
        foreach (var file in package.Files.Keys)
        {
            await using var stream = package.OpenRead(file);
            all.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(file)));
            all.AppendData(await SHA256.HashDataAsync(stream, ct));
        }

        return all.GetHashAndReset();
    }

    /// <summary>Reads the script for a choice.</summary>
    /// <returns>Its steps. All its files are there. Only the script that locks has a step that locks.</returns>
    /// <exception cref="PackageException">There is no such script, or it is refused.</exception>
    public static IReadOnlyList<FastbootStep> Read(FlashPackage package, DataChoice choice)
    {
        var file = Find(package, choice) ?? throw new PackageException(PackageFault.NotAPackage, "The package has no script for this choice.");
        var steps = FlashScript.Read(file, package.Read(file, FlashScript.MaxBytes));
        foreach (var step in steps)
        {
            if (step is LockStep && choice != DataChoice.CleanAndLock)
            {
                throw new PackageException(PackageFault.ScriptRefused, "Only a script that says so locks the bootloader.", file, step.Line);
            }

            if (step is FlashStep flash && !package.Files.ContainsKey(flash.File))
            {
                throw new PackageException(PackageFault.FileMissing, "The script flashes it.", flash.File, step.Line);
            }

            if (choice == DataChoice.Keep && step is FlashStep { Partition: "userdata" or "metadata" } or EraseStep { Partition: "userdata" or "metadata" })
            {
                throw new PackageException(PackageFault.ScriptRefused, "A script that keeps data writes over them.", file, step.Line);
            }
        }

        return steps;
    }
}
