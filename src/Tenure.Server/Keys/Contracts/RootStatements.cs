using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;

namespace Tenure.Server.Keys.Contracts;

/// <summary>What the roots have said, as the files in the keys folder have it: offered to every device, and public. Read again when the folder changes.</summary>
internal sealed class RootStatements(DataFolder folder, ServerRoots roots, KeyLog log)
{
    /// <summary>More than any server needs in its life; a device looks at each.</summary>
    private const int Most = 64;

    private readonly Lock gate = new();
    private DateTime stamp;
    private IReadOnlyList<OfferedStatement> all = [];

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyList<OfferedStatement> All
    {
        get
        {
            lock (gate)
            {
                // Looked at before it is read: what changes in between is read again the next time.
                var now = Directory.GetLastWriteTimeUtc(folder.Keys);
                if (now != stamp)
                {
                    all = [.. new KeyFolder(folder.Keys).StatementFiles().Select(Read).OfType<OfferedStatement>().Take(Most)];
                    stamp = now;
                }

                return all;
            }
        }
    }

    /// <summary>The day on which all locks may end, as a root of this server has announced it; <c>null</c> when none has.</summary>
    public DateTimeOffset? SunsetFrom => All.Where(offered => offered.IsOurs).Select(offered => offered.Statement.NotBefore).Where(day => day is not null).Min();

    private OfferedStatement? Read(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            var signed = RootStatementCodec.ReadUnverified(bytes);
            return new(bytes, signed.Root, signed.Statement, IsOurs(bytes));
        }
        catch (Exception e) when (e is ProtocolException or IOException or UnauthorizedAccessException)
        {
            log.StatementUnreadable(Path.GetFileName(file), e.Message);
            return null;
        }
    }

    // Those of roots of before cannot be checked here any more; devices that pin them still can.
    private bool IsOurs(byte[] bytes)
    {
        try
        {
            RootStatementCodec.Verify(bytes, roots.All);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}
