using System.Text;
using System.Text.RegularExpressions;

namespace Tenure.Architecture.Tests;

/// <summary>The C# that a page is made of, as far as its <c>@code</c> block goes: enough to know the type of what it awaits.</summary>
internal static partial class RazorCode
{
    /// <summary>A class with the page's usings, what it injects, and its code.</summary>
    /// <param name="project">The folder of the project, whose name is the root of its namespaces.</param>
    /// <param name="file">Full path of the page.</param>
    public static string Of(string project, string file)
    {
        var text = File.ReadAllText(file);
        var imports = string.Join('\n', Imports(project, Path.GetDirectoryName(file)!).Append(text));
        var space = string.Join('.', [Path.GetFileName(project), .. Path.GetRelativePath(project, Path.GetDirectoryName(file)!).Split('/', '\\').Where(part => part != ".")]);
        var code = new StringBuilder();
        foreach (Match match in Using().Matches(imports))
        {
            code.Append("using ").Append(match.Groups[1].Value).Append(";\n");
        }

        code.Append("namespace ").Append(space).Append(";\npartial class ").Append(Path.GetFileNameWithoutExtension(file));
        if (Inherits().Matches(imports) is [.., var parent])
        {
            code.Append(" : ").Append(parent.Groups[1].Value);
        }

        code.Append("\n{\n");
        foreach (Match match in Inject().Matches(imports))
        {
            code.Append("private ").Append(match.Groups[1].Value).Append(' ').Append(match.Groups[2].Value).Append(" => default!;\n");
        }

        // By habit of the house the code is the last block of a page.
        var begin = text.LastIndexOf("@code", StringComparison.Ordinal);
        return begin < 0 ? code.Append("}\n").ToString() : code.Append(text.AsSpan(text.IndexOf('{', begin) + 1)).ToString();
    }

    private static IEnumerable<string> Imports(string project, string? folder) =>
        folder is null || !folder.StartsWith(project, StringComparison.Ordinal)
            ? []
            : [.. Imports(project, Path.GetDirectoryName(folder)), .. File.Exists(Path.Combine(folder, "_Imports.razor")) ? [File.ReadAllText(Path.Combine(folder, "_Imports.razor"))] : Array.Empty<string>()];

    [GeneratedRegex(@"^@using (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^@inherits (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Inherits();

    [GeneratedRegex(@"^@inject (.+) (\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Inject();
}
