using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Tenure.Server.Audit;
using Tenure.Testing;

namespace Tenure.Server.Tests.Devices;

/// <summary>The server's own program, as a maker and an operator call it, with SQLite and with PostgreSQL.</summary>
public sealed class ManifestCommandTests : IDisposable
{
    private const string Key = "EfJ0bmmyTJ42BPkskRK9Kb9bunu1_a2FoyWZMJK0RM4";

    private readonly string data = Directory.CreateTempSubdirectory("tenure-manifests").FullName;
    private readonly TestMaker maker = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        maker.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_maker_signs_a_list_and_an_operator_takes_it_in_beside_a_running_server()
    {
        var list = maker.Write("list.csv", $"key,serial,model,imeis,region,rollback\n{Key},T1-0001,Tenure One,490154203237518 352099001761481,EU,0=1\n\n");
        var manifest = maker.FileOf("devices.manifest");
        using var signed = await JsonAsync("sign", list, "--key", maker.PrivateFile, "--out", manifest);
        Assert.Equal((1, maker.KeyId), (signed.RootElement.GetProperty("devices").GetInt32(), signed.RootElement.GetProperty("key").GetString()));
        var id = signed.RootElement.GetProperty("manifest").GetString()!;

        await using (var server = new ServerProcess(data))
        {
            await server.StartAsync(Ct);
            var refused = await RunAsync(1, "import", manifest, "--language", "de");
            Assert.Contains("Kein festgehaltener Schlüssel", refused.Output, StringComparison.Ordinal);

            Assert.Contains("Vergleichen Sie", (await RunAsync(0, "key", "add", "Example Phones", maker.PublicFile, "--language", "de")).Output, StringComparison.Ordinal);
            using var imported = await JsonAsync("import", manifest);
            Assert.Equal((id, "Example Phones", false), Said(imported));
            using var again = await JsonAsync("import", manifest);
            Assert.Equal((id, "Example Phones", true), Said(again));
        }

        await RunAsync(0, "withdraw", id);
        await RunAsync(0, "key", "remove", maker.KeyId);
        using var all = await JsonAsync("list");
        var (key, row) = (all.RootElement.GetProperty("keys")[0], all.RootElement.GetProperty("manifests")[0]);
        Assert.Equal((maker.KeyId, JsonValueKind.String), (key.GetProperty("key").GetString(), key.GetProperty("removedAt").ValueKind));
        Assert.Equal((id, 1, JsonValueKind.String), (row.GetProperty("manifest").GetString(), row.GetProperty("devices").GetInt32(), row.GetProperty("withdrawnAt").ValueKind));
        Assert.Contains(id, (await RunAsync(0, "list", "--language", "ru")).Output, StringComparison.Ordinal);

        await using var report = new StringWriter();
        Assert.Equal(0, await AuditVerify.RunAsync(["--data", data, "--language", "en"], new ConfigurationBuilder().Build(), report, Ct));
        Assert.Matches(@"acts +4\b", report.ToString());
    }

    [Fact]
    public async Task A_key_that_openssl_made_signs_a_manifest()
    {
        var (secret, open) = (maker.FileOf("openssl.pem"), maker.FileOf("openssl.pub"));
        var made = await Tool.RunAsync("openssl", ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", secret], Ct);
        Assert.True(made.ExitCode == 0, made.Text);
        await Tool.RunAsync("openssl", ["ec", "-in", secret, "-pubout", "-out", open], Ct);
        await RunAsync(0, "sign", maker.Write("list.csv", $"key,serial,model\n{Key},1,One\n"), "--key", secret, "--out", maker.FileOf("m"));
        await RunAsync(0, "key", "add", "Example", open);
        await RunAsync(0, "import", maker.FileOf("m"));
    }

    [Theory]
    [InlineData("key,serial,model\nKEY,1,One\nKEY,2,One\n", "Line 3", "earlier line")]
    [InlineData("key,serial,model\nKEY,1,One\nOTHER,1,One\n", "Line 3", "earlier line")]
    [InlineData("key,serial,model,imeis\nKEY,1,One,490154203237518\nOTHER,2,One,490154203237518\n", "Line 3", "earlier line")]
    [InlineData("key,serial,model,imeis\nKEY,1,One,490154203237519\n", "Line 2", "check digit")]
    [InlineData("key,serial\nKEY,1\n", "Line 1", "columns")]
    [InlineData("key,serial,model\n", "names no device", "")]
    public async Task A_wrong_list_is_refused_with_its_line_and_no_manifest_is_written(string text, string where, string what)
    {
        var list = maker.Write("list.csv", text.Replace("KEY", Key, StringComparison.Ordinal).Replace("OTHER", maker.KeyId, StringComparison.Ordinal));
        var refused = await RunAsync(1, "sign", list, "--key", maker.PrivateFile, "--out", maker.FileOf("m"), "--language", "en");
        Assert.Contains(where, refused.Output, StringComparison.Ordinal);
        Assert.Contains(what, refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(list)!), file => Path.GetFileName(file).StartsWith('m') && !file.Contains("maker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_usage_is_said_and_ends_with_2()
    {
        foreach (var wrong in (string[][])
        [
            [], ["import"], ["key"], ["key", "add", "One"], ["key", "drop", "x"], ["list", "x"], ["withdraw"], ["sign", "list.csv"], ["sign", "list.csv", "--key", "k"], ["import", "f", "--key", "k"],
            ["list", "--password", "x"],
        ])
        {
            Assert.Contains("manifest key add", (await RunAsync(2, wrong)).Output, StringComparison.Ordinal);
        }

        await RunAsync(2, "sign", "l", "--key", "k", "--out", "o", "--data", data);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Killed_in_the_middle_it_has_changed_nothing_on_SQLite()
    {
        Testing.Peers.Used(Testing.Peer.Sqlite, Testing.Peers.SqliteVersion);
        await KilledAsync(["--data", data]);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Killed_in_the_middle_it_has_changed_nothing_on_PostgreSQL()
    {
        var database = await Testing.PostgresServer.NewDatabaseAsync(ct: Ct);
        await Testing.PostgresServer.UsedAsync();
        try
        {
            await KilledAsync(["--data", data, "--database", database]);
        }
        finally
        {
            await Testing.PostgresServer.DropAsync(database, CancellationToken.None);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_million_devices_are_taken_in_in_little_memory_on_SQLite()
    {
        Testing.Peers.Used(Testing.Peer.Sqlite, Testing.Peers.SqliteVersion);
        await MillionAsync(["--data", data]);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_million_devices_are_taken_in_in_little_memory_on_PostgreSQL()
    {
        var database = await Testing.PostgresServer.NewDatabaseAsync(ct: Ct);
        await Testing.PostgresServer.UsedAsync();
        try
        {
            await MillionAsync(["--data", data, "--database", database]);
        }
        finally
        {
            await Testing.PostgresServer.DropAsync(database, CancellationToken.None);
        }
    }

    private static (string? Id, string? Maker, bool WasThere) Said(JsonDocument answer) =>
        (answer.RootElement.GetProperty("manifest").GetString(), answer.RootElement.GetProperty("maker").GetString(), answer.RootElement.GetProperty("wasThere").GetBoolean());

    private async Task KilledAsync(string[] where)
    {
        await RunAsync(0, ["key", "add", "Example", maker.PublicFile], where);
        var (file, id) = maker.Sign(TestMaker.Many(1, 200_000));
        using (var import = Process.Start(new ProcessStartInfo(Programs.Server, ["manifest", "import", file, "--json", .. where]) { RedirectStandardOutput = true })!)
        {
            // At its first word it has written some thousand devices and has most of them before it.
            Assert.Contains("bytes", await import.StandardOutput.ReadLineAsync(Ct), StringComparison.Ordinal);
            import.Kill();
            await import.WaitForExitAsync(Ct);
        }

        using (var none = JsonDocument.Parse((await RunAsync(0, ["list", "--json"], where)).Output))
        {
            Assert.Empty(none.RootElement.GetProperty("manifests").EnumerateArray());
        }

        var again = (await RunAsync(0, ["import", file, "--json"], where)).Output.Trim().Split('\n')[^1];
        using var imported = JsonDocument.Parse(again);
        Assert.Equal((id, "Example", false), Said(imported));
    }

    private async Task MillionAsync(string[] where)
    {
        await RunAsync(0, ["key", "add", "Example", maker.PublicFile], where);
        var (file, _) = maker.Sign(TestMaker.Many(1, 1_000_000));
        var watch = Stopwatch.StartNew();
        using var import = Process.Start(new ProcessStartInfo(Programs.Server, ["manifest", "import", file, "--json", .. where]) { RedirectStandardOutput = true })!;
        var (most, last) = (0L, "");
        while (await import.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            last = line;
            most = Math.Max(most, PeakOf(import));
        }

        await import.WaitForExitAsync(Ct);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(file).Length} bytes, {watch.Elapsed}, at most {most / 1024} MiB: {last}"));
        Assert.Equal(0, import.ExitCode);
        Assert.InRange(most, 1, 400 * 1024);
    }

    // KiB; what the kernel saw at most so far.
    private static long PeakOf(Process process)
    {
        try
        {
            return File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
                ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }

    private async Task<JsonDocument> JsonAsync(params string[] arguments) => JsonDocument.Parse((await RunAsync(0, [.. arguments, "--json"])).Output.Trim().Split('\n')[^1]);

    private Task<ToolResult> RunAsync(int exit, params string[] arguments) => RunAsync(exit, arguments, arguments is ["sign", ..] ? [] : ["--data", data]);

    private static async Task<ToolResult> RunAsync(int exit, string[] arguments, string[] where)
    {
        var ran = await Tool.RunAsync(Programs.Server, ["manifest", .. arguments, .. where], Ct);
        Assert.True(ran.ExitCode == exit, $"{string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Text}");
        return ran;
    }
}
