using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Tenure.Testing;

/// <summary>A real SMTP server as a process of its own on a free port of loopback: eng/smtp_peer.py on Debian's python3-aiosmtpd.</summary>
public sealed class SmtpPeer : IAsyncDisposable
{
    // The package belongs to the system's Python, not to one that stands before it on the PATH.
    private const string Python = "/usr/bin/python3";

    private readonly ConcurrentDictionary<string, ReceivedMail> read = [];
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-smtp").FullName;
    private Process? process;

    private SmtpPeer()
    {
    }

    /// <summary>The same through <see cref="GoDown"/> and <see cref="ComeUpAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Of aiosmtpd.</summary>
    public string Version { get; private set; } = "";

    /// <summary>All messages so far, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Mails =>
        [.. Directory.EnumerateFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(file => read.GetOrAdd(file, ReceivedMail.Read))];

    /// <summary>Starts one; the running test is left out when aiosmtpd is not here.</summary>
    public static async Task<SmtpPeer> StartAsync()
    {
        var peer = new SmtpPeer();
        if (!await peer.TryStartAsync())
        {
            await peer.DisposeAsync();
            Assert.Skip("python3-aiosmtpd is not on this machine; ./check installs it where it can.");
        }

        return peer;
    }

    /// <summary>Counts the running test as one with this server.</summary>
    public void Used() => Peers.Used(Peer.Smtp, Version);

    /// <summary>Waits for a message to <paramref name="to"/> after the first <paramref name="skip"/> of them.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (default: 20 seconds).</exception>
    public async Task<ReceivedMail> WaitForMailAsync(string to, int skip = 0, TimeSpan? timeout = null, CancellationToken ct = default)
    {
        var limit = timeout ?? TimeSpan.FromSeconds(20);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < limit; await Task.Delay(20, ct))
        {
            if (MailsTo(to).Skip(skip).FirstOrDefault() is { } mail)
            {
                return mail;
            }
        }

        throw new TimeoutException($"No message number {skip + 1} to {to} within {limit}.");
    }

    /// <summary>All messages to one address, oldest first.</summary>
    public IEnumerable<ReceivedMail> MailsTo(string to) => Mails.Where(mail => mail.To.Contains(to, StringComparer.OrdinalIgnoreCase));

    /// <summary>Takes messages; so it begins.</summary>
    public Task AcceptAsync() => TellAsync("accept");

    /// <summary>Refuses every message: 451 is "try again", 550 is "never".</summary>
    public Task RefuseAsync(int code) => TellAsync(string.Create(CultureInfo.InvariantCulture, $"refuse {code}"));

    /// <summary>Waits before it answers a message.</summary>
    public Task BeSlowAsync(TimeSpan wait) => TellAsync(string.Create(CultureInfo.InvariantCulture, $"slow {wait.TotalSeconds}"));

    /// <summary>Keeps each message, then closes the connection without an answer: the sender cannot know.</summary>
    public Task VanishAsync() => TellAsync("vanish");

    /// <summary>Nobody listens on <see cref="Port"/> any more. The messages stay.</summary>
    public void GoDown()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    /// <summary>Listens again on the same port.</summary>
    public async Task ComeUpAsync()
    {
        if (!await TryStartAsync())
        {
            throw new InvalidOperationException("The SMTP server did not come up again.");
        }
    }

    public ValueTask DisposeAsync()
    {
        GoDown();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<bool> TryStartAsync()
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        process = Process.Start(new ProcessStartInfo(Python, [Repository.File("eng", "smtp_peer.py"), folder, Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (await process.StandardOutput.ReadLineAsync() is not { } line)
        {
            return false;
        }

        var words = line.Split(' ');
        Port = int.Parse(words[0], CultureInfo.InvariantCulture);
        Version = "aiosmtpd " + words[1];
        return true;
    }

    private async Task TellAsync(string command)
    {
        var running = process ?? throw new InvalidOperationException("The SMTP server is down.");
        await running.StandardInput.WriteLineAsync(command);
        await running.StandardInput.FlushAsync();
        if (await running.StandardOutput.ReadLineAsync() != "ok")
        {
            throw new InvalidOperationException($"The SMTP server did not take \"{command}\".");
        }
    }
}
