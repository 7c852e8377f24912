using Tenure.Protocols.Signing;
using Tenure.Server.Keys;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>What whoever runs the signer of a test's server tells it of agents.</summary>
internal static class AgentsAtSigner
{
    private static readonly Lock Gate = new();

    /// <summary>The signer takes this agent's votes, and has for three days.</summary>
    public static void Admit(ServerFixture server, string agent, TestAuthenticator passkey) =>
        Change(server, known => [.. known, new AgentKey(agent, "agent", passkey.Credential, passkey.PublicKey, server.Clock.GetUtcNow() - Domain.Operators.ServerOperator.RoleWait, null)]);

    /// <summary>Changes what it knows.</summary>
    public static void Change(ServerFixture server, Func<IReadOnlyList<AgentKey>, IEnumerable<AgentKey>> change)
    {
        lock (Gate)
        {
            var file = new AgentFile(Path.Combine(server.Folder, "keys"));
            file.Write([.. change(file.Read())]);
        }
    }
}
