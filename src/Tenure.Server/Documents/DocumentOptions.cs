using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Documents;

/// <summary>Where documents lie and what reads them; section <c>Documents</c>.</summary>
internal sealed class DocumentOptions
{
    /// <summary>The folder of their files; empty for <c>documents</c> in the data folder. Several processes share one. Default empty.</summary>
    [MaxLength(1000)]
    public string Folder { get; set; } = "";

    /// <summary>Debian's <c>pdftoppm</c> (poppler-utils); where it is not, PDF is refused. Default <c>/usr/bin/pdftoppm</c>.</summary>
    [MaxLength(1000)]
    public string PdfProgram { get; set; } = "/usr/bin/pdftoppm";

    /// <summary>Debian's <c>heif-convert</c> (libheif-examples); where it is not, HEIC is refused. Default <c>/usr/bin/heif-convert</c>.</summary>
    [MaxLength(1000)]
    public string HeicProgram { get; set; } = "/usr/bin/heif-convert";

    /// <summary>Documents that are looked at at once, 1 to 64, and never more than there are processors, or two. Default 2.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 2;

    /// <summary>Seconds in a day that drawing the documents of one case may take, 1 to 86400. Default 300.</summary>
    [Range(1, 86_400)]
    public int SecondsPerCase { get; set; } = 300;

    /// <summary>Seconds in an hour that drawing the documents of one network may take, 1 to 86400. Default 900.</summary>
    [Range(1, 86_400)]
    public int SecondsPerNetwork { get; set; } = 900;

    /// <summary>Seconds in a day that drawing the documents of one case may take beside what its network used, until that used four times its part; 0 to 86400. Default 20.</summary>
    [Range(0, 86_400)]
    public int SecondsAlways { get; set; } = 20;

    /// <summary>MiB that one network (IPv4: /24, IPv6: /48) may send in a day, 1 to 1048576. Default 4096.</summary>
    [Range(1, 1 << 20)]
    public int MiBPerNetwork { get; set; } = 4096;

    /// <summary>MiB that stay free on the disk of the folder: below them no document is taken. 0 to 1073741824. Default 1024.</summary>
    [Range(0, 1 << 30)]
    public int FreeDiskMiB { get; set; } = 1024;
}

[OptionsValidator]
internal sealed partial class DocumentOptionsValidator : IValidateOptions<DocumentOptions>;
