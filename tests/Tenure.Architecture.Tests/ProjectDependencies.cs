using System.Xml.Linq;

namespace Tenure.Architecture.Tests;

/// <summary>Which project may refer to which other, and which packages those that are published as libraries may bring along.</summary>
internal static class ProjectDependencies
{
    // Null: any package of Directory.Packages.props.
    private static readonly Dictionary<string, (string[] Projects, string[]? Packages)> Allowed = new(StringComparer.Ordinal)
    {
        ["Tenure.Domain"] = ([], []),
        ["Tenure.Protocols"] = ([], ["System.Formats.Cbor", "System.Security.Cryptography.Cose"]),
        ["Tenure.Client"] = ([], []),
        ["Tenure.Device"] = (["Tenure.Protocols", "Tenure.Client"], ["NSec.Cryptography"]),
        ["Tenure.Flash"] = (["Tenure.Protocols", "Tenure.Client"], ["System.IO.Ports"]),
        ["Tenure.Cli"] = (["Tenure.Client", "Tenure.Device", "Tenure.Flash", "Tenure.Protocols"], null),
        ["Tenure.Server"] = (["Tenure.Domain", "Tenure.Protocols", "Tenure.Client"], null),
    };

    /// <summary>What a project file declares beyond its rule.</summary>
    /// <param name="project">The project's name; one without a rule breaks it by being there.</param>
    /// <param name="xml">The text of its project file.</param>
    public static IEnumerable<string> Declared(string project, string xml)
    {
        if (!Allowed.TryGetValue(project, out var rule))
        {
            return [$"{project} has no rule: a new project needs a reason, written in docs/architecture.md, and a line here"];
        }

        var items = XDocument.Parse(xml).Descendants();
        var projects = items.Where(item => item.Name.LocalName == "ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value.Replace('\\', '/')))
            .Except(rule.Projects, StringComparer.Ordinal)
            .Select(name => $"{project} may not refer to the project {name}");
        var packages = items.Where(item => item.Name.LocalName == "PackageReference")
            .Select(item => item.Attribute("Include")!.Value)
            .Except(rule.Packages ?? [], StringComparer.Ordinal)
            .Where(_ => rule.Packages is not null)
            .Select(name => $"{project} may not bring the package {name}");
        return projects.Concat(packages);
    }

    /// <summary>What a built assembly refers to beyond its rule, however that came about.</summary>
    public static IEnumerable<string> Built(string project, System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Tenure.", StringComparison.Ordinal) ? !Allowed[project].Projects.Contains(name)
                : Allowed[project].Packages is { } packages && !packages.Contains(name) && !name.StartsWith("System.", StringComparison.Ordinal)
                    && name is not ("netstandard" or "Microsoft.Win32.Primitives"))
            .Select(name => $"{project} may not use {name}");
}
