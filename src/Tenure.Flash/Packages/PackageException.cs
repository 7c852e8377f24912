namespace Tenure.Flash.Packages;

/// <summary>A package is not used, and nothing of it was sent anywhere.</summary>
/// <param name="fault">The stable reason.</param>
/// <param name="message">English, for a log.</param>
/// <param name="file">The file at fault, relative to the package; <c>null</c> when it is the package as a whole.</param>
/// <param name="line">Of a script, from 1.</param>
/// <param name="inner">What the platform said.</param>
public sealed class PackageException(PackageFault fault, string message, string? file = null, int? line = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable reason.</summary>
    public PackageFault Fault { get; } = fault;

    /// <summary>The file at fault, relative to the package; <c>null</c> when it is the package as a whole.</summary>
    public string? File { get; } = file is null ? null : string.Concat(file.Select(c => PackageText.IsShown(c) ? c : '\uFFFD'));

    /// <summary>The line of a script, from 1.</summary>
    public int? Line { get; } = line;
}
