using Tenure.Cli.Texts;

namespace Tenure.Cli.Generation;

/// <summary>What the help of <c>tenure generation</c> says, in one language; what it does is said by the server's own program.</summary>
internal sealed record GenerationText(string HelpGeneration, string HelpStart, string HelpSuccession, string HelpData, string HelpDatabase, string HelpLanguage)
{
    public static Translations<GenerationText> Languages { get; } = new(
        english: new(
            HelpGeneration: "The lives of a server's database", HelpStart: "Begin a new one: once after a restore from a backup, before the server starts",
            HelpSuccession: "File with a root's word that the log is over, where phones have seen more of it",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpLanguage: "Language of the answer: en, zh-Hans, ru, de, es"),
        chinese: new(
            HelpGeneration: "服务器数据库的世代", HelpStart: "开始新世代：从备份恢复后、启动服务器前执行一次",
            HelpSuccession: "手机看到的日志比备份更多时，根密钥声明日志已终止的文件",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（如果服务器使用）", HelpLanguage: "回答的语言：en、zh-Hans、ru、de、es"),
        russian: new(
            HelpGeneration: "Поколения базы данных сервера", HelpStart: "Начать новое: один раз после восстановления из копии, до запуска сервера",
            HelpSuccession: "Файл со словом корня о том, что журнал завершён, если телефоны видели больше",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpLanguage: "Язык ответа: en, zh-Hans, ru, de, es"),
        german: new(
            HelpGeneration: "Die Leben der Datenbank eines Servers", HelpStart: "Ein neues beginnen: einmal nach einer Wiederherstellung, bevor der Server startet",
            HelpSuccession: "Datei mit dem Wort einer Wurzel, dass das Protokoll zu Ende ist, wenn Telefone mehr davon gesehen haben",
            HelpData: "Der Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindungszeichenfolge, wenn der Server eine benutzt", HelpLanguage: "Sprache der Antwort: en, zh-Hans, ru, de, es"),
        spanish: new(
            HelpGeneration: "Las vidas de la base de datos de un servidor", HelpStart: "Comenzar una nueva: una vez tras restaurar una copia, antes de arrancar el servidor",
            HelpSuccession: "Archivo con la palabra de una raíz de que el registro ha terminado, si los teléfonos han visto más",
            HelpData: "La carpeta de datos del servidor", HelpDatabase: "Cadena de conexión de PostgreSQL, si el servidor usa una", HelpLanguage: "Idioma de la respuesta: en, zh-Hans, ru, de, es"));
}
