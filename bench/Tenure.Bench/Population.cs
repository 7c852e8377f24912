using System.Globalization;
using Npgsql;

namespace Tenure.Bench;

/// <summary>Many accounts in a server's PostgreSQL, each a copy of one that was registered as people do: the same password, an address and a known browser of its own.</summary>
internal static class Population
{
    /// <summary>Makes accounts 1 to <paramref name="count"/>, and has the database look at its tables once, as it does by itself in time.</summary>
    public static async Task MakeAsync(string database, int count, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(database);
        // Whatever columns there are, all but these stay as they are in the one account. A number ends with its check digit: AccountNumber.
        await RunAsync($"""
            CREATE FUNCTION pg_temp.numbered(n bigint) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE digits text := (100000000 + n)::text; interim int := 0;
            BEGIN
                FOR i IN 1..9 LOOP
                    interim := substr('0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790', interim * 10 + substr(digits, i, 1)::int + 1, 1)::int;
                END LOOP;
                RETURN digits || interim;
            END $$;
            INSERT INTO accounts SELECT (jsonb_populate_record(a, jsonb_build_object('id', md5('account ' || n)::uuid, 'number', pg_temp.numbered(n)))).*
            FROM accounts a, generate_series(1, {count}) n
            """);
        await RunAsync($"""
            INSERT INTO identifiers SELECT (jsonb_populate_record(i, jsonb_build_object('account_id', md5('account ' || n)::uuid, 'value', 'person' || n || '@example.org'))).*
            FROM identifiers i, generate_series(1, {count}) n
            """);
        await RunAsync($"""
            INSERT INTO known_devices SELECT (jsonb_populate_record(d, jsonb_build_object('account_id', md5('account ' || n)::uuid, 'secret_hash', '\x' || encode(sha256(convert_to('browser_' || n, 'UTF8')), 'hex')))).*
            FROM known_devices d, generate_series(1, {count}) n
            """);
        await RunAsync("VACUUM ANALYZE");
        await RunAsync("CHECKPOINT");

        async Task RunAsync(string statement)
        {
#pragma warning disable CA2100 // Only a number of ours is put in.
            await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>The address of an account.</summary>
    public static string EmailOf(int number) => string.Create(CultureInfo.InvariantCulture, $"person{number}@example.org");

    /// <summary>The secret of its browser.</summary>
    public static string BrowserOf(int number) => string.Create(CultureInfo.InvariantCulture, $"browser_{number}");
}
