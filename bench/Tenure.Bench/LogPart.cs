using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Bench;

/// <summary>The log of all devices: how many entries it takes, and what a proof costs when there are a million.</summary>
/// <remarks>
/// The entries are written by this process with the statements that the server sends for one, each in a transaction with a change of its device; the server itself takes them up and signs. The proofs come over HTTP from
/// the server, to the holder. All of it shares the machine.
/// </remarks>
internal static class LogPart
{
    private const int Writers = 16;
    private const int DevicesPerWriter = 40;
    private const int Events = 1_000_000;
    private const int Proofs = 500;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, string folder, CancellationToken ct)
    {
        var database = $"{programs.Postgres};Database=log";
        using var server = await ServerProcess.StartAsync(programs.Server, address => ["serve", "--data", folder, "--urls", address.ToString(), "--database", database], ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        await SignIn.RegisterAsync(http, ct);
        await Population.MakeAsync(database, 1, ct);
        var holder = new TenureClient(http) { AccessToken = await SignInAsync(http, ct) };
        await ActivateAsync(server.Address, http, holder.AccessToken!, ct);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxAutoPrepare = 20, NoResetOnClose = true, MaxPoolSize = Writers + 2 }.ConnectionString);
        var held = Guid.ParseExact((string)(await ScalarAsync(source, "SELECT replace(holding_id::text, '-', '') FROM devices", ct))!, "N");

        var writers = Enumerable.Range(0, Writers).Select(writer => new Writer(source, writer, held)).ToList();
        foreach (var writer in writers)
        {
            await writer.PrepareAsync(ct);
        }

        await WriteForAsync(writers, WarmUp, ct);
        await TakenUpAsync(source, ct);
        var (cpu, watch) = (server.CpuTime, Stopwatch.StartNew());
        var written = await WriteForAsync(writers, Measured, ct);
        var wrote = watch.Elapsed;
        await TakenUpAsync(source, ct);
        var rate = written / watch.Elapsed.TotalSeconds;
        var serverCpu = (server.CpuTime - cpu).TotalSeconds;

        watch.Restart();
        var before = (await holder.GetCheckpointAsync(since: null, ct)).Size;
        await RunAsync(source, $"INSERT INTO log_waiting (device_id, sequence, hash) SELECT lpad(n::text, 43, 'x'), 0, sha256(n::text::bytea) FROM generate_series(1, {Events}) n", ct);
        watch.Restart();
        await TakenUpAsync(source, ct);
        var tookUp = watch.Elapsed;
        await writers[0].WriteAsync(ct);
        await TakenUpAsync(source, ct);
        await RunAsync(source, "VACUUM ANALYZE", ct);

        var device = writers[0].Device;
        var log = await holder.ReadDeviceLogAsync(device, ct, withProofs: true).ToListAsync(ct);
        var size = (await holder.GetCheckpointAsync(since: null, ct)).Size;
        List<double> one = [], extension = [], verify = [];
        for (var i = -50; i < Proofs; i++)
        {
            var sequence = log[^1].Entries[^1].Sequence - (Math.Abs(i) % 3);
            watch.Restart();
            await holder.GetEntryProofAsync(device, sequence, ct);
            Add(one, i, watch);
            watch.Restart();
            await holder.GetConsistencyAsync(before + (1999L * Math.Abs(i)), size, ct);
            Add(extension, i, watch);
        }

        var (proof, entries) = await FileAsync(holder, log, ct);
        for (var i = -3; i < 20; i++)
        {
            watch.Restart();
            await VerifyAsync(proof, ct);
            Add(verify, i, watch);
        }

        return
        [
            new("Entries appended to the log and taken up into its tree, PostgreSQL", rate, "per second", AtLeast: 5000, Detail: string.Create(
                CultureInfo.InvariantCulture,
                $"{written} entries by {Writers} connections in {wrote.TotalSeconds:0.0} s, each in a transaction with a change of its device, all in a signed tree after {written / rate:0.0} s; for each {1000 * serverCpu / written:0.000} ms of CPU of the server's process")),
            new("Entries taken up that wait already", Events / tookUp.TotalSeconds, "per second", Detail: string.Create(CultureInfo.InvariantCulture, $"{Events} at once, in {tookUp.TotalSeconds:0.0} s")),
            new("Inclusion proof of an event", one.Median(), "ms", AtMost: 5, Detail: string.Create(CultureInfo.InvariantCulture, $"over HTTP with the holder's token, log of {size} entries, median of {Proofs}; 99 % below {one.Order().ElementAt(one.Count * 99 / 100):0.0} ms")),
            new("Consistency proof", extension.Median(), "ms", Detail: string.Create(CultureInfo.InvariantCulture, $"over HTTP, from another size each time, median of {Proofs}")),
            new("Verification of one device", verify.Median(), "ms", AtMost: 100, Detail: string.Create(CultureInfo.InvariantCulture, $"{entries} entries with chain, details, proofs and signatures, {proof.Length / 1024} KiB, without a server, median of {verify.Count}")),
        ];
    }

    private static void Add(List<double> measured, int round, Stopwatch watch)
    {
        if (round >= 0)
        {
            measured.Add(watch.Elapsed.TotalMilliseconds);
        }
    }

    private static async Task<string> SignInAsync(HttpClient http, CancellationToken ct)
    {
        var step = await new TenureClient(http).SignIn.StartNativeAsync(
            TokenClient.PhoneClient, Population.EmailOf(1), BareHash.Password, Population.BrowserOf(1), "Bench", Pkce.Create(), ct);
        return step.Tokens?.AccessToken ?? throw new InvalidOperationException("A known phone was asked for a code.");
    }

    private static async Task ActivateAsync(Uri address, HttpClient http, string token, CancellationToken ct)
    {
        using var phone = PhoneCore.Boot(new MemoryStorage(), new PhoneFacts("Bench One", "B1", "bench", "1.0", "Bench OS", "1", Server: null));
        using var agent = new DeviceAgent(phone, TimeProvider.System);
        agent.Connect(new TenureClient(http));
        agent.Confirm(await agent.MeetServerAsync(address, ct));
        await agent.EnrolAsync(ct);
        await agent.ActivateAsync(token, _ => true, ct);
        await agent.SendOwedReceiptAsync(ct);
    }

    private static async Task<long> WriteForAsync(List<Writer> writers, TimeSpan time, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var written = await Task.WhenAll(writers.Select(writer => Task.Run(
            async () =>
            {
                var count = 0L;
                for (; watch.Elapsed < time; count++)
                {
                    await writer.WriteAsync(ct);
                }

                return count;
            },
            ct)));
        return written.Sum();
    }

    private static async Task TakenUpAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        while ((bool)(await ScalarAsync(source, "SELECT EXISTS (SELECT 1 FROM log_waiting)", ct))!)
        {
            await Task.Delay(20, ct);
        }
    }

    // As `tenure audit export` writes it, in memory.
    private static async Task<(byte[] File, int Entries)> FileAsync(TenureClient client, List<DeviceLog> log, CancellationToken ct)
    {
        var root = PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars((await client.GetIdentityAsync(ct)).Roots[0]));
        using var file = new MemoryStream();
        foreach (var page in log)
        {
            await ProofFile.WriteAsync(file, new ProofHead(root, Base64Url.DecodeFromChars(page.Checkpoint!)), ct);
            foreach (var entry in page.Entries)
            {
                await ProofFile.WriteAsync(file, new ProvenLine(Line(page, entry), entry.Index!.Value, [.. entry.Proof!.Select(hash => Base64Url.DecodeFromChars(hash))]), ct);
            }
        }

        return (file.ToArray(), log.Sum(page => page.Entries.Count));
    }

    private static LogLine Line(DeviceLog log, DeviceLogEntry entry) => new()
    {
        Entry = new LogEntry
        {
            Format = entry.Format,
            DeviceRef = Base64Url.DecodeFromChars(log.DeviceRef),
            HoldingRef = entry.HoldingRef is { } holding ? Base64Url.DecodeFromChars(holding) : null,
            Sequence = entry.Sequence,
            Previous = Base64Url.DecodeFromChars(entry.Previous),
            Event = entry.Event,
            At = entry.At,
            Commitment = Base64Url.DecodeFromChars(entry.Commitment),
        },
        Hash = Base64Url.DecodeFromChars(entry.Hash),
        Salt = entry.Salt is { } salt ? Base64Url.DecodeFromChars(salt) : null,
        Details = entry.Details,
    };

    private static async Task VerifyAsync(byte[] file, CancellationToken ct)
    {
        var verification = new ProofVerification();
        await foreach (var line in ProofFile.ReadAsync(new MemoryStream(file), ct))
        {
            if (verification.Add(line) is { } broken)
            {
                throw new InvalidOperationException(broken.Message);
            }
        }

        verification.End();
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // The statements are this file's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(ct);
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // The statements are this file's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One connection's worth of requests: appends to its own devices in turn, as the server does it.</summary>
    private sealed class Writer(NpgsqlDataSource source, int number, Guid holding)
    {
        private const string Last =
            """
            SELECT l.sequence, l.hash, l.device_ref, l.holding_ref, o.holding_id FROM device_log l
            LEFT JOIN device_log_openings o ON o.device_id = l.device_id AND o.sequence = l.sequence
            WHERE l.device_id = $1 ORDER BY l.sequence DESC LIMIT 1
            """;

        private readonly byte[][] refs = [.. Enumerable.Range(0, 2 * DevicesPerWriter).Select(_ => RandomNumberGenerator.GetBytes(LogChain.RefSize))];
        private readonly int[] versions = new int[DevicesPerWriter];
        private int turn;

        /// <summary>The device that is written to now and then.</summary>
        public string Device => IdOf(0);

        /// <summary>Makes its devices, each a copy of the one that was activated.</summary>
        public async Task PrepareAsync(CancellationToken ct)
        {
            await using var command = source.CreateCommand(
                "INSERT INTO devices SELECT (jsonb_populate_record(d, jsonb_build_object('device_id', $1 || lpad(n::text, 37, '0'), 'version', 0))).* FROM devices d, generate_series(0, $2) n WHERE d.device_id NOT LIKE 'bench%'");
            command.Parameters.Add(new() { Value = Prefix });
            command.Parameters.Add(new() { Value = DevicesPerWriter - 1 });
            await command.ExecuteNonQueryAsync(ct);
        }

        public async Task WriteAsync(CancellationToken ct)
        {
            var which = turn++ % DevicesPerWriter;
            await using var connection = await source.OpenConnectionAsync(ct);
            var (sequence, previous) = await LastAsync(connection, which, ct);
            var salt = RandomNumberGenerator.GetBytes(LogChain.SaltSize);
            var details = $$"""{"device":"{{IdOf(which)}}","state":"held","epoch":0,"holding":"{{holding:N}}","at":"2026-11-26T12:00:00+00:00"}""";
            var entry = new LogEntry
            {
                Format = 2,
                DeviceRef = refs[2 * which],
                HoldingRef = refs[(2 * which) + 1],
                Sequence = sequence,
                Previous = previous,
                Event = "synced",
                At = LogTime.Cut(DateTimeOffset.FromUnixTimeSeconds(1_795_000_000)),
                Commitment = LogChain.Commit(salt, Encoding.UTF8.GetBytes(details)),
            };
            var hash = LogChain.Hash(entry);
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Command("UPDATE devices SET version = version + 1, request_count = request_count + 1 WHERE device_id = $1 AND version = $2", IdOf(which), versions[which]++),
                    Command(
                        "INSERT INTO device_log (device_id, sequence, at, commitment, device_ref, event, format, hash, holding_ref, previous) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        IdOf(which), sequence, entry.At.ToUnixTimeSeconds(), entry.Commitment, entry.DeviceRef, entry.Event, entry.Format, hash, entry.HoldingRef, previous),
                    Command("INSERT INTO device_log_openings (device_id, sequence, details, holding_id, salt) VALUES ($1, $2, $3, $4, $5)", IdOf(which), sequence, details, holding, salt),
                    Command("INSERT INTO log_waiting (device_id, hash, sequence) VALUES ($1, $2, $3)", IdOf(which), hash, sequence),
                },
            };
            // Without a transaction around it a batch is one itself.
            if (await batch.ExecuteNonQueryAsync(ct) != 4)
            {
                throw new InvalidOperationException("An entry was not written.");
            }
        }

        private string Prefix => string.Create(CultureInfo.InvariantCulture, $"bench{(char)('a' + number)}");

        private string IdOf(int which) => Prefix + which.ToString(CultureInfo.InvariantCulture).PadLeft(37, '0');

        private async Task<(long Sequence, byte[] Previous)> LastAsync(NpgsqlConnection connection, int which, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand(Last, connection) { Parameters = { new() { Value = IdOf(which) } } };
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? (reader.GetInt64(0) + 1, reader.GetFieldValue<byte[]>(1)) : (0, LogChain.Start);
        }

        private static NpgsqlBatchCommand Command(string sql, params object[] values)
        {
#pragma warning disable CA2100 // The statements are this file's own.
            var command = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            return command;
        }
    }
}
