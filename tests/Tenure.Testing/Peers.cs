using Microsoft.Data.Sqlite;
using Xunit;

namespace Tenure.Testing;

/// <summary>Writes down which test ran against which peer; <c>./check</c> makes its table from it.</summary>
/// <remarks>One line a test and peer in the file named by <c>TENURE_PEERS</c>: peer, version, test, separated by tabs. Without that variable nothing is written.</remarks>
public static class Peers
{
    private static readonly Lock Writing = new();

    /// <summary>The SQLite that the tests are linked with.</summary>
    public static string SqliteVersion { get; } = new SqliteConnection("Data Source=:memory:").ServerVersion;

    /// <summary>Says that the running test talks to <paramref name="peer"/>. Call it from the test or the constructor of its class; twice counts once.</summary>
    /// <exception cref="InvalidOperationException">No test is running, as in the constructor of a class fixture: its tests could not be counted.</exception>
    public static void Used(string peer, string version)
    {
        var test = TestContext.Current.Test
            ?? throw new InvalidOperationException("Peers.Used counts tests: call it from the test or the constructor of its class, not from a fixture.");
        if (Environment.GetEnvironmentVariable("TENURE_PEERS") is not { Length: > 0 } file)
        {
            return;
        }

        lock (Writing)
        {
            File.AppendAllText(file, $"{peer}\t{version}\t{test.TestDisplayName.ReplaceLineEndings(" ").Replace('\t', ' ')} {test.UniqueID}\n");
        }
    }
}
