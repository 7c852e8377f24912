using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tenure.Architecture.Tests;

/// <summary>What must be true of a file for itself. Each rule is given the path and the text and says what is wrong.</summary>
internal static partial class FileRules
{
    // Terms of the field that end in a word which says nothing elsewhere: the partition of a phone that a wipe erases.
    private static readonly string[] Terms = ["UserData"];

    /// <summary>A name must say what the thing does or is.</summary>
    public static IEnumerable<string> Name(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (EmptyWord().IsMatch(name) && !Terms.Contains(name, StringComparer.Ordinal))
        {
            yield return $"{path}: its name says nothing; name what it does or is";
        }
    }

    /// <summary>
    /// File = type. A second type is allowed beside it when it is not public; the records of one part of the API stand together in a file of contracts,
    /// and small types of one sort in a file of its plural.
    /// </summary>
    public static IEnumerable<string> Types(string path, string text)
    {
        var types = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Cast<MemberDeclarationSyntax>()
            .ToList();
        if (types.Count == 0)
        {
            yield break;
        }

        var name = Path.GetFileNameWithoutExtension(path);
        if (name.EndsWith("Contracts", StringComparison.Ordinal))
        {
            foreach (var type in types.Where(type => type is not (RecordDeclarationSyntax or EnumDeclarationSyntax)))
            {
                yield return $"{path}: {NameOf(type)} is neither a record nor an enum and needs a file of its own";
            }

            yield break;
        }

        // Converters.cs and AccountTables.cs hold nothing but converters and tables.
        if (types.Count > 1 && Plural().Match(name) is { Success: true } sort && types.All(type => NameOf(type).EndsWith(sort.Groups[1].Value, StringComparison.Ordinal)))
        {
            yield break;
        }

        // Foo.Bar.cs is a part of Foo.
        if (!types.Any(type => NameOf(type) == name.Split('.')[0]))
        {
            yield return $"{path}: none of its types is named like it";
        }

        foreach (var type in types.Where(type => NameOf(type) != name.Split('.')[0] && type.Modifiers.Any(SyntaxKind.PublicKeyword)))
        {
            yield return $"{path}: the public type {NameOf(type)} needs a file of its own";
        }
    }

    /// <summary>A path of somebody's machine helps nobody else.</summary>
    public static IEnumerable<string> Paths(string path, string text) =>
        MachinePath().Matches(text).Select(match => $"{path}: {match.Value} is a path of one machine");

    /// <summary>One exact version of each package, said in one place.</summary>
    public static IEnumerable<string> Versions(string path, string xml)
    {
        foreach (var item in XDocument.Parse(xml).Descendants())
        {
            var name = item.Attribute("Include")?.Value ?? item.Attribute("Update")?.Value;
            switch (item.Name.LocalName)
            {
                case "PackageVersion" or "GlobalPackageReference" when !ExactVersion().IsMatch(item.Attribute("Version")?.Value ?? ""):
                    yield return $"{path}: {name} has no exact version";
                    break;
                case "PackageReference" when item.Attributes().Any(attribute => attribute.Name.LocalName is "Version" or "VersionOverride"):
                    yield return $"{path}: the version of {name} belongs into Directory.Packages.props";
                    break;
            }
        }
    }

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax named => named.Identifier.Text,
        DelegateDeclarationSyntax named => named.Identifier.Text,
        _ => "",
    };

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Utilities|Service|Base|Impl|Dto|Info|Data)$")]
    private static partial Regex EmptyWord();

    [GeneratedRegex("([A-Z][a-z]+)s$")]
    private static partial Regex Plural();

    [GeneratedRegex(@"(?<![\w.])(/(home|Users|root|mnt|media|srv)/\w[\w.-]*|[A-Z]:\\Users\\\w+)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
