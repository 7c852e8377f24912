using Tenure.Cli.Texts;

namespace Tenure.Cli.Manifests;

/// <summary>What the help of the manifest commands says, in one language; what they do is said by the server's own program.</summary>
internal sealed record ManifestText(
    string HelpManifest, string HelpKey, string HelpKeyAdd, string HelpKeyRemove, string HelpSign, string HelpImport, string HelpList, string HelpWithdraw, string HelpMaker, string HelpPublicKey,
    string HelpKeyId, string HelpDevices, string HelpPrivateKey, string HelpOut, string HelpFile, string HelpId, string HelpData, string HelpDatabase, string HelpLanguage, string Progress)
{
    public static Translations<ManifestText> Languages { get; } = new(
        english: new(
            HelpManifest: "What makers sign about the devices that they made", HelpKey: "The makers' keys that are believed", HelpKeyAdd: "Pin a maker's manifest key",
            HelpKeyRemove: "Let a key sign nothing any more", HelpSign: "For makers: make a manifest of a list; needs no server", HelpImport: "Take a manifest in: all of it or nothing",
            HelpList: "List keys and manifests", HelpWithdraw: "Let a manifest confirm nothing any more; held devices stay held", HelpMaker: "The maker's name, as holders know it",
            HelpPublicKey: "The maker's public key in PEM", HelpKeyId: "The key, 43 characters", HelpDevices: "The list: comma-separated values with the columns key, serial, model, imeis, region, rollback",
            HelpPrivateKey: "The maker's private manifest key in PEM", HelpOut: "The manifest to write", HelpFile: "The manifest", HelpId: "The manifest's id, 32 characters",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpLanguage: "Language of the answer: en, zh-Hans, ru, de, es",
            Progress: "{0} of {1} MB read, {2} left"),
        chinese: new(
            HelpManifest: "制造商就其所制设备签署的清单", HelpKey: "受信任的制造商密钥", HelpKeyAdd: "固定制造商的清单密钥",
            HelpKeyRemove: "今后不再采信某个密钥的签名", HelpSign: "供制造商使用：由列表生成清单；无需服务器", HelpImport: "导入清单：全部导入或完全不导入",
            HelpList: "列出密钥和清单", HelpWithdraw: "清单今后不再确认任何设备；已持有的设备不受影响", HelpMaker: "持有人所知的制造商名称",
            HelpPublicKey: "制造商的 PEM 公钥", HelpKeyId: "密钥，43 个字符", HelpDevices: "列表：逗号分隔，列为 key、serial、model、imeis、region、rollback",
            HelpPrivateKey: "制造商的 PEM 清单私钥", HelpOut: "要写入的清单", HelpFile: "清单文件", HelpId: "清单编号，32 个字符",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（如果服务器使用）", HelpLanguage: "回答的语言：en、zh-Hans、ru、de、es",
            Progress: "已读取 {0} / {1} MB，剩余 {2}"),
        russian: new(
            HelpManifest: "Что производители подписывают о своих устройствах", HelpKey: "Ключи производителей, которым верят", HelpKeyAdd: "Закрепить ключ манифестов производителя",
            HelpKeyRemove: "Больше не верить подписям ключа", HelpSign: "Для производителей: сделать манифест из списка; сервер не нужен", HelpImport: "Импортировать манифест: целиком или никак",
            HelpList: "Показать ключи и манифесты", HelpWithdraw: "Манифест больше ничего не подтверждает; закреплённые устройства остаются за владельцами", HelpMaker: "Название производителя, известное владельцам",
            HelpPublicKey: "Открытый ключ производителя в PEM", HelpKeyId: "Ключ, 43 символа", HelpDevices: "Список: значения через запятую, столбцы key, serial, model, imeis, region, rollback",
            HelpPrivateKey: "Закрытый ключ манифестов производителя в PEM", HelpOut: "Куда записать манифест", HelpFile: "Файл манифеста", HelpId: "Номер манифеста, 32 символа",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpLanguage: "Язык ответа: en, zh-Hans, ru, de, es",
            Progress: "Прочитано {0} из {1} МБ, осталось {2}"),
        german: new(
            HelpManifest: "Was Hersteller über ihre Geräte unterschreiben", HelpKey: "Die Schlüssel der Hersteller, denen geglaubt wird", HelpKeyAdd: "Den Manifestschlüssel eines Herstellers festhalten",
            HelpKeyRemove: "Einen Schlüssel nichts mehr unterschreiben lassen", HelpSign: "Für Hersteller: aus einer Liste ein Manifest machen; braucht keinen Server", HelpImport: "Ein Manifest übernehmen: ganz oder gar nicht",
            HelpList: "Schlüssel und Manifeste auflisten", HelpWithdraw: "Ein Manifest nichts mehr bestätigen lassen; gebundene Geräte bleiben gebunden", HelpMaker: "Der Name des Herstellers, wie ihn die Leute kennen",
            HelpPublicKey: "Der öffentliche Schlüssel des Herstellers in PEM", HelpKeyId: "Der Schlüssel, 43 Zeichen", HelpDevices: "Die Liste: Werte mit Kommas, Spalten key, serial, model, imeis, region, rollback",
            HelpPrivateKey: "Der private Manifestschlüssel des Herstellers in PEM", HelpOut: "Das Manifest, das geschrieben wird", HelpFile: "Das Manifest", HelpId: "Die Kennung des Manifests, 32 Zeichen",
            HelpData: "Der Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindungszeichenfolge, wenn der Server eine benutzt", HelpLanguage: "Sprache der Antwort: en, zh-Hans, ru, de, es",
            Progress: "{0} von {1} MB gelesen, noch {2}"),
        spanish: new(
            HelpManifest: "Lo que los fabricantes firman sobre sus dispositivos", HelpKey: "Las claves de fabricantes en las que se cree", HelpKeyAdd: "Fijar la clave de manifiestos de un fabricante",
            HelpKeyRemove: "Que una clave ya no firme nada", HelpSign: "Para fabricantes: hacer un manifiesto de una lista; no necesita servidor", HelpImport: "Importar un manifiesto: entero o nada",
            HelpList: "Listar claves y manifiestos", HelpWithdraw: "Que un manifiesto ya no confirme nada; los dispositivos vinculados siguen vinculados", HelpMaker: "El nombre del fabricante, como lo conoce la gente",
            HelpPublicKey: "La clave pública del fabricante en PEM", HelpKeyId: "La clave, 43 caracteres", HelpDevices: "La lista: valores separados por comas, columnas key, serial, model, imeis, region, rollback",
            HelpPrivateKey: "La clave privada de manifiestos del fabricante en PEM", HelpOut: "El manifiesto que se escribe", HelpFile: "El manifiesto", HelpId: "El identificador del manifiesto, 32 caracteres",
            HelpData: "La carpeta de datos del servidor", HelpDatabase: "Cadena de conexión de PostgreSQL, si el servidor usa una", HelpLanguage: "Idioma de la respuesta: en, zh-Hans, ru, de, es",
            Progress: "{0} de {1} MB leídos, quedan {2}"));
}
