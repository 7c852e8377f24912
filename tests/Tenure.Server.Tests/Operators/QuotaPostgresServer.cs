using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>Agents open little in a day, seniors more.</summary>
public sealed class QuotaPostgresServer : PostgresServer
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Operators:AgentReads"] = "3", ["Operators:SeniorReads"] = "70" };
}
