using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Tenure.Server.Platform.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>The table in docs/operate/install.md is what the server reads, with the ranges and defaults of the code.</summary>
public sealed partial class SettingsPageTests
{
    // Kestrel's own, that we name because a server without a proxy needs them.
    private static readonly string[] Kestrels = ["Kestrel:Certificates:Default:KeyPath", "Kestrel:Certificates:Default:Path", "Kestrel:Endpoints"];

    private static readonly string Sources = string.Join('\n', Directory.EnumerateFiles(Repository.File("src", "Tenure.Server"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    private static readonly Dictionary<string, PropertyInfo> Options = Bound().Matches(Sources)
        .SelectMany(bound => OptionsType(bound.Groups["type"].Value).GetProperties().Where(p => p.CanWrite).Select(p => (Key: $"{bound.Groups["section"].Value}:{p.Name}", Property: p)))
        .ToDictionary(option => option.Key, option => option.Property);

    private static readonly MatchCollection Rows = Row().Matches(File.ReadAllText(Repository.File("docs", "operate", "install.md")));

    [Fact]
    public void The_table_has_every_setting_and_no_other()
    {
        var read = Read().Matches(Sources).Select(match => match.Groups["key"].Value)
            .Concat(Connection().Matches(Sources).Select(match => $"ConnectionStrings:{match.Groups["key"].Value}"));
        Assert.Equal(Options.Keys.Concat(read).Concat(Kestrels).Distinct().Order(StringComparer.Ordinal), Rows.Select(row => row.Groups["key"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_has_the_ranges_and_defaults_of_the_code() => Assert.All(Rows.Where(row => Options.ContainsKey(row.Groups["key"].Value)), row =>
    {
        var option = Options[row.Groups["key"].Value];
        if (option.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            Assert.Equal($"{range.Minimum} to {range.Maximum}", Plain(row.Groups["range"]));
        }

        if (option.GetValue(Activator.CreateInstance(option.DeclaringType!)) is not System.Collections.IDictionary and var set && $"{set}" is { Length: > 0 } value)
        {
            Assert.Equal(value, Plain(row.Groups["default"]), ignoreCase: option.PropertyType == typeof(bool));
        }
    });

    [Fact]
    public void Every_setting_may_be_given_as_an_argument() =>
        ServeArguments.Check([.. Rows.SelectMany(row => new[] { $"--{row.Groups["key"].Value}", "value" })]);

    [Fact]
    public void The_table_has_the_arguments_of_the_code() => Assert.Equal(
        ServeArguments.Options.Select(option => $"{option.Value} {option.Key}").Order(StringComparer.Ordinal),
        Rows.Where(row => row.Groups["argument"].Success).Select(row => $"{row.Groups["key"].Value} {row.Groups["argument"].Value}").Order(StringComparer.Ordinal));

    private static Type OptionsType(string name) => typeof(Program).Assembly.GetTypes().Single(type => type.Name == name);

    private static string Plain(Group cell) => cell.Value.Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex("""AddOptions<(?<type>\w+)>\(\)\s*\.Bind\(configuration\.GetSection\("(?<section>\w+)"\)\)""")]
    private static partial Regex Bound();

    [GeneratedRegex("""(?:[cC]onfiguration|early)\["(?<key>[\w:]+)"\]""")]
    private static partial Regex Read();

    [GeneratedRegex("""GetConnectionString\("(?<key>\w+)"\)""")]
    private static partial Regex Connection();

    [GeneratedRegex(@"^\| `(?<key>[\w:]+)` \| (?:`(?<argument>[^`]+)` )?\| [^|]+ \| (?:(?<range>[^|]+) )?\| (?<default>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
