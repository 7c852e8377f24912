using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Tenure.Testing;

/// <summary>A real SMS gateway as processes of their own on free ports of loopback, with a fake SMS centre behind: eng/kannel_peer.py on Debian's kannel.</summary>
public sealed class KannelPeer : IAsyncDisposable
{
    /// <summary>User name at the gateway.</summary>
    public const string UserName = "tenure";

    /// <summary>Its password.</summary>
    public const string Password = "secret";

    private const string Python = "/usr/bin/python3";

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-kannel").FullName;
    private Process? process;

    private KannelPeer()
    {
    }

    /// <summary>Where sendsms answers.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Of Kannel.</summary>
    public string Version { get; private set; } = "";

    /// <summary>All messages so far, oldest first.</summary>
    public IReadOnlyList<ReceivedSms> Messages
    {
        get
        {
            using var log = new StreamReader(new FileStream(Path.Combine(folder, "centre.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return ReceivedSms.Read(log.ReadToEnd());
        }
    }

    /// <summary>Starts one; the running test is left out when Kannel is not here.</summary>
    public static async Task<KannelPeer> StartAsync()
    {
        var peer = new KannelPeer();
        if (!await peer.TryStartAsync())
        {
            await peer.DisposeAsync();
            Assert.Skip("kannel and kannel-extras are not on this machine; ./check installs them where it can.");
        }

        return peer;
    }

    /// <summary>Counts the running test as one with this gateway.</summary>
    public void Used() => Peers.Used(Peer.Kannel, Version);

    /// <summary>All messages to one number, oldest first.</summary>
    public IEnumerable<ReceivedSms> MessagesTo(string to) => Messages.Where(sms => sms.To == to);

    /// <summary>Waits for a message to <paramref name="to"/> after the first <paramref name="skip"/> of them.</summary>
    /// <exception cref="TimeoutException">None came within 30 seconds.</exception>
    public async Task<ReceivedSms> WaitForSmsAsync(string to, int skip = 0, CancellationToken ct = default)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(20, ct))
        {
            if (MessagesTo(to).Skip(skip).FirstOrDefault() is { } sms)
            {
                return sms;
            }
        }

        throw new TimeoutException($"No SMS number {skip + 1} to {to} within 30 seconds.");
    }

    /// <summary>Takes messages; so it begins.</summary>
    public Task AcceptAsync() => TellAsync("accept");

    /// <summary>Refuses everybody with 403.</summary>
    public Task RefuseAsync() => TellAsync("refuse");

    /// <summary>Nobody listens on the port any more.</summary>
    public Task GoDownAsync() => TellAsync("down");

    /// <summary>Takes connections and says nothing, until it is told something else.</summary>
    public Task HangAsync() => TellAsync("hang");

    public async ValueTask DisposeAsync()
    {
        if (process is { } running)
        {
            // The end of its input ends the script, and that ends Kannel.
            running.StandardInput.Close();
            await running.WaitForExitAsync();
            running.Dispose();
            process = null;
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> TryStartAsync()
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        process = Process.Start(new ProcessStartInfo(Python, [Repository.File("eng", "kannel_peer.py"), folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (await process.StandardOutput.ReadLineAsync() is not { } line)
        {
            return false;
        }

        var words = line.Split(' ');
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{words[0]}/cgi-bin/sendsms"));
        Version = words[1];
        return true;
    }

    private async Task TellAsync(string command)
    {
        var running = process ?? throw new InvalidOperationException("Kannel does not run.");
        await running.StandardInput.WriteLineAsync(command);
        await running.StandardInput.FlushAsync();
        if (await running.StandardOutput.ReadLineAsync() != "ok")
        {
            throw new InvalidOperationException($"Kannel did not take \"{command}\".");
        }
    }
}
