using Tenure.Testing;

namespace Tenure.Architecture.Tests;

public sealed class UnusedPackagesTests
{
    public static TheoryData<string> Projects => ProjectDependenciesTests.Projects;

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_something_of_every_package_that_it_brings(string project) =>
        Violations.None(UnusedPackages.Of(project, File.ReadAllText(Repository.File("src", project, project + ".csproj")), UsesOf(project)));

    [Fact]
    public void A_package_that_nobody_uses_is_found()
    {
        const string xml = """
            <Project><ItemGroup>
              <PackageReference Include="MailKit" />
              <PackageReference Include="OpenIddict.AspNetCore" />
              <PackageReference Include="Some.Analyzer" PrivateAssets="all" />
            </ItemGroup></Project>
            """;
        Assert.Equal(["Tenure.Server uses nothing of the package OpenIddict.AspNetCore"], UnusedPackages.Of("Tenure.Server", xml, UsesOf("Tenure.Server")));
    }

    private static IEnumerable<string> UsesOf(string project) => System.Reflection.Assembly.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!);
}
