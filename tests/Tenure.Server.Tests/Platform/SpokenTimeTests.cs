using Tenure.Server.Platform.Texts;

namespace Tenure.Server.Tests.Platform;

public sealed class SpokenTimeTests
{
    [Theory]
    [InlineData("00:10:00", "10 minutes", "10 分钟", "10 минут", "10 Minuten", "10 minutos")]
    [InlineData("00:01:00", "1 minute", "1 分钟", "1 минуту", "1 Minute", "1 minuto")]
    [InlineData("00:21:00", "21 minutes", "21 分钟", "21 минуту", "21 Minuten", "21 minutos")]
    [InlineData("00:22:59", "22 minutes", "22 分钟", "22 минуты", "22 Minuten", "22 minutos")]
    [InlineData("01:30:00", "90 minutes", "90 分钟", "90 минут", "90 Minuten", "90 minutos")]
    [InlineData("01:00:00", "1 hour", "1 小时", "1 час", "1 Stunde", "1 hora")]
    [InlineData("12:00:00", "12 hours", "12 小时", "12 часов", "12 Stunden", "12 horas")]
    [InlineData("1.00:00:00", "24 hours", "24 小时", "24 часа", "24 Stunden", "24 horas")]
    [InlineData("1.12:00:00", "36 hours", "36 小时", "36 часов", "36 Stunden", "36 horas")]
    [InlineData("3.00:00:00", "3 days", "3 天", "3 дня", "3 Tage", "3 días")]
    [InlineData("7.00:00:00", "7 days", "7 天", "7 дней", "7 Tage", "7 días")]
    [InlineData("21.00:00:00", "21 days", "21 天", "21 день", "21 Tage", "21 días")]
    [InlineData("111.00:00:00", "111 days", "111 天", "111 дней", "111 Tage", "111 días")]
    public void A_time_is_said_as_people_say_it(string time, string english, string chinese, string russian, string german, string spanish) => Assert.Equal(
        [english, chinese, russian, german, spanish],
        new[] { "en", "zh-Hans", "ru", "de", "es" }.Select(language => SpokenTime.In(language, TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture))));
}
