using System.Text;
using Tenure.Domain.Documents;

namespace Tenure.Domain.Tests.Documents;

public class DocumentRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("\u00ff\u00d8\u00ff\u00e0", DocumentType.Jpeg)]
    [InlineData("\u0089PNG\r\n\u001a\n", DocumentType.Png)]
    [InlineData("%PDF-1.7", DocumentType.Pdf)]
    [InlineData("\0\0\0\u0018ftypheic", DocumentType.Heic)]
    [InlineData("\0\0\0\u0018ftypmif1", DocumentType.Heic)]
    [InlineData("\0\0\0\u0018ftypisom", null)]
    [InlineData("\0\0\0\u0018ftyphei", null)]
    [InlineData("GIF89a          ", null)]
    [InlineData("PK\u0003\u0004          ", null)]
    [InlineData("<html>%PDF-1.7", null)]
    [InlineData(" %PDF-1.7", null)]
    [InlineData("", null)]
    public void The_type_is_what_the_first_bytes_say(string head, DocumentType? type) => Assert.Equal(type, DocumentRules.TypeOf(Encoding.Latin1.GetBytes(head)));

    [Fact]
    public void Documents_stay_thirty_days_after_a_refusal_and_half_a_year_sealed_after_a_grant()
    {
        var refused = new DocumentFolder(Guid.Empty, Now);
        refused.End(DocumentOutcome.Refused, Now);
        Assert.Equal((Now.AddDays(30), false), (refused.EraseAt, refused.IsSealed));
        var granted = new DocumentFolder(Guid.Empty, Now);
        granted.End(DocumentOutcome.Granted, Now);
        Assert.Equal((Now.AddDays(180), true), (granted.EraseAt, granted.IsSealed));
        granted.End(DocumentOutcome.Refused, Now.AddDays(1));
        Assert.Equal((Now.AddDays(180), true), (granted.EraseAt, granted.IsSealed));
    }

    [Fact]
    public void What_is_over_takes_no_more_and_what_is_only_closed_does_when_something_is_asked_for()
    {
        var folder = new DocumentFolder(Guid.Empty, Now);
        folder.Close(Now);
        folder.Close(Now.AddDays(1));
        Assert.Equal(Now, folder.ClosedAt);
        Assert.Null(folder.Reopen());
        Assert.Null(folder.ClosedAt);
        folder.End(DocumentOutcome.Refused, Now);
        Assert.Same(DocumentRefusals.Closed, folder.Reopen());
        Assert.NotNull(folder.ClosedAt);
    }

    [Fact]
    public void What_is_refused_has_no_key_any_more()
    {
        var document = new CaseDocument(Guid.Empty, Guid.Empty, 1, DocumentKind.Receipt, 5, [1], Now, sentFrom: "a network");
        document.Say([2], [3]);
        Assert.Equal(("a network", Now.AddHours(24)), (document.SentFrom, document.ExpiresAt));
        document.Refuse(DocumentRefusals.NoPdf);
        Assert.Null(document.SentFrom);
        Assert.Null(document.Words);
        Assert.Null(document.PayerMac);
        Assert.Equal((DocumentState.Refused, "document_no_pdf"), (document.State, document.RefusedBecause));
        Assert.Empty(document.Key);
        Assert.Same(DocumentRefusals.NoPdf, DocumentRefusals.OfCode(document.RefusedBecause));
    }

    [Fact]
    public void Where_a_document_came_from_is_forgotten_once_it_was_looked_at_and_what_it_says_is_not()
    {
        var document = new CaseDocument(Guid.Empty, Guid.Empty, 1, DocumentKind.Receipt, 5, [1], Now, sentFrom: "a network");
        document.Say([2], [3]);
        document.Keep(DocumentType.Jpeg, 1, [4], look: null);
        Assert.Null(document.SentFrom);
        Assert.Equal([2], document.Words);
        Assert.Equal([3], document.PayerMac);
    }

    [Fact]
    public void Every_reason_that_a_page_is_told_by_its_address_is_one_of_documents()
    {
        Assert.Same(DocumentRefusals.TooMany, DocumentRefusals.OfForm("document_limit"));
        Assert.Null(DocumentRefusals.OfForm("rate_limited"));
        Assert.Null(DocumentRefusals.OfForm("<script>"));
        Assert.Null(DocumentRefusals.OfForm(null));
        Assert.Null(DocumentRefusals.OfCode("document_limit"));
    }
}
