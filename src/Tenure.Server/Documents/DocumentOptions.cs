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
}

[OptionsValidator]
internal sealed partial class DocumentOptionsValidator : IValidateOptions<DocumentOptions>;
