using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Tenure.Bench;

/// <summary>npm's better-auth with its defaults, and the hash it stores passwords with, each as a process of node.</summary>
internal static class BetterAuth
{
    public static Task<ServerProcess> StartAsync(Programs programs, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(programs.Postgres);
        var database = JsonSerializer.Serialize(new { host = connection.Host, user = connection.Username, database = "postgres" });
        return ServerProcess.StartAsync("node", address => [Script(programs), address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), database], ct);
    }

    public static BareHash StartHash(Programs programs) => new("node", [Script(programs), "hash"]);

    /// <summary>Registers, and gives the sign-in.</summary>
    public static async Task<Func<Task>> SignInAsync(Uri address, string email, CancellationToken ct)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Add("Origin", address.ToString().TrimEnd('/'));
        using (var registered = await http.PostAsJsonAsync("/api/auth/sign-up/email", new { name = "Bench", email, password = BareHash.Password }, ct))
        {
            SignIn.Require(registered.IsSuccessStatusCode, "better-auth registers", registered);
        }

        return async () =>
        {
            using var response = await http.PostAsJsonAsync("/api/auth/sign-in/email", new { email, password = BareHash.Password }, ct);
            SignIn.Require(response.IsSuccessStatusCode, "better-auth signs in", response);
        };
    }

    private static string Script(Programs programs) => Path.Combine(programs.BetterAuth, "server.mjs");
}
