using Tenure.Cli.Texts;
using Tenure.Protocols.Log;

namespace Tenure.Cli.Audit;

/// <summary>What the audit commands say, in one language.</summary>
internal sealed record AuditText(
    string HelpAudit, string HelpVerify, string HelpExport, string HelpFile, string HelpData, string HelpDatabase, string HelpDevice, string HelpTransfer, string HelpOut,
    string HelpLanguage, string Holds, string Broken, string NoFile, string Exported, string OtherDevice, string SequenceGap, string PreviousDiffers, string HashDiffers,
    string EntryMalformed, string DetailsDiffer, string HeadDiffers, string NotIncluded, string NoLine, string HelpProve, string HelpWhat, string HelpProof, string HelpFingerprint,
    string ProofHolds, string CompareRoot, string RootCompared, string OtherRoot, string NoProof, string NoEntries)
{
    public static Translations<AuditText> Languages { get; } = new(
        english: new(
            HelpAudit: "Check the device log", HelpVerify: "Check that no entry was changed, removed or put in: the server's database, or an exported file",
            HelpExport: "Save the log of one of your devices to a file", HelpFile: "An exported log; without it the server's database is checked",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpDevice: "The device's id",
            HelpTransfer: "The receipt of a transfer alone: the epoch that ended with it; for whoever gave or took the device", HelpOut: "The file to write", HelpLanguage: "Language of the report: en, zh-Hans, ru, de, es", Holds: "The log holds: {0} entries.", Broken: "The log is broken at entry {0}: {1}",
            NoFile: "The file {0} cannot be read.", Exported: "{0} entries written to {1}.",
            OtherDevice: "the entry belongs to another device", SequenceGap: "an entry is missing, doubled or moved", PreviousDiffers: "the entry does not name the one before it",
            HashDiffers: "the entry was changed after it was hashed", EntryMalformed: "a value of the entry has a wrong length or is outside its range", DetailsDiffer: "the details are not the ones that were committed to",
            HeadDiffers: "entries at the end are missing",
            NotIncluded: "the entry is not proven to be in the log", HelpProve: "Write a file that proves to anybody that the events of a device, or one event, are in the log", HelpWhat: "A device's id, or an event's number in the log", HelpProof: "The file to write; without it it is called like the device or the event", HelpFingerprint: "The fingerprint that the root of a proof must have", ProofHolds: "The proof holds: {0} entries are in the log of {1}, which had {2} entries on {3}.", CompareRoot: "Compare the fingerprint of its root with one that you have from elsewhere: {0}", RootCompared: "Its root has the fingerprint that was asked for: {0}", OtherRoot: "The proof is signed under another root: {0}", NoLine: "this is not a line of a log", NoProof: "Nothing was checked: a fingerprint is compared with the root of a proof, and this is no proof.", NoEntries: "Nothing was checked: there is no entry in the file {0}."),
        chinese: new(
            HelpAudit: "检查设备日志", HelpVerify: "检查服务器数据库或导出文件中的记录是否被更改、删除或插入",
            HelpExport: "将您的一台设备的日志保存到文件", HelpFile: "导出的日志；省略时检查服务器数据库",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（服务器使用时）", HelpDevice: "设备 ID",
            HelpTransfer: "只保存转让收据：随转让结束的代次；供给出或接收设备的人使用", HelpOut: "要写入的文件", HelpLanguage: "报告的语言：en、zh-Hans、ru、de、es", Holds: "日志完好：共 {0} 条记录。", Broken: "日志在第 {0} 条记录处损坏：{1}",
            NoFile: "无法读取文件 {0}。", Exported: "已将 {0} 条记录写入 {1}。",
            OtherDevice: "该记录属于另一台设备", SequenceGap: "有记录缺失、重复或被移动", PreviousDiffers: "该记录没有指向前一条记录",
            HashDiffers: "该记录在计算哈希后被更改", EntryMalformed: "记录中某个值的长度错误或超出范围", DetailsDiffer: "详情与记录所承诺的不一致",
            HeadDiffers: "末尾缺少记录",
            NotIncluded: "未能证明该记录在日志中", HelpProve: "写出一个文件，向任何人证明某台设备的事件或某个事件在日志中", HelpWhat: "设备 ID，或事件在日志中的编号", HelpProof: "要写入的文件；省略时以设备或事件命名", HelpFingerprint: "证明的根密钥必须具有的指纹", ProofHolds: "证明成立：{0} 条记录在 {1} 的日志中，该日志在 {3} 有 {2} 条记录。", CompareRoot: "请将其根密钥的指纹与您从别处得到的指纹比对：{0}", RootCompared: "其根密钥的指纹与要求的一致：{0}", OtherRoot: "该证明由另一个根密钥签署：{0}", NoLine: "这不是日志的一行", NoProof: "未作任何检查：指纹只能与证明的根密钥比对，而这不是证明。", NoEntries: "未作任何检查：文件 {0} 中没有记录。"),
        russian: new(
            HelpAudit: "Проверить журнал устройств", HelpVerify: "Проверить, что записи не изменены, не удалены и не добавлены: в базе сервера или в файле",
            HelpExport: "Сохранить журнал вашего устройства в файл", HelpFile: "Сохранённый журнал; без него проверяется база сервера",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpDevice: "Идентификатор устройства",
            HelpTransfer: "Только квитанция передачи: эпоха, которая ею закончилась; для того, кто отдал или получил устройство", HelpOut: "Файл для записи", HelpLanguage: "Язык отчёта: en, zh-Hans, ru, de, es", Holds: "Журнал цел, записей: {0}.", Broken: "Журнал нарушен на записи {0}: {1}",
            NoFile: "Не удаётся прочитать файл {0}.", Exported: "Записей: {0}, файл: {1}.",
            OtherDevice: "запись относится к другому устройству", SequenceGap: "запись пропущена, повторена или перемещена", PreviousDiffers: "запись не указывает на предыдущую",
            HashDiffers: "запись изменена после вычисления её хеша", EntryMalformed: "значение в записи имеет неверную длину или выходит за допустимые пределы", DetailsDiffer: "сведения не те, на которые указывает запись",
            HeadDiffers: "в конце не хватает записей",
            NotIncluded: "не доказано, что запись есть в журнале", HelpProve: "Записать файл, который доказывает кому угодно, что события устройства или одно событие есть в журнале", HelpWhat: "Идентификатор устройства или номер события в журнале", HelpProof: "Файл для записи; без него он назван по устройству или событию", HelpFingerprint: "Отпечаток, который должен иметь корневой ключ доказательства", ProofHolds: "Доказательство верно: записей в журнале {1}: {0}; всего в нём на {3} было {2}.", CompareRoot: "Сравните отпечаток его корневого ключа с тем, что получен из другого источника: {0}", RootCompared: "Его корневой ключ имеет указанный отпечаток: {0}", OtherRoot: "Доказательство подписано под другим корневым ключом: {0}", NoLine: "это не строка журнала", NoProof: "Ничего не проверено: отпечаток сравнивается с корневым ключом доказательства, а это не доказательство.", NoEntries: "Ничего не проверено: в файле {0} нет ни одной записи."),
        german: new(
            HelpAudit: "Das Geräteprotokoll prüfen", HelpVerify: "Prüfen, dass kein Eintrag geändert, entfernt oder eingefügt wurde: in der Datenbank des Servers oder in einer Datei",
            HelpExport: "Das Protokoll eines Ihrer Geräte in eine Datei speichern", HelpFile: "Ein gespeichertes Protokoll; ohne Angabe wird die Datenbank des Servers geprüft",
            HelpData: "Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindung, wenn der Server eine nutzt", HelpDevice: "Kennung des Geräts",
            HelpTransfer: "Nur die Quittung einer Übergabe: die Epoche, die mit ihr endete; für beide Seiten", HelpOut: "Die Zieldatei", HelpLanguage: "Sprache des Berichts: en, zh-Hans, ru, de, es", Holds: "Das Protokoll ist unversehrt: {0} Einträge.", Broken: "Das Protokoll ist bei Eintrag {0} beschädigt: {1}",
            NoFile: "Die Datei {0} ist nicht lesbar.", Exported: "{0} Einträge nach {1} geschrieben.",
            OtherDevice: "Der Eintrag gehört zu einem anderen Gerät", SequenceGap: "Ein Eintrag fehlt, ist doppelt oder verschoben", PreviousDiffers: "Der Eintrag nennt nicht den davor",
            HashDiffers: "Der Eintrag wurde geändert, nachdem sein Hash gebildet war", EntryMalformed: "Ein Wert des Eintrags hat eine falsche Länge oder liegt außerhalb seines Bereichs", DetailsDiffer: "Die Einzelheiten sind nicht die, auf die der Eintrag festgelegt ist",
            HeadDiffers: "Am Ende fehlen Einträge",
            NotIncluded: "Der Eintrag ist nicht als Teil des Protokolls bewiesen", HelpProve: "Eine Datei schreiben, die jedem beweist, dass die Ereignisse eines Geräts oder ein Ereignis im Protokoll stehen", HelpWhat: "Die Kennung eines Geräts oder die Nummer eines Ereignisses im Protokoll", HelpProof: "Die Zieldatei; ohne Angabe heißt sie wie das Gerät oder das Ereignis", HelpFingerprint: "Der Fingerabdruck, den die Wurzel eines Beweises haben muss", ProofHolds: "Der Beweis stimmt: {0} Einträge stehen im Protokoll von {1}, das am {3} {2} Einträge hatte.", CompareRoot: "Vergleichen Sie den Fingerabdruck seiner Wurzel mit einem, den Sie von anderswo haben: {0}", RootCompared: "Seine Wurzel hat den verlangten Fingerabdruck: {0}", OtherRoot: "Der Beweis ist unter einer anderen Wurzel unterschrieben: {0}", NoLine: "Das ist keine Zeile eines Protokolls", NoProof: "Nichts wurde geprüft: Ein Fingerabdruck wird mit der Wurzel eines Beweises verglichen, und das ist kein Beweis.", NoEntries: "Nichts wurde geprüft: In der Datei {0} steht kein Eintrag."),
        spanish: new(
            HelpAudit: "Comprobar el registro de dispositivos", HelpVerify: "Comprobar que ninguna entrada fue cambiada, quitada o añadida: en la base del servidor o en un archivo",
            HelpExport: "Guardar el registro de uno de tus dispositivos en un archivo", HelpFile: "Un registro guardado; sin él se comprueba la base del servidor",
            HelpData: "Carpeta de datos del servidor", HelpDatabase: "Conexión de PostgreSQL, si el servidor la usa", HelpDevice: "Identificador del dispositivo",
            HelpTransfer: "Solo el recibo de un traspaso: la época que acabó con él; para quien dio o recibió el dispositivo", HelpOut: "El archivo de destino", HelpLanguage: "Idioma del informe: en, zh-Hans, ru, de, es", Holds: "El registro está íntegro: {0} entradas.", Broken: "El registro está dañado en la entrada {0}: {1}",
            NoFile: "No se puede leer el archivo {0}.", Exported: "{0} entradas escritas en {1}.",
            OtherDevice: "la entrada pertenece a otro dispositivo", SequenceGap: "falta una entrada, está repetida o cambió de lugar", PreviousDiffers: "la entrada no nombra a la anterior",
            HashDiffers: "la entrada se cambió después de calcular su hash", EntryMalformed: "un valor de la entrada tiene una longitud errónea o está fuera de su rango", DetailsDiffer: "los detalles no son los que la entrada comprometió",
            HeadDiffers: "faltan entradas al final",
            NotIncluded: "no está probado que la entrada esté en el registro", HelpProve: "Escribir un archivo que prueba a cualquiera que los eventos de un dispositivo, o uno, están en el registro", HelpWhat: "El identificador de un dispositivo o el número de un evento en el registro", HelpProof: "El archivo de destino; sin él se llama como el dispositivo o el evento", HelpFingerprint: "La huella que debe tener la raíz de una prueba", ProofHolds: "La prueba es válida: {0} entradas están en el registro de {1}, que el {3} tenía {2} entradas.", CompareRoot: "Compara la huella de su raíz con una que tengas de otra parte: {0}", RootCompared: "Su raíz tiene la huella pedida: {0}", OtherRoot: "La prueba está firmada con otra raíz: {0}", NoLine: "esto no es una línea de un registro", NoProof: "No se comprobó nada: una huella se compara con la raíz de una prueba, y esto no es una prueba.", NoEntries: "No se comprobó nada: en el archivo {0} no hay ninguna entrada."));

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
        LogBreakReason.NotIncluded => NotIncluded,
    };
}
