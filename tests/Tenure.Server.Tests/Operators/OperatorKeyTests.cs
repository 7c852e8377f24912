using Microsoft.Extensions.DependencyInjection;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Commands;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>What operators see of the keys of the tickets.</summary>
public abstract class OperatorKeyTests(ServerFixture server) : ServerTests(server)
{
    private string Keys => Path.Combine(Server.Folder, "keys");

    [Fact]
    public async Task Roots_and_signers_are_shown_and_a_signer_that_a_root_has_withdrawn_is_not_called_ready()
    {
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        var before = await browser.ReadAsync("/operator/keys", Ct);
        var roots = Server.Services.GetRequiredService<ServerRoots>();
        Assert.All(roots.All, root => Assert.Contains(root.Thumbprint.ToFingerprint(), before, StringComparison.Ordinal));
        Assert.Contains((await Server.Client().GetIdentityAsync(Ct)).Fingerprint, before, StringComparison.Ordinal);
        Assert.Equal(4, Count(before, ">Ready<"));
        Assert.Equal(4, Count(before, "Generation 1 · certified by the active root"));
        Assert.DoesNotContain("PRIVATE KEY", before, StringComparison.Ordinal);

        await WithdrawAsync(SignerPurpose.Release, below: 2);
        var after = await browser.ReadAsync("/operator/keys", Ct);
        Assert.Equal(3, Count(after, ">Ready<"));
        Assert.Equal(1, Count(after, "Withdrawn: make a new one"));
        Assert.Equal(2, Count(after, "Generations below 2 are withdrawn."));
        Assert.Contains("Signers withdrawn", after, StringComparison.Ordinal);
        Assert.Contains("by the active root · number 1", after, StringComparison.Ordinal);

        var seen = await Server.Services.GetRequiredService<KeyLookUp>().LookAsync(Ct);
        Assert.Equal([(SignerPurpose.Hold, 1u, true), (SignerPurpose.Release, 2u, false), (SignerPurpose.Log, 1u, true), (SignerPurpose.Flash, 1u, true)], seen.Signers!.Select(s => (s.Purpose, s.Floor, s.IsGood)));
    }

    [Fact]
    public async Task A_signer_that_does_not_answer_is_said_to()
    {
        var services = Server.Services;
        var (roots, statements) = (services.GetRequiredService<ServerRoots>(), services.GetRequiredService<RootStatements>());
        var signer = new TicketSigner(new DeadLine(), services.GetRequiredService<IssuerUrl>(), services.GetRequiredService<DevelopmentKeys>(), services.GetRequiredService<KeyLog>());
        Assert.Null((await new KeyLookUp(roots, statements, signer).LookAsync(Ct)).Signers);
    }

    private static int Count(string page, string words) => page.Split(words).Length - 1;

    // In development the roots are where the server is.
    private async Task WithdrawAsync(SignerPurpose purpose, int below)
    {
        Assert.Equal(0, await KeyCommand.RunAsync(
            ["withdraw", "--roots", Keys, "--issuer", Server.Address.OriginalString, "--purpose", KeyNames.Of(purpose), "--below", $"{below}"], TextWriter.Null, Server.Clock, Ct));
        foreach (var file in new KeyFolder(Path.Combine(Keys, "statements")).StatementFiles())
        {
            File.Copy(file, Path.Combine(Keys, Path.GetFileName(file)), overwrite: true);
        }
    }

    private sealed class DeadLine : ISignerLine
    {
        public void Begin()
        {
        }

        public Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken ct) => Task.FromException<byte[]>(new IOException("nobody"));
    }
}
