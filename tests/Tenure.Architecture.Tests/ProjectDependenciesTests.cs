using Tenure.Architecture.Fixtures;
using Tenure.Testing;

namespace Tenure.Architecture.Tests;

public sealed class ProjectDependenciesTests
{
    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateDirectories(Repository.File("src")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_declares_only_what_it_may(string project) =>
        Violations.None(ProjectDependencies.Declared(project, File.ReadAllText(Repository.File("src", project, project + ".csproj"))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_uses_only_what_its_project_may(string project) =>
        Violations.None(ProjectDependencies.Built(project, System.Reflection.Assembly.Load(project)));

    [Fact]
    public void A_reference_too_many_is_found()
    {
        const string xml = """
            <Project><ItemGroup>
              <PackageReference Include="MailKit" />
              <ProjectReference Include="../Tenure.Client/Tenure.Client.csproj" />
            </ItemGroup></Project>
            """;
        Assert.Equal(
            ["Tenure.Domain may not refer to the project Tenure.Client", "Tenure.Domain may not bring the package MailKit"],
            ProjectDependencies.Declared("Tenure.Domain", xml));
        Assert.NotEmpty(ProjectDependencies.Declared("Tenure.Common", "<Project />"));
    }

    [Fact]
    public void An_assembly_that_uses_too_much_is_found() =>
        Assert.Contains("Tenure.Domain may not use Tenure.Client", ProjectDependencies.Built("Tenure.Domain", typeof(BrokenRules).Assembly));
}
