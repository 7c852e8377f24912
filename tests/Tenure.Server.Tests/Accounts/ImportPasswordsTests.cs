using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Tests.Accounts;

public sealed class ImportPasswordsTests : IDisposable
{
    // What guessers have and no rule makes.
    private const string Leaked = "Bramble-otter-kiln-49";
    private const string Own = "Quarry-lantern-moss-83";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-passwords");

    private string Filter => Path.Combine(folder.FullName, "filter");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(Leaked + "\n")]
    [InlineData("first\r\n" + Leaked + "\r\nlast")]
    [InlineData(Leaked)]
    public async Task A_password_of_a_list_is_refused_with_its_own_reason_and_others_are_not(string list)
    {
        Assert.Equal(0, await ImportAsync([Write("list", list)]));
        var policy = CommonPasswords.Policy(Options.Create(new PasswordOptions { Filter = Filter }));
        var nobody = new PersonalWords([], Number: null, Nickname: null);
        Assert.Equal(AccountRefusals.PasswordLeaked, policy.Check(Leaked, nobody));
        Assert.Null(policy.Check(Own, nobody));
    }

    [Fact]
    public async Task A_list_of_hashes_counts_by_how_often_they_were_seen()
    {
        var list = $"{HashOf("often"),40}:1200\r\n{HashOf("thrice"),40}:3\r\n{HashOf("twice").ToLowerInvariant()}:2\r\n{HashOf("unsaid")}\n";
        Assert.Equal(0, await ImportAsync([Write("list", list), "--at-least", "3"]));
        using var filter = LeakedPasswords.Open(Filter);
        Assert.Equal(3, filter.Count);
        Assert.Equal([true, true, false, true], new[] { "often", "thrice", "twice", "unsaid" }.Select(filter.Has));
    }

    [Fact]
    public async Task A_password_is_known_however_its_accents_are_written()
    {
        Assert.Equal(0, await ImportAsync([Write("list", "Caf\u00e9 unter den Linden")]));
        using var filter = LeakedPasswords.Open(Filter);
        Assert.True(filter.Has("Cafe\u0301 unter den Linden"));
    }

    [Fact]
    public async Task Lines_that_are_too_long_are_skipped_and_counted_and_the_next_ones_are_read()
    {
        var output = new StringWriter();
        var list = Write("list", $"{new string('x', 700_000)}\n{Leaked}\n{new string('y', 1025)}\n{Own}\n{new string('z', 600_000)}");
        Assert.Equal(0, await ImportAsync([list], output));
        using var filter = LeakedPasswords.Open(Filter);
        Assert.True(filter.Has(Leaked) && filter.Has(Own));
        using var outcome = JsonDocument.Parse(output.ToString().TrimEnd().Split('\n')[^1]);
        Assert.Equal(2, outcome.RootElement.GetProperty("passwords").GetInt64());
        Assert.Equal(3, outcome.RootElement.GetProperty("skipped").GetInt64());
        Assert.Equal(new FileInfo(Filter).Length, outcome.RootElement.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Lists_across_many_buffers_are_read_whole_and_progress_is_told_in_bytes()
    {
        var output = new StringWriter();
        var list = Write("list", string.Join('\n', Enumerable.Range(0, 200_000).Select(n => $"password {n}")));
        Assert.Equal(0, await ImportAsync([list], output));
        using var filter = LeakedPasswords.Open(Filter);
        Assert.Equal(200_000, filter.Count);
        Assert.All(Enumerable.Range(0, 200_000), n => Assert.True(filter.Has($"password {n}")));
        using var progress = JsonDocument.Parse(output.ToString().Split('\n')[0]);
        Assert.Equal(2 * new FileInfo(list).Length, progress.RootElement.GetProperty("of").GetInt64());
        Assert.InRange(progress.RootElement.GetProperty("bytes").GetInt64(), 1, progress.RootElement.GetProperty("of").GetInt64());
    }

    [Fact]
    public async Task A_failed_import_leaves_the_filter_that_was_there()
    {
        Assert.Equal(0, await ImportAsync([Write("list", Leaked)]));
        var before = await File.ReadAllBytesAsync(Filter, Ct);
        Assert.Equal(1, await ImportAsync([Path.Combine(folder.FullName, "missing")]));
        Assert.Equal(1, await ImportAsync([Write("empty", "\n\n")]));
        Assert.Equal(before, await File.ReadAllBytesAsync(Filter, Ct));
        Assert.Equal(["empty", "filter", "list"], folder.EnumerateFiles().Select(f => f.Name).Order());
    }

    [Theory]
    [InlineData()]
    [InlineData("list")]
    [InlineData("--out", "x")]
    [InlineData("list", "--out", "x", "--at-least", "many")]
    [InlineData("list", "--out", "x", "--other")]
    public async Task A_wrong_command_line_is_said_so(params string[] arguments) =>
        Assert.Equal(2, await ImportPasswords.RunAsync(arguments, TextWriter.Null, TimeProvider.System, Ct));

    [Fact]
    public async Task A_damaged_filter_is_no_filter()
    {
        Assert.Equal(0, await ImportAsync([Write("list", Leaked)]));
        var whole = await File.ReadAllBytesAsync(Filter, Ct);
        Assert.True(LeakedPasswords.Is(Filter));
        byte[][] damaged = [[], whole[..8], whole[..^1], [.. whole, 0], [(byte)'X', .. whole[1..]], [.. whole[..8], .. Enumerable.Repeat((byte)0xff, 8), .. whole[16..]],
            [.. whole[..8], 0x7f, .. Enumerable.Repeat((byte)0xff, 7), .. whole[16..]]];
        foreach (var bytes in damaged)
        {
            await File.WriteAllBytesAsync(Filter, bytes, Ct);
            Assert.False(LeakedPasswords.Is(Filter));
        }

        Assert.False(LeakedPasswords.Is(Path.Combine(folder.FullName, "missing")));
    }

    private static string HashOf(string password) => Convert.ToHexString(LeakedPasswords.HashOf(password));

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return path;
    }

    private Task<int> ImportAsync(string[] arguments, TextWriter? output = null) =>
        ImportPasswords.RunAsync([.. arguments, "--out", Filter], output ?? TextWriter.Null, TimeProvider.System, Ct);
}
