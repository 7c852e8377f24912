using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>A decoy follows every second case.</summary>
public sealed class DecoySqliteServer : SqliteServer
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Cases:DecoyPercent"] = "50" };
}
