using Tenure.Cli.Texts;

namespace Tenure.Cli.Backups;

/// <summary>What the help of <c>tenure backup</c> and <c>tenure restore</c> says, in one language; what they do is said by the server's own program.</summary>
internal sealed record BackupText(string HelpBackup, string HelpRestore, string HelpOut, string HelpFrom, string HelpSuccession, string HelpData, string HelpDatabase, string HelpLanguage)
{
    public static Translations<BackupText> Languages { get; } = new(
        english: new(
            HelpBackup: "Copy the database into one file, beside a running server", HelpRestore: "Put a backup back and begin a new generation, while no server runs",
            HelpOut: "The file that is written", HelpFrom: "The backup", HelpSuccession: "File with a root's word that the log is over, where phones have seen more of it",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpLanguage: "Language of the answer: en, zh-Hans, ru, de, es"),
        chinese: new(
            HelpBackup: "在服务器运行时把数据库复制到一个文件", HelpRestore: "在没有服务器运行时恢复备份并开始新世代",
            HelpOut: "要写入的文件", HelpFrom: "备份", HelpSuccession: "手机看到的日志比备份更多时，根密钥声明日志已终止的文件",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（如果服务器使用）", HelpLanguage: "回答的语言：en、zh-Hans、ru、de、es"),
        russian: new(
            HelpBackup: "Скопировать базу данных в один файл при работающем сервере", HelpRestore: "Вернуть копию и начать новое поколение, пока сервер не работает",
            HelpOut: "Файл, который будет записан", HelpFrom: "Копия", HelpSuccession: "Файл со словом корня о том, что журнал завершён, если телефоны видели больше",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpLanguage: "Язык ответа: en, zh-Hans, ru, de, es"),
        german: new(
            HelpBackup: "Die Datenbank in eine Datei kopieren, während der Server läuft", HelpRestore: "Eine Sicherung zurückspielen und ein neues Leben beginnen, während kein Server läuft",
            HelpOut: "Die Datei, die geschrieben wird", HelpFrom: "Die Sicherung", HelpSuccession: "Datei mit dem Wort einer Wurzel, dass das Protokoll zu Ende ist, wenn Telefone mehr davon gesehen haben",
            HelpData: "Der Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindungszeichenfolge, wenn der Server eine benutzt", HelpLanguage: "Sprache der Antwort: en, zh-Hans, ru, de, es"),
        spanish: new(
            HelpBackup: "Copiar la base de datos en un archivo, con el servidor en marcha", HelpRestore: "Devolver una copia y comenzar una nueva generación, sin ningún servidor en marcha",
            HelpOut: "El archivo que se escribe", HelpFrom: "La copia", HelpSuccession: "Archivo con la palabra de una raíz de que el registro ha terminado, si los teléfonos han visto más",
            HelpData: "La carpeta de datos del servidor", HelpDatabase: "Cadena de conexión de PostgreSQL, si el servidor usa una", HelpLanguage: "Idioma de la respuesta: en, zh-Hans, ru, de, es"));
}
