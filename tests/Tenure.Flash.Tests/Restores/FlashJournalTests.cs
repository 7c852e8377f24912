using Tenure.Flash.Restores;

namespace Tenure.Flash.Tests.Restores;

public sealed class FlashJournalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void It_remembers_what_was_done_and_where_a_host_died()
    {
        using (var journal = Open())
        {
            journal.Begin("device-1");
            journal.MarkRaw(0, 0, 100);
            journal.MarkDone(0);
            journal.MarkRaw(1, 64, 100);
        }

        using (var journal = Open())
        {
            Assert.Equal([0], journal.Done);
            Assert.Equal((1, 64L, 100L), journal.Raw);
            Assert.Equal("device-1", journal.Device);
            journal.LeaveRaw();
            journal.Begin("device-1");
            Assert.Equal([0], journal.Done);
        }

        using (var journal = Open())
        {
            Assert.Null(journal.Raw);
            journal.Begin("device-2");
            Assert.Empty(journal.Done);
            journal.MarkDone(5);
        }

        using (var journal = Open())
        {
            Assert.Equal(("device-2", 5), (journal.Device, journal.Done.Single()));
            journal.Finish();
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Places_and_manifests_have_journals_of_their_own_and_one_host_each()
    {
        using var journal = Open();
        Assert.Throws<JournalBusyException>(Open);
        using var other = FlashJournal.Open(folder.Path, "tcp:b:1", new byte[32]);
        using var manifest = FlashJournal.Open(folder.Path, "tcp:a:1", [1, .. new byte[31]]);
    }

    // Cut anywhere it says what was whole; with anything else in it it says nothing.
    [Fact]
    public void A_journal_that_is_cut_or_spoilt_never_says_too_much()
    {
        using (var journal = Open())
        {
            journal.Begin("device-1");
            journal.MarkDone(12);
            journal.MarkRaw(13, 64, 100);
        }

        var file = Directory.GetFiles(folder.Path).Single();
        var whole = File.ReadAllBytes(file);
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(file, whole[..cut]);
            using (var journal = Open())
            {
                Assert.True(journal.Done.Count == 0 || journal.Done.Single() == 12);
                Assert.True(journal.Raw is null || journal.Raw == (13, 64, 100));
                journal.MarkDone(14);
            }

            using (var journal = Open())
            {
                Assert.Contains(14, journal.Done);
            }
        }

        File.WriteAllText(file, "tenure flash journal 1\ndone 1\nwrong\n");
        using (var journal = Open())
        {
            Assert.Empty(journal.Done);
        }
    }

    public void Dispose() => folder.Dispose();

    private FlashJournal Open() => FlashJournal.Open(folder.Path, "tcp:a:1", new byte[32]);
}
