namespace Tenure.Bench;

/// <summary>What is measured.</summary>
/// <param name="Server">Tenure's server.</param>
/// <param name="Identity">The program of <c>Tenure.Bench.Identity</c>.</param>
/// <param name="BetterAuth">The folder with <c>server.mjs</c> and its packages.</param>
/// <param name="Postgres">Connection string of a database server without a database.</param>
internal sealed record Programs(string Server, string Identity, string BetterAuth, string Postgres);
