namespace Tenure.Flash.Packages;

/// <summary>Why a firmware package is not used.</summary>
public enum PackageFault
{
    /// <summary>No folder and no file of that name, or it cannot be read.</summary>
    NotThere,

    /// <summary>Neither a folder nor a .tgz, .tar.gz, .tar or .zip that can be read to its end.</summary>
    NotAnArchive,

    /// <summary>Nothing in it says what to flash.</summary>
    NotAPackage,

    /// <summary>A name that leads out of the package, or that a file system may take for another one.</summary>
    NameUnsafe,

    /// <summary>A link, a device or another thing that is no plain file.</summary>
    NotAFile,

    /// <summary>More files than a package has.</summary>
    TooManyFiles,

    /// <summary>More bytes than a package has, or than the disk has room for.</summary>
    TooLarge,

    /// <summary>A script that is too long, has no product check, or a line that is none of those that are known.</summary>
    ScriptRefused,

    /// <summary>A file that a script or a list names is not there.</summary>
    FileMissing,

    /// <summary>A list of the package (rawprogram, patch, checksums) that cannot be followed.</summary>
    ListRefused,

    /// <summary>A file is not the one that the package's own list, or its manifest, says.</summary>
    FileWrong,

    /// <summary>The manifest asks for sectors that no list of the package fills.</summary>
    ManifestNotCovered,
}
