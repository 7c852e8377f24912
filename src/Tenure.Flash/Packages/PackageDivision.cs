using System.Text.RegularExpressions;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Packages;

/// <summary>What a package says of how the storage is divided: its one provision*.xml.</summary>
public static partial class PackageDivision
{
    /// <summary>Reads it.</summary>
    /// <returns><c>null</c> when the package has none.</returns>
    /// <exception cref="PackageException">There are several, or it cannot be followed.</exception>
    public static Provisioning? Read(FlashPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var files = package.Files.Keys.Where(file => Name().IsMatch(file)).ToList();
        if (files.Count > 1)
        {
            throw new PackageException(PackageFault.ListRefused, "There is more than one division of the storage.", files[0]);
        }

        try
        {
            return files is [var file] ? Provisioning.Read(package.Read(file, Provisioning.MaxBytes)) : null;
        }
        catch (ProtocolException e)
        {
            throw new PackageException(PackageFault.ListRefused, e.Message, files[0], inner: e);
        }
    }

    [GeneratedRegex("^(?:images/)?provision[A-Za-z0-9_.-]{0,80}\\.xml$")]
    private static partial Regex Name();
}
