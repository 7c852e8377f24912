using Tenure.Cli.Texts;

namespace Tenure.Cli.Messages;

/// <summary>What the help of <c>tenure messages</c> says, in one language.</summary>
internal sealed record MessagesText(string HelpMessages, string HelpData, string HelpDatabase, string HelpLanguage)
{
    public static Translations<MessagesText> Languages { get; } = new(
        english: new(
            HelpMessages: "Show how mails and SMS stand: what waits, failed, was sent; without addresses or numbers", HelpData: "The server's data folder",
            HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpLanguage: "Language of the report: en, zh-Hans, ru, de, es"),
        chinese: new(
            HelpMessages: "显示邮件和短信的状态：等待、失败、已发送；不含地址和号码", HelpData: "服务器的数据文件夹",
            HelpDatabase: "PostgreSQL 连接字符串（服务器使用时）", HelpLanguage: "报告的语言：en、zh-Hans、ru、de、es"),
        russian: new(
            HelpMessages: "Показать состояние писем и SMS: в очереди, с ошибкой, отправлены; без адресов и номеров", HelpData: "Папка данных сервера",
            HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpLanguage: "Язык отчёта: en, zh-Hans, ru, de, es"),
        german: new(
            HelpMessages: "Zeigen, wie es um Mails und SMS steht: wartend, fehlgeschlagen, gesendet; ohne Adressen und Nummern", HelpData: "Datenordner des Servers",
            HelpDatabase: "PostgreSQL-Verbindung, wenn der Server eine nutzt", HelpLanguage: "Sprache des Berichts: en, zh-Hans, ru, de, es"),
        spanish: new(
            HelpMessages: "Mostrar el estado de correos y SMS: en espera, fallidos, enviados; sin direcciones ni números", HelpData: "Carpeta de datos del servidor",
            HelpDatabase: "Conexión de PostgreSQL, si el servidor la usa", HelpLanguage: "Idioma del informe: en, zh-Hans, ru, de, es"));
}
