using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SkiaSharp;
using Tenure.Domain.Documents;
using Tenure.Server.Data;
using Tenure.Server.Documents;
using Tenure.Server.Platform.Pictures;
using Tenure.Server.Platform.Secrets;
using Tenure.Testing;

namespace Tenure.Server.Tests.Documents;

/// <summary>What reads strangers' PDF and HEIC: what it may do, and what it costs at most.</summary>
[SupportedOSPlatform("linux")]
public sealed class DocumentReadersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-readers").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_format_whose_program_is_not_there_is_refused_with_the_reason()
    {
        var none = Readers(new DocumentOptions { PdfProgram = "/nowhere/pdftoppm", HeicProgram = "/nowhere/heif-convert" });
        Assert.Same(DocumentRefusals.NoPdf, none.Refuse("%PDF-1.7"u8));
        Assert.Same(DocumentRefusals.NoHeic, none.Refuse("\0\0\0\u0018ftypheic"u8));
        Assert.Same(DocumentRefusals.TypeUnknown, none.Refuse("PK\u0003\u0004"u8));
        Assert.Null(none.Refuse([0xFF, 0xD8, 0xFF]));
    }

    [Fact]
    public async Task A_page_that_takes_too_long_is_given_up()
    {
        Tool.Poppler();
        var drawn = await Readers(new DocumentOptions()).DrawAsync(DocumentType.Pdf, SampleDocuments.PdfBomb(200), (_, _) => Assert.Fail("There is no page."), Ct);
        Assert.Contains(drawn.Refusal!.Code, new[] { "document_too_costly", "document_unreadable" });
    }

    [Fact]
    public async Task A_page_as_large_as_a_house_is_drawn_as_large_as_any()
    {
        Tool.Poppler();
        List<byte[]> pages = [];
        var drawn = await Readers(new DocumentOptions()).DrawAsync(DocumentType.Pdf, SampleDocuments.Pdf(1, "0 0 14400000 14400000"), (_, page) => pages.Add(page), Ct);
        Assert.True(drawn.Refusal is not null || pages.Single().Length < DocumentRules.LargestPage);
    }

    [Theory]
    [InlineData(30_000)]
    [InlineData(60_000)]
    [InlineData(uint.MaxValue)]
    public async Task A_heic_whose_head_says_that_it_is_huge_is_refused_or_drawn_as_large_as_any(uint side)
    {
        Tool.Heif("heif-convert");
        var content = SampleDocuments.HeicOf(await SampleDocuments.HeicAsync(Ct), side);
        List<byte[]> pages = [];
        var drawn = await Readers(new DocumentOptions()).DrawAsync(DocumentType.Heic, content, (_, page) => pages.Add(page), Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct);
        if (drawn.Refusal is { } refusal)
        {
            Assert.Contains(refusal.Code, new[] { "document_too_costly", "document_unreadable" });
            Assert.Empty(pages);
            return;
        }

        using var page = SKBitmap.Decode(Assert.Single(pages));
        Assert.InRange(Math.Max(page.Width, page.Height), 1, DocumentRules.LongestSide);
        Assert.InRange(pages[0].Length, 1, DocumentRules.LargestPage);
    }

    [Fact]
    public async Task A_program_that_is_not_the_systems_own_is_not_started()
    {
        var program = Path.Combine(folder, "pdftoppm");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nprintf '\\377\\330\\377'\n", Ct);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var drawn = await Readers(new DocumentOptions { PdfProgram = program }).DrawAsync(DocumentType.Pdf, SampleDocuments.Pdf(1), (_, _) => { }, Ct);
        Assert.Equal("document_unavailable", drawn.Refusal!.Code);
    }

    [Fact]
    public void Without_rights_a_program_reads_the_systems_files_alone_and_reaches_nobody()
    {
        var secret = Path.Combine(folder, "master.key");
        File.WriteAllText(secret, "secret");
        int[] before = Attempt(secret), after = [];
        var limited = false;
        var thread = new Thread(() =>
        {
            limited = FileRights.Limit() && SystemCalls.LimitProgram();
            after = Attempt(secret);
        });
        thread.Start();
        thread.Join();
        Assert.True(limited);
        // The system's own file, the secret, a new file, a socket; three ways of a signal to another process (0: nothing is sent), and its limits; one's own limits.
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0], before);
        Assert.Equal([0, 13, 13, 1, 1, 1, 1, 1, 0], after);
    }

    private int[] Attempt(string secret) =>
    [
        Error(Open(Path0("/usr/bin/env"), 0)), Error(Open(Path0(secret), 0)), Error(Create(Path0(Path.Combine(folder, "new")), 0x41, 0x180)), Error(Socket(2, 1, 0)),
        Error(Signal(Parent(), 0)), Error(SignalThread(Parent(), Parent(), 0)), Error(Queue(Parent(), 0, 0)), Error(Limits(Parent(), 0, 0, 0)), Error(Limits(0, 0, 0, 0)),
    ];

    private static byte[] Path0(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static int Error(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;

    private DocumentReaders Readers(DocumentOptions options)
    {
        var wrapped = Options.Create(options);
        var data = new DataFolder(folder);
        return new DocumentReaders(
            wrapped, new PictureProcess(Options.Create(new PictureOptions { ProcessorSeconds = 2 }), new PictureProcessLog(NullLogger<PictureProcessLog>.Instance)), new DocumentStore(wrapped, data, new KeyFile(data)));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Create(byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int Socket(int domain, int type, int protocol);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int process, int signal);

    [DllImport("libc", EntryPoint = "tgkill", SetLastError = true)]
    private static extern int SignalThread(int process, int thread, int signal);

    [DllImport("libc", EntryPoint = "sigqueue", SetLastError = true)]
    private static extern int Queue(int process, int signal, nint value);

    [DllImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static extern int Limits(int process, int resource, nint set, nint get);

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int Parent();
}
