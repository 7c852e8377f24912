using Tenure.Testing;

namespace Tenure.Architecture.Tests;

public sealed class FileRulesTests
{
    private const string Fixtures = "tests/Tenure.Architecture.Fixtures/Files/";

    [Fact]
    public void A_file_has_a_name_that_says_something() =>
        Violations.None(TrackedFiles.Sources.Concat(TrackedFiles.All.Where(path => path.EndsWith(".razor", StringComparison.Ordinal))).SelectMany(FileRules.Name));

    [Fact]
    public void A_public_type_is_in_a_file_of_its_name() => Violations.None(TrackedFiles.Sources.SelectMany(path => FileRules.Types(path, Read(path))));

    [Fact]
    public void No_file_names_a_path_of_one_machine() => Violations.None(TrackedFiles.Text.SelectMany(path => FileRules.Paths(path, Read(path))));

    [Fact]
    public void Every_package_has_one_exact_version() =>
        Violations.None(TrackedFiles.All.Where(path => Path.GetExtension(path) is ".csproj" or ".props" or ".targets").SelectMany(path => FileRules.Versions(path, Read(path))));

    [Fact]
    public void Every_project_has_a_lock_file() =>
        Violations.None(TrackedFiles.All.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(path => Path.GetDirectoryName(path) + "/packages.lock.json")
            .Where(path => !TrackedFiles.All.Contains(path))
            .Select(path => path + " is missing"));

    [Fact]
    public void An_empty_name_is_found() => Assert.Single(FileRules.Name(Fixtures + "AccountManager.cs"));

    [Theory]
    [InlineData("TwoTypes.cs")]
    [InlineData("Misnamed.cs")]
    public void A_type_in_the_wrong_file_is_found(string file) => Assert.Single(FileRules.Types(file, Read(Fixtures + file)));

    [Fact]
    public void A_class_among_contracts_is_found() => Assert.Single(FileRules.Types("AccountContracts.cs", "public record A; public class B;"));

    [Theory]
    [InlineData("/ho", "me/me/tenure")]
    [InlineData("C:", @"\Users\me")]
    public void A_path_of_one_machine_is_found(string start, string rest) => Assert.Single(FileRules.Paths("x", $"see {start}{rest} there"));

    [Theory]
    [InlineData("""<PackageVersion Include="A" Version="1.*" />""")]
    [InlineData("""<PackageVersion Include="A" Version="[1.0,2.0)" />""")]
    [InlineData("""<PackageVersion Include="A" />""")]
    [InlineData("""<PackageReference Include="A" Version="1.0.0" />""")]
    [InlineData("""<PackageReference Include="A" VersionOverride="1.0.0" />""")]
    public void A_version_that_may_move_is_found(string xml) => Assert.Single(FileRules.Versions("x", xml));

    private static string Read(string path) => File.ReadAllText(Repository.File(path));
}
