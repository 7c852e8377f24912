using Tenure.Cli.Texts;
using Tenure.Protocols.Log;

namespace Tenure.Cli.Audit;

/// <summary>What the audit commands say, in one language.</summary>
internal sealed record AuditText(
    string HelpAudit, string HelpVerify, string HelpExport, string HelpFile, string HelpData, string HelpDatabase, string HelpDevice, string HelpOut,
    string HelpLanguage, string Holds, string Broken, string NoFile, string Exported, string OtherDevice, string SequenceGap, string PreviousDiffers, string HashDiffers,
    string EntryMalformed, string DetailsDiffer, string HeadDiffers, string NoLine)
{
    public static Translations<AuditText> Languages { get; } = new(
        english: new(
            HelpAudit: "Check the device log", HelpVerify: "Check that no entry was changed, removed or put in: the server's database, or an exported file",
            HelpExport: "Save the log of one of your devices to a file", HelpFile: "An exported log; without it the server's database is checked",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpDevice: "The device's id",
            HelpOut: "The file to write", HelpLanguage: "Language of the report: en, zh-Hans, ru, de, es", Holds: "The log holds: {0} entries.", Broken: "The log is broken at entry {0}: {1}",
            NoFile: "The file {0} cannot be read.", Exported: "{0} entries written to {1}.",
            OtherDevice: "the entry belongs to another device", SequenceGap: "an entry is missing, doubled or moved", PreviousDiffers: "the entry does not name the one before it",
            HashDiffers: "the entry was changed after it was hashed", EntryMalformed: "a value of the entry has a wrong length or is outside its range", DetailsDiffer: "the details are not the ones that were committed to",
            HeadDiffers: "entries at the end are missing", NoLine: "this is not a line of a log"),
        chinese: new(
            HelpAudit: "检查设备日志", HelpVerify: "检查服务器数据库或导出文件中的记录是否被更改、删除或插入",
            HelpExport: "将您的一台设备的日志保存到文件", HelpFile: "导出的日志；省略时检查服务器数据库",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（服务器使用时）", HelpDevice: "设备 ID",
            HelpOut: "要写入的文件", HelpLanguage: "报告的语言：en、zh-Hans、ru、de、es", Holds: "日志完好：共 {0} 条记录。", Broken: "日志在第 {0} 条记录处损坏：{1}",
            NoFile: "无法读取文件 {0}。", Exported: "已将 {0} 条记录写入 {1}。",
            OtherDevice: "该记录属于另一台设备", SequenceGap: "有记录缺失、重复或被移动", PreviousDiffers: "该记录没有指向前一条记录",
            HashDiffers: "该记录在计算哈希后被更改", EntryMalformed: "记录中某个值的长度错误或超出范围", DetailsDiffer: "详情与记录所承诺的不一致",
            HeadDiffers: "末尾缺少记录", NoLine: "这不是日志的一行"),
        russian: new(
            HelpAudit: "Проверить журнал устройств", HelpVerify: "Проверить, что записи не изменены, не удалены и не добавлены: в базе сервера или в файле",
            HelpExport: "Сохранить журнал вашего устройства в файл", HelpFile: "Сохранённый журнал; без него проверяется база сервера",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpDevice: "Идентификатор устройства",
            HelpOut: "Файл для записи", HelpLanguage: "Язык отчёта: en, zh-Hans, ru, de, es", Holds: "Журнал цел, записей: {0}.", Broken: "Журнал нарушен на записи {0}: {1}",
            NoFile: "Не удаётся прочитать файл {0}.", Exported: "Записей: {0}, файл: {1}.",
            OtherDevice: "запись относится к другому устройству", SequenceGap: "запись пропущена, повторена или перемещена", PreviousDiffers: "запись не указывает на предыдущую",
            HashDiffers: "запись изменена после вычисления её хеша", EntryMalformed: "значение в записи имеет неверную длину или выходит за допустимые пределы", DetailsDiffer: "сведения не те, на которые указывает запись",
            HeadDiffers: "в конце не хватает записей", NoLine: "это не строка журнала"),
        german: new(
            HelpAudit: "Das Geräteprotokoll prüfen", HelpVerify: "Prüfen, dass kein Eintrag geändert, entfernt oder eingefügt wurde: in der Datenbank des Servers oder in einer Datei",
            HelpExport: "Das Protokoll eines Ihrer Geräte in eine Datei speichern", HelpFile: "Ein gespeichertes Protokoll; ohne Angabe wird die Datenbank des Servers geprüft",
            HelpData: "Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindung, wenn der Server eine nutzt", HelpDevice: "Kennung des Geräts",
            HelpOut: "Die Zieldatei", HelpLanguage: "Sprache des Berichts: en, zh-Hans, ru, de, es", Holds: "Das Protokoll ist unversehrt: {0} Einträge.", Broken: "Das Protokoll ist bei Eintrag {0} beschädigt: {1}",
            NoFile: "Die Datei {0} ist nicht lesbar.", Exported: "{0} Einträge nach {1} geschrieben.",
            OtherDevice: "Der Eintrag gehört zu einem anderen Gerät", SequenceGap: "Ein Eintrag fehlt, ist doppelt oder verschoben", PreviousDiffers: "Der Eintrag nennt nicht den davor",
            HashDiffers: "Der Eintrag wurde geändert, nachdem sein Hash gebildet war", EntryMalformed: "Ein Wert des Eintrags hat eine falsche Länge oder liegt außerhalb seines Bereichs", DetailsDiffer: "Die Einzelheiten sind nicht die, auf die der Eintrag festgelegt ist",
            HeadDiffers: "Am Ende fehlen Einträge", NoLine: "Das ist keine Zeile eines Protokolls"),
        spanish: new(
            HelpAudit: "Comprobar el registro de dispositivos", HelpVerify: "Comprobar que ninguna entrada fue cambiada, quitada o añadida: en la base del servidor o en un archivo",
            HelpExport: "Guardar el registro de uno de tus dispositivos en un archivo", HelpFile: "Un registro guardado; sin él se comprueba la base del servidor",
            HelpData: "Carpeta de datos del servidor", HelpDatabase: "Conexión de PostgreSQL, si el servidor la usa", HelpDevice: "Identificador del dispositivo",
            HelpOut: "El archivo de destino", HelpLanguage: "Idioma del informe: en, zh-Hans, ru, de, es", Holds: "El registro está íntegro: {0} entradas.", Broken: "El registro está dañado en la entrada {0}: {1}",
            NoFile: "No se puede leer el archivo {0}.", Exported: "{0} entradas escritas en {1}.",
            OtherDevice: "la entrada pertenece a otro dispositivo", SequenceGap: "falta una entrada, está repetida o cambió de lugar", PreviousDiffers: "la entrada no nombra a la anterior",
            HashDiffers: "la entrada se cambió después de calcular su hash", EntryMalformed: "un valor de la entrada tiene una longitud errónea o está fuera de su rango", DetailsDiffer: "los detalles no son los que la entrada comprometió",
            HeadDiffers: "faltan entradas al final", NoLine: "esto no es una línea de un registro"));

    /// <summary>Why a log is broken, in words.</summary>
    public string ReasonOf(LogBreakReason reason) => reason switch
    {
        LogBreakReason.EntryMalformed => EntryMalformed,
        LogBreakReason.OtherDevice => OtherDevice,
        LogBreakReason.SequenceGap => SequenceGap,
        LogBreakReason.PreviousDiffers => PreviousDiffers,
        LogBreakReason.HashDiffers => HashDiffers,
        LogBreakReason.DetailsDiffer => DetailsDiffer,
        LogBreakReason.HeadDiffers => HeadDiffers,
    };
}
