using Tenure.Cli.Texts;

namespace Tenure.Cli.Rom;

/// <summary>What the commands about firmware packages say, in one language.</summary>
internal sealed record RomText(
    string HelpRom, string HelpMake, string HelpFolder, string HelpKey, string HelpProduct, string HelpVersion, string HelpRegion, string HelpPatchLevel, string HelpRollback,
    string KeyUnreadable, string RollbackMalformed, string DayMalformed, string Refused, string Made,
    string HelpDigests, string NoManifest, string DigestsMade)
{
    public static Translations<RomText> Languages { get; } = new(
        english: new(
            HelpRom: "Firmware packages of makers", HelpMake: "For makers: sign what a package does; needs no server", HelpFolder: "The package's folder; firmware.manifest is written into it",
            HelpKey: "The maker's private release key in PEM", HelpProduct: "The model, as devices say it", HelpVersion: "The version, as people see it", HelpRegion: "A hardware region that it is for; may be given several times",
            HelpPatchLevel: "The day of its security patches, such as 2026-03-01", HelpRollback: "An anti-rollback index as LOCATION=INDEX; may be given several times",
            KeyUnreadable: "This is no private P-256 key in PEM: {0}", RollbackMalformed: "Not LOCATION=INDEX: {0}", DayMalformed: "Not a day: {0}", Refused: "No manifest can be made of this: {0}",
            Made: "{0} entries, {1} MB, {2} files; manifest {3}",
            HelpDigests: "For makers: sign what is sent, packet by packet, for programmers that ask for tables of digests", NoManifest: "The package has no firmware.manifest yet: sign it first with `rom make`.", DigestsMade: "{0} packets with all data erased, {1} with it kept"),
        chinese: new(
            HelpRom: "制造商的固件包", HelpMake: "供制造商使用：签署固件包的作用；无需服务器", HelpFolder: "固件包文件夹；firmware.manifest 会写入其中",
            HelpKey: "制造商的 PEM 发布私钥", HelpProduct: "设备所报的型号", HelpVersion: "人们看到的版本", HelpRegion: "适用的硬件地区；可多次给出",
            HelpPatchLevel: "安全补丁日期，例如 2026-03-01", HelpRollback: "防回滚索引，格式为 位置=索引；可多次给出",
            KeyUnreadable: "这不是 PEM 格式的 P-256 私钥：{0}", RollbackMalformed: "不是 位置=索引：{0}", DayMalformed: "不是日期：{0}", Refused: "无法由此生成清单：{0}",
            Made: "{0} 个条目，{1} MB，{2} 个文件；清单 {3}",
            HelpDigests: "供制造商使用：为要求摘要表的编程器逐包签署将发送的内容", NoManifest: "固件包还没有 firmware.manifest：请先用 `rom make` 签署。", DigestsMade: "清除数据时 {0} 个数据包，保留数据时 {1} 个"),
        russian: new(
            HelpRom: "Пакеты прошивки производителей", HelpMake: "Для производителей: подписать, что делает пакет; сервер не нужен", HelpFolder: "Папка пакета; в неё записывается firmware.manifest",
            HelpKey: "Закрытый ключ выпуска производителя в PEM", HelpProduct: "Модель, как её называют устройства", HelpVersion: "Версия, как её видят люди", HelpRegion: "Регион устройств, для которых пакет; можно указать несколько раз",
            HelpPatchLevel: "День обновлений безопасности, например 2026-03-01", HelpRollback: "Индекс защиты от отката как МЕСТО=ИНДЕКС; можно указать несколько раз",
            KeyUnreadable: "Это не закрытый ключ P-256 в PEM: {0}", RollbackMalformed: "Это не МЕСТО=ИНДЕКС: {0}", DayMalformed: "Это не день: {0}", Refused: "Манифест из этого сделать нельзя: {0}",
            Made: "Записей: {0}, {1} МБ, файлов: {2}; манифест {3}",
            HelpDigests: "Для производителей: подписать отправляемое пакет за пакетом, для программаторов, которым нужны таблицы дайджестов", NoManifest: "В пакете ещё нет firmware.manifest: сначала подпишите его командой `rom make`.", DigestsMade: "Посылок с удалением данных: {0}, с сохранением: {1}"),
        german: new(
            HelpRom: "Firmwarepakete von Herstellern", HelpMake: "Für Hersteller: unterschreiben, was ein Paket tut; braucht keinen Server", HelpFolder: "Der Ordner des Pakets; firmware.manifest wird hineingeschrieben",
            HelpKey: "Der private Freigabeschlüssel des Herstellers in PEM", HelpProduct: "Das Modell, wie Geräte es sagen", HelpVersion: "Die Version, wie Leute sie sehen", HelpRegion: "Eine Region der Hardware, für die es ist; auch mehrmals",
            HelpPatchLevel: "Der Tag des Sicherheitsstands, etwa 2026-03-01", HelpRollback: "Ein Rücksetzindex als ORT=INDEX; auch mehrmals",
            KeyUnreadable: "Das ist kein privater P-256-Schlüssel in PEM: {0}", RollbackMalformed: "Nicht ORT=INDEX: {0}", DayMalformed: "Kein Tag: {0}", Refused: "Daraus wird kein Manifest: {0}",
            Made: "{0} Einträge, {1} MB, {2} Dateien; Manifest {3}",
            HelpDigests: "Für Hersteller: unterschreiben, was gesendet wird, Stück für Stück, für Programmer, die Tabellen von Prüfsummen verlangen", NoManifest: "Das Paket hat noch kein firmware.manifest: unterschreib es zuerst mit `rom make`.", DigestsMade: "{0} Sendungen, wenn alle Daten gelöscht werden, {1}, wenn sie bleiben"),
        spanish: new(
            HelpRom: "Paquetes de firmware de fabricantes", HelpMake: "Para fabricantes: firmar lo que hace un paquete; no necesita servidor", HelpFolder: "La carpeta del paquete; firmware.manifest se escribe en ella",
            HelpKey: "La clave privada de publicación del fabricante en PEM", HelpProduct: "El modelo, como lo dicen los dispositivos", HelpVersion: "La versión, como la ve la gente", HelpRegion: "Una región de hardware a la que va; se puede repetir",
            HelpPatchLevel: "El día de sus parches de seguridad, como 2026-03-01", HelpRollback: "Un índice antirretroceso como LUGAR=ÍNDICE; se puede repetir",
            KeyUnreadable: "Esto no es una clave privada P-256 en PEM: {0}", RollbackMalformed: "No es LUGAR=ÍNDICE: {0}", DayMalformed: "No es un día: {0}", Refused: "De esto no sale un manifiesto: {0}",
            Made: "{0} entradas, {1} MB, {2} archivos; manifiesto {3}",
            HelpDigests: "Para fabricantes: firmar lo que se envía, paquete a paquete, para los programadores que piden tablas de resúmenes", NoManifest: "El paquete aún no tiene firmware.manifest: fírmalo antes con `rom make`.", DigestsMade: "{0} envíos con los datos borrados, {1} si se conservan"));
}
