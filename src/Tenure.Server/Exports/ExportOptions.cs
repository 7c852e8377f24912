using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Exports;

/// <summary>Where archives wait; section <c>Exports</c>.</summary>
internal sealed class ExportOptions
{
    /// <summary>The folder of their files; empty for <c>exports</c> in the data folder. Several processes share one. Default empty.</summary>
    [MaxLength(1000)]
    public string Folder { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class ExportOptionsValidator : IValidateOptions<ExportOptions>;
