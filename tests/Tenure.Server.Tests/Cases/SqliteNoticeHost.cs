using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Cases;

/// <summary>The host with a real mail server and a real gateway behind it.</summary>
public sealed class SqliteNoticeHost : DeviceHost
{
    public SqliteNoticeHost()
        : this(new NoticePeers())
    {
    }

    private SqliteNoticeHost(NoticePeers peers)
        : base(new NoticeServer(peers)) => Peers = peers;

    internal NoticePeers Peers { get; }

    private sealed class NoticeServer(NoticePeers peers) : SqliteServer
    {
        protected override IReadOnlyDictionary<string, string> Settings => peers.Settings;

        protected override async Task<string?> ConnectionStringAsync()
        {
            await peers.StartAsync();
            return await base.ConnectionStringAsync();
        }

        protected override async Task DropAsync()
        {
            await base.DropAsync();
            await peers.DisposeAsync();
        }
    }
}
