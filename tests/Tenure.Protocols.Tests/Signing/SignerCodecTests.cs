using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Signing;

public sealed class SignerCodecTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_request_is_read_as_it_was_written()
    {
        var request = Asked.For(TicketAction.Release);
        var read = Assert.IsType<TicketRequest>(SignerRequestCodec.Decode(SignerRequestCodec.Encode(request)));
        Assert.Equal(request.Purpose, read.Purpose);
        Assert.Equal(request.DeviceKey, read.DeviceKey);
        Assert.Equal(request.Evidence.ToArray(), read.Evidence.ToArray());
        Assert.Equal(TicketCodec.ClaimsDigest(request.Ticket), TicketCodec.ClaimsDigest(read.Ticket));
        Assert.Equal(ConsentProofCodec.Encode(request.Consent!), ConsentProofCodec.Encode(read.Consent!));
        Assert.Null(Assert.IsType<TicketRequest>(SignerRequestCodec.Decode(SignerRequestCodec.Encode(request with { Consent = null }))).Consent);
        var checkpoint = Assert.IsType<CheckpointRequest>(SignerRequestCodec.Decode(SignerRequestCodec.Encode(new CheckpointRequest(Fixed.Checkpoint()))));
        Assert.Equal(CheckpointCodec.ClaimsDigest(Fixed.Checkpoint()), CheckpointCodec.ClaimsDigest(checkpoint.Checkpoint));
        Assert.IsType<StatusRequest>(SignerRequestCodec.Decode(SignerRequestCodec.Encode(new StatusRequest())));
    }

    [Fact]
    public void An_answer_is_read_as_it_was_written()
    {
        Assert.Equal([1, 2, 3], SignerAnswerCodec.Decode(SignerAnswerCodec.Encode(SignerAnswer.Of(new byte[] { 1, 2, 3 }))).Content.ToArray());
        var no = SignerAnswerCodec.Decode(SignerAnswerCodec.Encode(SignerAnswer.Refuse(ProtocolErrorCode.SignerLimit, TimeSpan.FromSeconds(12.2))));
        Assert.Equal((ProtocolErrorCode.SignerLimit, TimeSpan.FromSeconds(13), 0), (no.Refusal, no.RetryAfter, no.Content.Length));
        Assert.Null(SignerAnswerCodec.Decode(SignerAnswerCodec.Encode(SignerAnswer.Refuse(ProtocolErrorCode.WrongEpoch))).RetryAfter);
    }

    [Fact]
    public void A_status_is_read_as_it_was_written()
    {
        var status = new SignerStatus([new(SignerPurpose.Hold, new byte[] { 1 }, null), new(SignerPurpose.Release, ReadOnlyMemory<byte>.Empty, "release.pem\nis missing" + new string('ü', 600))], 7, [Fixed.Bytes(32, 3), Fixed.Bytes(32, 4)]);
        var read = SignerStatusCodec.Decode(SignerStatusCodec.Encode(status));
        Assert.Equal(7u, read.Entries);
        Assert.Equal(status.Agents, read.Agents);
        Assert.Equal((SignerPurpose.Hold, null, 1), (read.Signers[0].Purpose, read.Signers[0].Trouble, read.Signers[0].Certificate.Length));
        Assert.StartsWith("release.pem is missing", read.Signers[1].Trouble, StringComparison.Ordinal);
        Assert.True(read.Signers[1].Certificate.IsEmpty);
    }

    [Fact]
    public async Task Frames_are_read_one_after_the_other_to_the_end()
    {
        using var stream = new MemoryStream();
        await SignerFrame.WriteAsync(stream, new byte[] { 1 }, Ct);
        await SignerFrame.WriteAsync(stream, new byte[SignerFrame.MaxBytes], Ct);
        stream.Position = 0;
        Assert.Equal([1], await SignerFrame.ReadAsync(stream, Patience, Ct));
        Assert.Equal(SignerFrame.MaxBytes, (await SignerFrame.ReadAsync(stream, Patience, Ct))!.Length);
        Assert.Null(await SignerFrame.ReadAsync(stream, Patience, Ct));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 }, ProtocolErrorCode.TooLarge)]
    [InlineData(new byte[] { 0, 1, 0, 1 }, ProtocolErrorCode.TooLarge)]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff }, ProtocolErrorCode.TooLarge)]
    [InlineData(new byte[] { 0, 0 }, ProtocolErrorCode.ConnectionClosed)]
    [InlineData(new byte[] { 0, 0, 0, 5, 1, 2 }, ProtocolErrorCode.ConnectionClosed)]
    public async Task A_frame_that_is_none_is_refused(byte[] bytes, ProtocolErrorCode code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ProtocolException>(() => SignerFrame.ReadAsync(new MemoryStream(bytes), Patience, Ct))).Code);

    [Fact]
    public async Task Who_begins_a_frame_and_says_no_more_is_not_waited_for()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 0, 0, 0, 9, 1 }, Ct);
        Assert.Equal(ProtocolErrorCode.PeerSilent, (await Assert.ThrowsAsync<ProtocolException>(() => SignerFrame.ReadAsync(pipe.Reader.AsStream(), Patience, Ct))).Code);
    }
}
