using System.Text.Json;
using System.Xml.Linq;
using Tenure.Testing;

namespace Tenure.Architecture.Tests;

/// <summary>Packages that a project brings and does not use.</summary>
internal static class UnusedPackages
{
    /// <summary>Those of a project file, in the order of that file. What only builds is left out.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="xml">The text of its project file.</param>
    /// <param name="uses">Names of the assemblies that the built project refers to.</param>
    public static IReadOnlyList<string> Of(string project, string xml, IEnumerable<string> uses)
    {
        using var restored = JsonDocument.Parse(File.ReadAllBytes(Repository.File("artifacts", "obj", project, "project.assets.json")));
        var libraries = restored.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject().ToDictionary(library => library.Name.Split('/')[0], library => library.Value);
        return
        [
            .. XDocument.Parse(xml).Descendants("PackageReference")
                .Where(package => package.Attribute("PrivateAssets")?.Value != "all")
                .Select(package => package.Attribute("Include")!.Value)
                // What is machine code alone is used by the package that it belongs to.
                .Where(package => !package.Contains(".NativeAssets.", StringComparison.Ordinal))
                // Some assemblies have another name than their package; others come in a part of it.
                .Where(package => !Assemblies(libraries, package).Append(package).Intersect(uses, StringComparer.Ordinal).Any())
                .Select(package => $"{project} uses nothing of the package {package}"),
        ];
    }

    private static IEnumerable<string> Assemblies(Dictionary<string, JsonElement> libraries, string package) =>
        libraries.TryGetValue(package, out var library) && library.TryGetProperty("compile", out var files)
            ? files.EnumerateObject().Select(file => Path.GetFileNameWithoutExtension(file.Name))
            : [];
}
