using Tenure.Cli.Texts;

namespace Tenure.Cli.Audit;

/// <summary>What the audit commands say, in one language.</summary>
internal sealed record AuditText(
    string HelpAudit, string HelpVerify, string HelpExport, string HelpFile, string HelpData, string HelpDatabase, string HelpDevice, string HelpOut,
    string Holds, string Broken, string NoFile, string Exported)
{
    public static Translations<AuditText> Languages { get; } = new(
        english: new(
            HelpAudit: "Check the device log", HelpVerify: "Check that no entry was changed, removed or put in: the server's database, or an exported file",
            HelpExport: "Save the log of one of your devices to a file", HelpFile: "An exported log; without it the server's database is checked",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpDevice: "The device's id",
            HelpOut: "The file to write", Holds: "The log holds: {0} entries.", Broken: "The log is broken at entry {0}: {1}",
            NoFile: "The file {0} cannot be read.", Exported: "{0} entries written to {1}."),
        chinese: new(
            HelpAudit: "检查设备日志", HelpVerify: "检查服务器数据库或导出文件中的记录是否被更改、删除或插入",
            HelpExport: "将您的一台设备的日志保存到文件", HelpFile: "导出的日志；省略时检查服务器数据库",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（服务器使用时）", HelpDevice: "设备 ID",
            HelpOut: "要写入的文件", Holds: "日志完好：共 {0} 条记录。", Broken: "日志在第 {0} 条记录处损坏：{1}",
            NoFile: "无法读取文件 {0}。", Exported: "已将 {0} 条记录写入 {1}。"),
        russian: new(
            HelpAudit: "Проверить журнал устройств", HelpVerify: "Проверить, что записи не изменены, не удалены и не добавлены: в базе сервера или в файле",
            HelpExport: "Сохранить журнал вашего устройства в файл", HelpFile: "Сохранённый журнал; без него проверяется база сервера",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpDevice: "Идентификатор устройства",
            HelpOut: "Файл для записи", Holds: "Журнал цел, записей: {0}.", Broken: "Журнал нарушен на записи {0}: {1}",
            NoFile: "Не удаётся прочитать файл {0}.", Exported: "Записей: {0}, файл: {1}."),
        german: new(
            HelpAudit: "Das Geräteprotokoll prüfen", HelpVerify: "Prüfen, dass kein Eintrag geändert, entfernt oder eingefügt wurde: in der Datenbank des Servers oder in einer Datei",
            HelpExport: "Das Protokoll eines Ihrer Geräte in eine Datei speichern", HelpFile: "Ein gespeichertes Protokoll; ohne Angabe wird die Datenbank des Servers geprüft",
            HelpData: "Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindung, wenn der Server eine nutzt", HelpDevice: "Kennung des Geräts",
            HelpOut: "Die Zieldatei", Holds: "Das Protokoll ist unversehrt: {0} Einträge.", Broken: "Das Protokoll ist bei Eintrag {0} beschädigt: {1}",
            NoFile: "Die Datei {0} ist nicht lesbar.", Exported: "{0} Einträge nach {1} geschrieben."),
        spanish: new(
            HelpAudit: "Comprobar el registro de dispositivos", HelpVerify: "Comprobar que ninguna entrada fue cambiada, quitada o añadida: en la base del servidor o en un archivo",
            HelpExport: "Guardar el registro de uno de tus dispositivos en un archivo", HelpFile: "Un registro guardado; sin él se comprueba la base del servidor",
            HelpData: "Carpeta de datos del servidor", HelpDatabase: "Conexión de PostgreSQL, si el servidor la usa", HelpDevice: "Identificador del dispositivo",
            HelpOut: "El archivo de destino", Holds: "El registro está íntegro: {0} entradas.", Broken: "El registro está dañado en la entrada {0}: {1}",
            NoFile: "No se puede leer el archivo {0}.", Exported: "{0} entradas escritas en {1}."));
}
