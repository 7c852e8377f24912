using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SkiaSharp;
using Tenure.Server.Platform.Pictures;

namespace Tenure.Server.Tests.Accounts;

/// <summary>The process that reads strangers' pictures: what it may do, and what becomes of one that does something else.</summary>
[SupportedOSPlatform("linux")]
public sealed class PictureProcessTests : IDisposable
{
    private static readonly byte[] Jpeg = SamplePictures.Quadrants(SKEncodedImageFormat.Jpeg);

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-picture").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_picture_comes_back_in_three_sizes() => Assert.Equal(["RGBW", "RGBW", "RGBW"], (await Real().CutAsync(Jpeg, Ct)).Value.Select(SamplePictures.Seen));

    // Each is a check that the program makes of itself; what is not as it must be ends it otherwise.
    [Theory]
    [InlineData("[ \"$(ulimit -v)\" = 1048576 ]")]
    [InlineData("[ \"$(ulimit -t)\" = 10 ]")]
    [InlineData("[ \"$(ulimit -f)\" = 0 ]")]
    [InlineData("[ \"$(ulimit -c)\" = 0 ]")]
    [InlineData("[ \"$(ulimit -n)\" = 256 ]")]
    [InlineData("[ -z \"$TENURE_TEST_SECRET$PATH_OF_NOBODY$HOME\" ]")]
    [InlineData("[ \"$PWD\" = / ]")]
    [InlineData("[ \"$1\" = picture ]")]
    public async Task The_program_starts_with_limits_and_without_our_environment(string check)
    {
        Environment.SetEnvironmentVariable("TENURE_TEST_SECRET", "secret");
        Assert.Equal("picture_unreadable", (await Scripted($"{check} && exit 11; exit 13").CutAsync(Jpeg, Ct)).Refusal!.Code);
    }

    [Fact]
    public async Task The_program_writes_no_file()
    {
        var file = Path.Combine(folder, "written");
        var cut = await Scripted($"echo secret >{file}; exit 11").CutAsync(Jpeg, Ct);
        Assert.Contains(cut.Refusal!.Code, new[] { "picture_unreadable", "picture_too_costly" });
        Assert.True(!File.Exists(file) || new FileInfo(file).Length == 0);
    }

    [Theory]
    [InlineData("while :; do :; done")]
    [InlineData("exec sleep 1000")]
    [InlineData("cat /dev/zero")]
    [InlineData("cat >/dev/null; kill -KILL $$")]
    [InlineData("kill -SEGV $$")]
    [InlineData("exit 0")]
    [InlineData("printf '\\000\\000\\000\\004<htm\\000\\000\\000\\004<htm\\000\\000\\000\\004<htm'")]
    [InlineData("printf '\\177\\377\\377\\377'")]
    [InlineData("printf '\\377\\377\\377\\377'")]
    public async Task A_program_that_hangs_dies_or_babbles_is_a_clear_no(string script)
    {
        var process = Scripted(script, TimeSpan.FromSeconds(1));
        Assert.Equal("picture_too_costly", (await process.CutAsync(new byte[1024 * 1024], Ct)).Refusal!.Code);
        Assert.Equal("RGBW", SamplePictures.Seen((await Real().CutAsync(Jpeg, Ct)).Value[0]));
    }

    [Fact]
    public async Task A_program_that_cannot_limit_itself_or_is_missing_reads_nothing()
    {
        Assert.Equal("picture_unavailable", (await Scripted("exit 14").CutAsync(Jpeg, Ct)).Refusal!.Code);
        Assert.Equal("picture_unavailable", (await new PictureProcess(Options.Create(new PictureOptions()), Log) { Program = Path.Combine(folder, "none") }.CutAsync(Jpeg, Ct)).Refusal!.Code);
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_the_program()
    {
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scripted("exec sleep 1000").CutAsync(Jpeg, leaving.Token));
    }

    [Fact]
    public async Task The_program_has_given_up_its_rights_before_it_reads()
    {
        using var program = Process.Start(new ProcessStartInfo(new PictureProcess(Options.Create(new PictureOptions()), Log).Program, "picture")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        // Nothing was sent yet: it waits for its first byte.
        string status;
        do
        {
            status = await File.ReadAllTextAsync($"/proc/{program.Id}/status", Ct);
        }
        while (!status.Contains("Seccomp:\t2", StringComparison.Ordinal));

        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateDirectories($"/proc/{program.Id}/task"), task => Assert.Contains("Seccomp:\t2", File.ReadAllText(Path.Combine(task, "status")), StringComparison.Ordinal));
        program.StandardInput.Close();
        await program.WaitForExitAsync(Ct);
        Assert.Equal(11, program.ExitCode);
    }

    [Fact]
    public void Without_rights_no_file_is_opened_no_connection_made_and_no_program_started()
    {
        var before = Attempt();
        int[] after = [];
        var limited = false;
        var thread = new Thread(() =>
        {
            limited = SystemCalls.LimitThread();
            after = Attempt();
        });
        thread.Start();
        thread.Join();
        Assert.True(limited);
        Assert.All(before, result => Assert.NotEqual(1, result));
        Assert.All(after, result => Assert.Equal(1, result));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Whatever_bytes_come_the_answer_is_pictures_or_a_clear_no()
    {
        var process = Real();
        byte[][] seeds =
        [
            Jpeg, SamplePictures.Quadrants(SKEncodedImageFormat.Png), SamplePictures.Quadrants(SKEncodedImageFormat.Webp), SamplePictures.Gif(3),
            SamplePictures.WithSegment(Jpeg, 0xE1, SamplePictures.Exif(6)),
        ];
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])seeds[round % seeds.Length].Clone();
            var changes = 1 + RandomNumberGenerator.GetInt32(20);
            for (var change = 0; change < changes; change++)
            {
                // The heads of files are where lengths and sizes stand.
                var within = change % 2 == 0 ? bytes.Length : Math.Min(64, bytes.Length);
                bytes[12 + RandomNumberGenerator.GetInt32(within - 12)] = (byte)RandomNumberGenerator.GetInt32(256);
            }

            var cut = await process.CutAsync(bytes, Ct);
            if (cut.Refusal is { } refusal)
            {
                Assert.Contains(refusal.Code, new[] { "picture_unreadable", "picture_too_many_pixels", "picture_too_costly" });
            }
            else
            {
                Assert.Equal(3, cut.Value.Length);
            }
        }
    }

    private static PictureProcessLog Log => new(NullLogger<PictureProcessLog>.Instance);

    private static PictureProcess Real() => new(Options.Create(new PictureOptions()), Log);

    private PictureProcess Scripted(string script, TimeSpan? timeout = null)
    {
        var program = Path.Combine(folder, "program");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new PictureProcess(Options.Create(new PictureOptions { Timeout = timeout ?? TimeSpan.FromSeconds(30) }), Log) { Program = program };
    }

    // The error of each call, 0 for none. EPERM is 1. Nothing of it does anything when it is let: there is no such file, no such process.
    private static int[] Attempt() =>
    [
        Error(Open(Path0("/nowhere/at/all"), 0)), Error(Open(Path0("/proc/self/status"), 0)), Error(Socket(2, 1, 0)), Error(Execute(Path0("/nowhere/at/all"), 0, 0)), Error(Signal(int.MaxValue, 0)),
        Error(Unlink(Path0("/nowhere/at/all"))),
    ];

    private static byte[] Path0(string path) => Encoding.ASCII.GetBytes(path + '\0');

    private static int Error(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int Socket(int domain, int type, int protocol);

    [DllImport("libc", EntryPoint = "execve", SetLastError = true)]
    private static extern int Execute(byte[] path, nint arguments, nint environment);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int process, int signal);

    [DllImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static extern int Unlink(byte[] path);
}
