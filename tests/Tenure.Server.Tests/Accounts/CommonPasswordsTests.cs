using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Tests.Accounts;

/// <summary>What people choose when nothing stops them, against the list that is shipped.</summary>
public sealed class CommonPasswordsTests
{
    private static readonly PasswordPolicy Policy = CommonPasswords.Policy(Options.Create(new PasswordOptions()));
    private static readonly PersonalWords Nobody = new([], null, null);

    // Stems that lead every published list of leaked passwords; none is long enough alone, and this is how people lengthen them.
    private static readonly string[] Stems =
    [
        "password", "passw0rd", "p@ssw0rd", "P@$$w0rd", "123456", "123456789", "qwerty", "qwertyuiop", "1qaz2wsx", "1q2w3e4r", "abc123", "iloveyou", "letmein", "welcome", "monkey", "dragon",
        "football", "baseball", "princess", "sunshine", "superman", "batman", "shadow", "master", "michael", "jennifer", "jordan23", "ashley", "charlie", "trustno1", "starwars", "pokemon",
        "admin", "administrator", "root", "changeme", "secret", "login", "liverpool", "chelsea", "arsenal", "barcelona", "realmadrid", "ferrari", "mercedes", "samsung", "computer", "internet",
        "chocolate", "butterfly", "summer", "winter", "january", "jesuschrist", "blink182", "metallica", "fuckyou", "whatever", "hello", "killer", "naruto", "minecraft",
        "passwort", "schatz", "ichliebedich", "hallo", "sonnenschein", "deutschland", "borussia", "schalke04", "teamo", "tequiero", "contraseña", "estrella", "mariposa", "alejandro", "corazon",
        "gfhjkm", "ghbdtn", "пароль", "привет", "любовь", "наташа", "солнышко", "зайчик", "yfnfif", "lubov", "privet", "nastya", "marina", "dimka",
        "woaini", "woaini1314", "5201314", "zhangwei", "xiaoming", "wangwei", "zhongguo", "tiantian", "我爱你", "drowssap", "asdfghjkl", "zxcvbnm", "qazwsxedc", "йцукен", "7777777",
    ];

    private static readonly Func<string, string>[] Lengthened =
    [
        stem => Fill(stem, stem),
        stem => stem + "123456789012345",
        stem => stem + "1234567890abcdef",
        stem => "1234567890" + stem + "!",
        stem => stem + "-1990-qwertyuiop",
        stem => stem + stem + "1987!!!!!!!!!",
        stem => stem + "password" + "2024" + "!",
        stem => stem + "01.01.2001" + "aaaaa",
        stem => stem.ToUpperInvariant() + stem.ToUpperInvariant() + "11111111",
    ];

    public static TheoryData<string> Refused { get; } =
    [
        "123456789012345", "1234567890123456", "123456789123456789", "123456789987654321", "987654321987654321", "012345678901234", "111111111111111", "112233445566778899", "1111222233334444",
        "123123123123123", "147258369147258369", "159357456258159357", "135791357913579", "qwertyuiopasdfgh", "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop123456",
        "qwerty123456qwerty", "1234567890qwertyuiop", "1234qwerasdfzxcv", "qweasdzxc123456", "123qweasdzxc123", "zxcvbnmasdfghjkl", "asdfghjkl123456", "poiuytrewqlkjhgfdsa", "mnbvcxzlkjhgfdsa",
        "1qaz2wsx3edc4rfv", "1qazxsw23edcvfr4", "zaq12wsxcde34rfv", "1qaz!QAZ2wsx@WSX", "!QAZ2wsx#EDC4rfv", "!@#$%^&*()123456", "q1w2e3r4t5y6u7i8", "1q2w3e4r5t6y7u8i9o0p", "1a2b3c4d5e6f7g8h",
        "a1b2c3d4e5f6g7h8", "a1s2d3f4g5h6j7k8", "aaaaaaaaaaaaaaaa", "abcdefghijklmno", "abcdefghijklmnopqrstuvwxyz", "abcabcabcabcabc", "abcd1234abcd1234", "abc123abc123abc123", "asdasdasdasdasd1",
        "passwordpassword", "PasswordPassword1", "password12345678", "password123456789", "Password123456!", "Password1Password1", "passw0rdpassw0rd", "P@ssw0rd12345678", "P@$$w0rdP@$$w0rd",
        "p4ssw0rd-p4ssw0rd", "passwordpassword69", "thisismypassword", "This is my password!", "thisismypassword1", "mypasswordis1234", "mynameisjessica", "iloveyousomuch1", "iloveyouforever", "iloveyou3000000",
        "ilovemymother123", "iloveyoubaby123", "iloveyouiloveyou", "letmeinletmeinletmein", "adminadminadmin", "administrator123", "Administrator2024!", "welcome123456789", "Welcome2024Welcome", "changemechangeme",
        "Summer2024Summer2024", "Winter2023Spring2024", "January2024February", "jesusismysavior", "jesuschrist12345", "godisgoodallthetime", "princess12345678", "michaelmichael1", "jessicajessica99", "manchesterunited",
        "liverpoolfc12345", "realmadridbarcelona", "superman12345678", "batmanandrobin1966", "starwarsstarwars", "harrypotter123456", "maytheforcebewithyou", "correcthorsebatterystaple", "Correct Horse Battery Staple 2024!",
        "tobeornottobe1234", "fuckyoufuckyou1", "motherfucker12345", "chocolatechocolate", "butterfly1234567", "samsunggalaxy123", "qwertyqwertyqwerty", "trustno1trustno1", "blink182blink182", "football12345678",
        "drowssapdrowssap", "adm!n1strat0r123", "responsibilities", "congratulations", "internationalization", "supercalifragilisticexpialidocious",
        "passwortpasswort", "passwort12345678", "meinpasswort1234", "ichliebedich1234", "ichliebedichschatz", "sonnenschein2024", "schatzischatzi123", "borussiadortmund09", "hallohallohallo", "fussballweltmeister1954",
        "geburtstagskuchen", "deutschlanddeutschland", "contraseña123456", "contrasena123456", "teamomucho123456", "tequieromucho123", "micorazonmiamor", "barcelonabarcelona", "alejandroalejandra", "estrellita12345678",
        "пароль1234567890", "парольпарольпароль", "gfhjkmgfhjkmgfhjkm", "gfhjkm1234567890", "ghbdtnghbdtnghbdtn", "йцукен1234567890", "приветприветпривет", "любовьлюбовьлюбовь", "ялюблютебя12345", "наташа1990наташа",
        "сергей1234567890", "зфыыцщквзфыыцщкв", "privetprivet12345", "yatebyalyublyu123", "natasha1234567890", "solnishko12345678", "vfrcbvvfrcbv1234", "kotenok1234567890",
        "woaini1314520520", "woaini5201314520", "woainiwoaini1314", "zhangwei19900101", "wangwei123456789", "xiaoming12345678", "wo ai ni 5201314 1314", "1314520131452013", "zhongguo20241001", "我爱你我爱你我爱你我爱你我爱你",
        "tenuretenuretenure", "Tenure-Account-2024", "deviceaccount123",
    ];

    public static TheoryData<string> Taken { get; } =
    [
        "tin ladder seven moths", "grumpy kettle under varnish", "plum-orbit-49-gasket", "the ferry smelled of tar", "nine wet umbrellas in Utrecht", "my aunt paints trams badly", "ledger fog ukulele tarp",
        "x7Gq2mWz9Lk4Tp1", "829374018273645", "kdjwpqmvnzthxgy", "Vr8!kq_2Zt%w0Lb#", "dragon soup on Tuesdays, please", "I never liked password rules", "we lost two goats in 1987 near the dam",
        "drei Igel kauen Socken", "der Mond riecht nach Seife", "la abuela pinta trenes lentos", "tres cabras comen mi tejado", "пять зелёных лестниц", "ёлка уронила мой чайник вчера", "dva slona varyat kompot",
        "八个绿色的梯子在月亮上睡觉呢吗", "chuang wai de mao zai chang ge", "我家的茶壶昨天从树上掉下来了呀", "zhe ba san xiang mei you ren yao", "hkq-rtw-9vz-m2p", "Mnt!4 wrench polka",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_everybody_tries_is_refused(string password) => Assert.Equal("password_listed", Policy.Check(password, Nobody)?.Code);

    [Theory]
    [MemberData(nameof(Taken))]
    public void A_phrase_of_ones_own_is_taken(string password) => Assert.Null(Policy.Check(password, Nobody));

    [Fact]
    public void A_common_password_stays_common_however_it_is_lengthened()
    {
        var passwords = (from stem in Stems from lengthen in Lengthened select lengthen(stem)).Distinct().ToList();
        Assert.True(passwords.Count > 900, $"only {passwords.Count}");
        Assert.Equal([], passwords.Where(password => Policy.Check(password, Nobody) is null));
    }

    private static string Fill(string text, string with)
    {
        while (text.Length < 15)
        {
            text += with;
        }

        return text;
    }
}
