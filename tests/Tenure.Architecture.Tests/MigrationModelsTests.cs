using Tenure.Testing;

namespace Tenure.Architecture.Tests;

/// <summary>Only the newest migration of a database keeps its model: the others would be most of what is compiled (decision 0079).</summary>
public sealed class MigrationModelsTests
{
    private const string Folder = "src/Tenure.Server/Data/Migrations/";

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Only_the_newest_migration_has_a_model(string database)
    {
        var designers = TrackedFiles.All.Where(path => path.StartsWith(Folder + database + "/", StringComparison.Ordinal) && path.EndsWith(".Designer.cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.True(HasModel(designers[^1]), designers[^1]);
        Assert.DoesNotContain(designers.SkipLast(1), HasModel);
    }

    private static bool HasModel(string path) => File.ReadAllText(Repository.File(path)).Contains(".Entity(", StringComparison.Ordinal);
}
