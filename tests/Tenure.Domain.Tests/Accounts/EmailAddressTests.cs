using System.Text.RegularExpressions;
using CsCheck;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class EmailAddressTests
{
    [Theory]
    [InlineData("anna@example.org", "anna@example.org")]
    [InlineData("  Anna.Berg+phone@Example.ORG ", "anna.berg+phone@example.org")]
    [InlineData("josé@bücher.example", "josé@xn--bcher-kva.example")]
    [InlineData("JOSÉ@BÜCHER.EXAMPLE", "josé@xn--bcher-kva.example")]
    [InlineData("root@intranet", "root@intranet")]
    [InlineData("a@b.example", "a@b.example")]
    public void An_address_is_compared_without_case(string typed, string normalised)
    {
        Assert.Null(EmailAddress.Read(typed, out var address));
        Assert.Equal(normalised, address.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("@example.org")]
    [InlineData("anna@")]
    [InlineData("anna@@example.org")]
    [InlineData("anna@b@example.org")]
    [InlineData("anna berg@example.org")]
    [InlineData("anna\u0007@example.org")]
    [InlineData("anna\r\nBcc: b@example.org")]
    [InlineData("anna\u202E@example.org")]
    [InlineData("\"anna\"@example.org")]
    [InlineData(".anna@example.org")]
    [InlineData("anna..berg@example.org")]
    [InlineData("anna@example..org")]
    [InlineData("anna@example.org.")]
    [InlineData("anna@-example.org")]
    [InlineData("anna@[127.0.0.1]")]
    [InlineData("anna.@example.org")]
    [InlineData("anna\tberg@example.org")]
    [InlineData("an(na@example.org")]
    [InlineData("an)na@example.org")]
    [InlineData("an,na@example.org")]
    [InlineData("an:na@example.org")]
    [InlineData("an;na@example.org")]
    [InlineData("an<na@example.org")]
    [InlineData("an>na@example.org")]
    [InlineData("an[na@example.org")]
    [InlineData("an\\na@example.org")]
    [InlineData("an]na@example.org")]
    public void What_is_not_an_address_is_refused(string typed) =>
        Assert.Equal("email_malformed", EmailAddress.Read(typed, out _)?.Code);

    [Theory]
    [InlineData(@"anna\0@example.org")]
    [InlineData(@"anna\uD800@example.org")]
    [InlineData(@"\uDC00anna@example.org")]
    public void What_no_database_can_carry_is_malformed_with_its_field(string escaped)
    {
        // Attributes are stored as UTF-8, which cannot hold a lone surrogate.
        var refusal = EmailAddress.Read(Regex.Unescape(escaped), out _);
        Assert.Equal("malformed", refusal?.Code);
        Assert.Equal("email", refusal?.Field);
    }

    [Fact]
    public void An_address_is_at_most_254_octets_and_its_local_part_64()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('d', 60), 3));
        Assert.Null(EmailAddress.Read(new string('a', 64) + "@" + host, out _));
        Assert.NotNull(EmailAddress.Read(new string('a', 65) + "@" + host, out _));
        Assert.NotNull(EmailAddress.Read(new string('a', 64) + "@" + host + ".e" + new string('x', 20), out _));
        Assert.NotNull(EmailAddress.Read(new string('é', 33) + "@example.org", out _));
    }

    [Fact]
    public void An_address_of_254_octets_is_taken_and_of_255_not()
    {
        // 64 + @ + 63 + . + 63 + . + 61 = 254
        var host = $"{new string('b', 63)}.{new string('c', 63)}.";
        Assert.Null(EmailAddress.Read($"{new string('a', 64)}@{host}{new string('d', 61)}", out _));
        Assert.Equal("email_malformed", EmailAddress.Read($"{new string('a', 64)}@{host}{new string('d', 62)}", out _)?.Code);
        // Octets, not characters: 223 of these.
        Assert.Equal("email_malformed", EmailAddress.Read($"{new string('é', 32)}@{host}{new string('d', 62)}", out _)?.Code);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_what_was_read_reads_the_same_again() => Gen.String.Sample(text =>
        EmailAddress.Read(text, out var address) is not null || (EmailAddress.Read(address.Value, out var again) is null && again == address));

    [Fact]
    public void Any_text_around_an_at_sign_is_read_or_refused() => Gen.Select(Gen.String, Gen.String).Sample((local, domain) =>
        EmailAddress.Read($"{local}@{domain}", out var address) is not null || (EmailAddress.Read(address.Value, out var again) is null && again == address));
}
