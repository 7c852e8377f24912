using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class PersonalWordsTests
{
    [Fact]
    public void Personal_words_are_all_parts_of_three_letters_and_more_longest_first()
    {
        Assert.Null(EmailAddress.Read("jo.anna-b_berg+phone@mail.example", out var address));
        var number = AccountNumber.Draw();
        Assert.Equal(
            ["jo.anna-b_berg+phone@mail.example", "Eva Bergmann", number.Value, "Bergmann", "example", "phone", "anna", "berg", "mail", "Eva"],
            new PersonalWords([Address.Of(address)], number, "Eva Bergmann").Words());
    }

    [Fact]
    public void Who_gave_nothing_has_no_words() => Assert.Empty(new PersonalWords([], null, null).Words());
}
