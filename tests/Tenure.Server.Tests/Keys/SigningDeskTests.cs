using System.Security.Cryptography;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Server.Keys.Signing;

namespace Tenure.Server.Tests.Keys;

/// <summary>The signer against a server that was taken over, and against what happens to it.</summary>
public sealed class SigningDeskTests : IAsyncLifetime
{
    private DeskBench bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bench = await DeskBench.OpenAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_ticket_that_a_device_asked_for_is_signed_and_in_the_ledger_before_it_is_given_away()
    {
        var request = bench.Release();
        var answer = await bench.AskAsync(request);

        var signer = bench.SignerOf(answer);
        Assert.Equal((SignerPurpose.Release, 1u), (signer.Purpose, signer.Generation));
        var ticket = TicketCodec.Verify(SignedTicketCodec.Decode(answer.Content).Ticket, signer.Key);
        Assert.Equal(TicketCodec.ClaimsDigest(request.Ticket), TicketCodec.ClaimsDigest(ticket));
        var seen = await bench.SeenAsync();
        Assert.Equal((1L, "release", request.Ticket.Subject), (seen.Count, seen.Last!.Action, seen.Last.Subject));
        Assert.Equal(request.Ticket.TicketId, seen.Last.Id);
    }

    // The names of the attacks are those of docs/protocols/signer.md.
    [Fact]
    public async Task A_server_without_evidence_gets_no_ticket()
    {
        Assert.Equal(ProtocolErrorCode.Malformed, await bench.RefusalOfAsync(bench.Release() with { Evidence = ReadOnlyMemory<byte>.Empty }));
        Assert.Contains(bench.Said, line => line.StartsWith("Warning: Signer: a Release ticket was refused: Malformed", StringComparison.Ordinal));
        Assert.Equal(0, (await bench.SeenAsync()).Count);
    }

    [Fact]
    public async Task A_server_with_another_devices_evidence_gets_no_ticket()
    {
        var (wanted, own) = (bench.Release(), bench.Release());
        Assert.Equal(ProtocolErrorCode.UnknownSigner, await bench.RefusalOfAsync(wanted with { Evidence = own.Evidence }));
        Assert.Equal(ProtocolErrorCode.WrongDevice, await bench.RefusalOfAsync(wanted with { Evidence = own.Evidence, DeviceKey = own.DeviceKey }));
    }

    [Fact]
    public async Task A_server_gets_one_ticket_for_one_piece_of_evidence_even_from_the_next_process()
    {
        var request = bench.Release();
        Assert.Null(await bench.RefusalOfAsync(request));
        var second = request with { Ticket = request.Ticket with { TicketId = RandomNumberGenerator.GetBytes(16) } };
        Assert.Equal(ProtocolErrorCode.EvidenceAnswered, await bench.RefusalOfAsync(second));

        await bench.RestartAsync();
        Assert.Equal(ProtocolErrorCode.EvidenceAnswered, await bench.RefusalOfAsync(second));
        Assert.Equal(1, (await bench.SeenAsync()).Count);
    }

    // (r, n − s) fits as well as (r, s): evidence has no second name by it.
    [Fact]
    public async Task The_same_evidence_under_a_signature_turned_over_is_the_same_evidence()
    {
        var request = bench.Release();
        Assert.Null(await bench.RefusalOfAsync(request));
        var turned = request.Evidence.ToArray();
        var n = new System.Numerics.BigInteger(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        var s = n - new System.Numerics.BigInteger(turned.AsSpan(^32), isUnsigned: true, isBigEndian: true);
        var bytes = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        turned.AsSpan(^32).Clear();
        bytes.CopyTo(turned.AsSpan(turned.Length - bytes.Length));
        Assert.Equal(
            ProtocolErrorCode.EvidenceAnswered,
            await bench.RefusalOfAsync(request with { Evidence = turned, Ticket = request.Ticket with { TicketId = RandomNumberGenerator.GetBytes(16) } }));
    }

    [Fact]
    public async Task A_server_gets_no_release_for_a_device_that_asked_for_something_else()
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var activation = bench.Hold(device);
        Assert.Equal(
            ProtocolErrorCode.ActionNotAllowed,
            await bench.RefusalOfAsync(activation with
            {
                Purpose = SignerPurpose.Release,
                Ticket = activation.Ticket with { Action = TicketAction.Release, MaskedHolder = null, Erase = true, Consent = new byte[32] },
            }));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, await bench.RefusalOfAsync(bench.Release(device) with { Purpose = SignerPurpose.Hold }));
    }

    [Fact]
    public async Task A_server_gets_no_release_without_the_holders_consent_in_the_log()
    {
        var request = bench.Release();
        Assert.Equal(ProtocolErrorCode.ConsentMissing, await bench.RefusalOfAsync(request with { Consent = null }));
        Assert.Equal(ProtocolErrorCode.ConsentNotLogged, await bench.RefusalOfAsync(request with { Consent = bench.Release().Consent }));
        Assert.Equal(ProtocolErrorCode.ConsentWrong, await bench.RefusalOfAsync(bench.WithConsent(request, about: ticket => ticket with { Epoch = 1 })));
        Assert.Equal(ProtocolErrorCode.ConsentWrong, await bench.RefusalOfAsync(bench.WithConsent(request, about: ticket => ticket with { HoldingId = [.. Enumerable.Repeat((byte)1, 16)] })));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, await bench.RefusalOfAsync(bench.WithConsent(request, signer: SignerPurpose.Release)));
        Assert.Equal(0, (await bench.SeenAsync()).Count);
    }

    [Fact]
    public async Task A_server_gets_no_release_for_a_consent_of_long_ago_or_in_a_log_of_the_signer_of_before()
    {
        var request = bench.Release();
        Ceremony.MakeSigner(new KeyFolder(bench.Roots), new KeyFolder(bench.Keys), SignerPurpose.Log, DeskBench.Issuer, generation: 2);
        Assert.Equal(ProtocolErrorCode.GenerationTooLow, await bench.RefusalOfAsync(request));

        request = bench.Release();
        bench.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromHours(2));
        Assert.Equal(ProtocolErrorCode.LifetimeOver, await bench.RefusalOfAsync(request));
        Assert.Null(await bench.RefusalOfAsync(bench.WithConsent(request)));
    }

    [Fact]
    public async Task More_releases_than_there_may_be_in_an_hour_are_refused_and_alarmed_once()
    {
        await bench.StopAsync();
        bench.Limits = new(HoldPerHour: 1000, ReleasePerHour: 3);
        await bench.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await bench.RefusalOfAsync(bench.Release()));
            bench.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var refused = await bench.AskAsync(bench.Release());
        Assert.Equal((ProtocolErrorCode.SignerLimit, TimeSpan.FromMinutes(30)), (refused.Refusal, refused.RetryAfter));
        Assert.Equal(ProtocolErrorCode.SignerLimit, await bench.RefusalOfAsync(bench.Release()));
        Assert.Single(bench.Said, line => line.StartsWith("Critical: Signer: the limit of 3 release tickets", StringComparison.Ordinal));
        Assert.Null(await bench.RefusalOfAsync(bench.Hold()));

        // A process that dies does not forget.
        await bench.RestartAsync();
        Assert.Equal(ProtocolErrorCode.SignerLimit, await bench.RefusalOfAsync(bench.Release()));
        bench.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await bench.RefusalOfAsync(bench.Release()));
        Assert.Equal(ProtocolErrorCode.SignerLimit, await bench.RefusalOfAsync(bench.Release()));
    }

    [Theory]
    [InlineData(EvidencePurpose.Lost, TicketAction.Found)]
    [InlineData(EvidencePurpose.Reset, TicketAction.Reset)]
    [InlineData(EvidencePurpose.Sync, TicketAction.Sync)]
    public async Task Who_asks_for_something_else_keeps_no_release_back(EvidencePurpose purpose, TicketAction action)
    {
        await bench.StopAsync();
        bench.Limits = new(HoldPerHour: 1000, ReleasePerHour: 2);
        await bench.StartAsync();
        Assert.Equal(
            [null, null, ProtocolErrorCode.SignerLimit],
            [await bench.RefusalOfAsync(bench.Request(purpose, action)), await bench.RefusalOfAsync(bench.Request(purpose, action)), await bench.RefusalOfAsync(bench.Request(purpose, action))]);

        Assert.Null(await bench.RefusalOfAsync(bench.Release()));

        // Not after the next start either, which reads what was signed from the ledger.
        await bench.RestartAsync();
        Assert.Equal(ProtocolErrorCode.SignerLimit, await bench.RefusalOfAsync(bench.Request(purpose, action)));
        Assert.Null(await bench.RefusalOfAsync(bench.Release()));
        Assert.Equal(ProtocolErrorCode.SignerLimit, await bench.RefusalOfAsync(bench.Release()));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_buys_no_tickets()
    {
        await bench.StopAsync();
        bench.Limits = new(HoldPerHour: 1, ReleasePerHour: 1);
        await bench.StartAsync();
        Assert.Null(await bench.RefusalOfAsync(bench.Hold()));
        await bench.StopAsync();
        bench.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        var earlier = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(bench.Clock.GetUtcNow() - TimeSpan.FromDays(3));
        await using var desk = await SigningDesk.OpenAsync(bench.Keys, bench.Limits, earlier, new SignerLog(Microsoft.Extensions.Logging.Abstractions.NullLogger<SignerLog>.Instance), Ct);
        var refused = SignerAnswerCodec.Decode(await desk.AnswerAsync(SignerRequestCodec.Encode(bench.Hold())));
        Assert.Equal((ProtocolErrorCode.SignerLimit, TimeSpan.FromHours(1)), (refused.Refusal, refused.RetryAfter));
    }

    [Fact]
    public async Task The_same_question_gets_the_same_answer_and_counts_once()
    {
        await bench.StopAsync();
        bench.Limits = new(HoldPerHour: 1000, ReleasePerHour: 1);
        await bench.StartAsync();
        var request = SignerRequestCodec.Encode(bench.Release());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.Desk.AnswerAsync(request)));
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Null(SignerAnswerCodec.Decode(answers[0]).Refusal);
        Assert.Equal(1, (await bench.SeenAsync()).Count);

        // The next process has the claims, and signs them again.
        await bench.RestartAsync();
        Assert.Null((await bench.AskAsync(request)).Refusal);
        Assert.Equal(1, (await bench.SeenAsync()).Count);
    }

    [Fact]
    public async Task Evidence_is_forgotten_when_no_device_could_use_a_ticket_for_it_any_more()
    {
        var request = bench.Release();
        Assert.Null(await bench.RefusalOfAsync(request));
        var second = request with { Ticket = request.Ticket with { TicketId = new byte[16] } };
        bench.Clock.Advance(AnsweredEvidence.Memory - TimeSpan.FromSeconds(1));
        Assert.Equal(ProtocolErrorCode.EvidenceAnswered, await bench.RefusalOfAsync(second));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await bench.RefusalOfAsync(second));
    }

    [Fact]
    public async Task Of_many_at_once_each_gets_its_ticket_and_the_ledger_holds()
    {
        var requests = Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? bench.Hold() : bench.Release()).ToList();
        var answers = await Task.WhenAll(requests.Select(request => Task.Run(() => bench.AskAsync(request), Ct)));
        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(200, (await bench.SeenAsync()).Count);
    }

    [Fact]
    public async Task A_checkpoint_of_the_log_is_signed_by_its_signer_and_is_in_the_ledger()
    {
        var checkpoint = new Checkpoint { Issuer = DeskBench.Issuer, LogId = new byte[16], Size = 3_000_000_000, RootHash = new byte[32], At = bench.Clock.GetUtcNow() };
        var answer = await bench.AskAsync(new CheckpointRequest(checkpoint));
        var verified = CheckpointCodec.Verify(answer.Content, [.. KeyNames.Roots.Select(new KeyFolder(bench.Keys).ReadPublic)], DeskBench.Issuer);
        Assert.Equal((checkpoint.Size, SignerPurpose.Log), (verified.Checkpoint.Size, verified.Signer.Purpose));
        var seen = await bench.SeenAsync();
        Assert.Equal(("checkpoint", checkpoint.Size, null), (seen.Last!.Action, seen.Last.Number, seen.Last.Subject));
        Assert.Equal(ProtocolErrorCode.WrongIssuer, await bench.RefusalOfAsync(new CheckpointRequest(checkpoint with { Issuer = "https://elsewhere.example/" })));

        await bench.RestartAsync();
        Assert.Null(await bench.RefusalOfAsync(bench.Hold()));
    }

    [Fact]
    public async Task A_signer_that_is_replaced_on_the_disk_signs_from_then_on()
    {
        Assert.Equal(1u, bench.SignerOf(await bench.AskAsync(bench.Release())).Generation);
        Ceremony.MakeSigner(new KeyFolder(bench.Roots), new KeyFolder(bench.Keys), SignerPurpose.Release, DeskBench.Issuer, generation: 2);
        Assert.Equal(2u, bench.SignerOf(await bench.AskAsync(bench.Release())).Generation);
        Assert.Equal(1u, bench.SignerOf(await bench.AskAsync(bench.Hold())).Generation);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("of another root")]
    [InlineData("for another purpose")]
    [InlineData("half")]
    public async Task Without_a_good_key_nothing_is_signed_and_the_reason_is_said(string key)
    {
        var path = Path.Combine(bench.Keys, "release.pem");
        switch (key)
        {
            case "missing":
                File.Delete(path);
                break;
            case "of another root":
                await using (var other = await DeskBench.OpenAsync())
                {
                    File.Copy(Path.Combine(other.Keys, "release.pem"), path, overwrite: true);
                }

                break;
            case "for another purpose":
                File.Copy(Path.Combine(bench.Keys, "hold.pem"), path, overwrite: true);
                break;
            default:
                await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Ct))[..200], Ct);
                break;
        }

        Assert.Equal(ProtocolErrorCode.SignerNotReady, await bench.RefusalOfAsync(bench.Release()));
        Assert.Null(await bench.RefusalOfAsync(bench.Hold()));
        var status = SignerStatusCodec.Decode((await bench.AskAsync(new StatusRequest())).Content);
        Assert.Contains("release.pem", Assert.Single(status.Signers, s => s.Trouble is not null).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_request_are_refused_and_cost_nothing_else()
    {
        Assert.Equal(ProtocolErrorCode.Malformed, (await bench.AskAsync([0xff])).Refusal);
        Assert.Null(await bench.RefusalOfAsync(bench.Hold()));
    }

    [Fact]
    public async Task A_line_that_a_power_cut_tore_off_goes_and_the_ledger_goes_on()
    {
        await bench.AskAsync(bench.Hold());
        await bench.AskAsync(bench.Hold());
        await bench.StopAsync();
        var bytes = await File.ReadAllBytesAsync(bench.Ledger, Ct);
        await File.WriteAllBytesAsync(bench.Ledger, bytes[..^30], Ct);

        await bench.StartAsync();
        Assert.Equal(1, bench.Desk.Entries);
        await bench.AskAsync(bench.Release());
        var seen = await bench.SeenAsync();
        Assert.Equal((2L, "release"), (seen.Count, seen.Last!.Action));
    }

    [Fact]
    public async Task A_ledger_cut_off_in_its_head_begins_anew()
    {
        await bench.StopAsync();
        await File.WriteAllTextAsync(bench.Ledger, "tenure-signer-le", Ct);
        await bench.StartAsync();
        await bench.AskAsync(bench.Release());
        Assert.Equal(1, (await bench.SeenAsync()).Count);
    }

    [Fact]
    public async Task A_ledger_that_was_changed_at_its_end_stops_the_signer()
    {
        await bench.AskAsync(bench.Release());
        await bench.AskAsync(bench.Release());
        await bench.StopAsync();
        var text = await File.ReadAllTextAsync(bench.Ledger, Ct);
        await File.WriteAllTextAsync(bench.Ledger, text.Replace("\t0\t", "\t7\t", StringComparison.Ordinal), Ct);

        Assert.Equal(ProtocolErrorCode.LedgerLineRefused, (await Assert.ThrowsAsync<ProtocolException>(bench.SeenAsync)).Code);
        Assert.Contains("ledger was changed", (await Assert.ThrowsAsync<KeyFileException>(bench.NewDeskAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_ledger_is_read_from_its_end()
    {
        await bench.StopAsync();
        var lines = new List<string> { LedgerFormat.Head(new byte[16]) };
        var hash = LedgerFormat.HashOfHead(lines[0]);
        var at = bench.Clock.GetUtcNow() - TimeSpan.FromDays(1);
        var device = bench.Release().Ticket.Subject;
        for (var i = 0; i < 6000; i++)
        {
            // A line in twenty seconds: some hundred of them are young enough to matter.
            var line = new LedgerLine
            {
                Sequence = i,
                At = at + TimeSpan.FromSeconds(14.4 * i),
                Purpose = SignerPurpose.Release,
                Generation = 1,
                Action = "release",
                Subject = device,
                Number = 0,
                Id = new byte[16],
                Basis = SHA256.HashData(BitConverter.GetBytes(i)),
                ClaimsDigest = new byte[32],
            };
            (var text, hash) = LedgerFormat.Write(line, hash);
            lines.Add(text);
        }

        await File.WriteAllTextAsync(bench.Ledger, string.Join('\n', lines) + "\n", Ct);
        bench.Limits = new(1, ReleasePerHour: 250);
        await bench.StartAsync();
        Assert.Equal(6000, bench.Desk.Entries);
        Assert.Null(await bench.RefusalOfAsync(bench.Release()));
        Assert.Equal(ProtocolErrorCode.SignerLimit, await bench.RefusalOfAsync(bench.Release()));
        Assert.Equal(6001, (await bench.SeenAsync()).Count);
    }

    [Fact]
    public async Task Two_signers_do_not_share_a_folder() =>
        Assert.Contains("Another signer uses this keys folder", (await Assert.ThrowsAsync<KeyFileException>(bench.NewDeskAsync)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_ledger_is_for_its_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
#pragma warning disable CA1416 // Skipped on Windows above.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bench.Ledger));
#pragma warning restore CA1416
    }
}
