using Tenure.Cli.Texts;

namespace Tenure.Cli.Rom;

/// <summary>What the help of the commands about a server's packages says, in one language; what the commands do is said by the server's own program.</summary>
internal sealed record PackageText(
    string HelpKey, string HelpKeyAdd, string HelpKeyRemove, string HelpRegister, string HelpList, string HelpWithdraw, string HelpMaker, string HelpPublicKey, string HelpKeyId, string HelpFile,
    string HelpDigest, string HelpData, string HelpDatabase, string HelpLanguage)
{
    public static Translations<PackageText> Languages { get; } = new(
        english: new(
            HelpKey: "The makers' release keys", HelpKeyAdd: "Pin a maker's release key", HelpKeyRemove: "Use nothing any more that a key signed",
            HelpRegister: "Register a package by its signed manifest", HelpList: "List keys and packages", HelpWithdraw: "Give no ticket for a package any more", HelpMaker: "The maker's name, as holders know it",
            HelpPublicKey: "The maker's public release key in PEM", HelpKeyId: "The key, 43 characters", HelpFile: "The signed manifest, firmware.manifest in the package", HelpDigest: "The package, 43 characters",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpLanguage: "Language of the answer: en, zh-Hans, ru, de, es"),
        chinese: new(
            HelpKey: "制造商的发布密钥", HelpKeyAdd: "固定制造商的发布密钥", HelpKeyRemove: "今后不再使用某个密钥签署的内容",
            HelpRegister: "用已签署的清单登记固件包", HelpList: "列出密钥和固件包", HelpWithdraw: "今后不再为某个固件包发放票据", HelpMaker: "持有人所知的制造商名称",
            HelpPublicKey: "制造商的 PEM 发布公钥", HelpKeyId: "密钥，43 个字符", HelpFile: "已签署的清单，即固件包中的 firmware.manifest", HelpDigest: "固件包，43 个字符",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（如果服务器使用）", HelpLanguage: "回答的语言：en、zh-Hans、ru、de、es"),
        russian: new(
            HelpKey: "Ключи выпуска производителей", HelpKeyAdd: "Закрепить ключ выпуска производителя", HelpKeyRemove: "Больше не использовать подписанное ключом",
            HelpRegister: "Зарегистрировать пакет по подписанному манифесту", HelpList: "Показать ключи и пакеты", HelpWithdraw: "Больше не выдавать билетов на пакет", HelpMaker: "Название производителя, известное владельцам",
            HelpPublicKey: "Открытый ключ выпуска производителя в PEM", HelpKeyId: "Ключ, 43 символа", HelpFile: "Подписанный манифест, firmware.manifest в пакете", HelpDigest: "Пакет, 43 символа",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpLanguage: "Язык ответа: en, zh-Hans, ru, de, es"),
        german: new(
            HelpKey: "Die Veröffentlichungsschlüssel der Hersteller", HelpKeyAdd: "Den Veröffentlichungsschlüssel eines Herstellers festhalten", HelpKeyRemove: "Nichts mehr verwenden, was ein Schlüssel unterschrieben hat",
            HelpRegister: "Ein Paket mit seinem unterschriebenen Manifest eintragen", HelpList: "Schlüssel und Pakete auflisten", HelpWithdraw: "Für ein Paket keine Tickets mehr ausgeben", HelpMaker: "Der Name des Herstellers, wie ihn die Leute kennen",
            HelpPublicKey: "Der öffentliche Veröffentlichungsschlüssel des Herstellers in PEM", HelpKeyId: "Der Schlüssel, 43 Zeichen", HelpFile: "Das unterschriebene Manifest, firmware.manifest im Paket", HelpDigest: "Das Paket, 43 Zeichen",
            HelpData: "Der Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindungszeichenfolge, wenn der Server eine benutzt", HelpLanguage: "Sprache der Antwort: en, zh-Hans, ru, de, es"),
        spanish: new(
            HelpKey: "Las claves de publicación de los fabricantes", HelpKeyAdd: "Fijar la clave de publicación de un fabricante", HelpKeyRemove: "No usar ya nada de lo que firmó una clave",
            HelpRegister: "Registrar un paquete con su manifiesto firmado", HelpList: "Listar claves y paquetes", HelpWithdraw: "No dar ya tickets para un paquete", HelpMaker: "El nombre del fabricante, como lo conoce la gente",
            HelpPublicKey: "La clave pública de publicación del fabricante en PEM", HelpKeyId: "La clave, 43 caracteres", HelpFile: "El manifiesto firmado, firmware.manifest en el paquete", HelpDigest: "El paquete, 43 caracteres",
            HelpData: "La carpeta de datos del servidor", HelpDatabase: "Cadena de conexión de PostgreSQL, si el servidor usa una", HelpLanguage: "Idioma de la respuesta: en, zh-Hans, ru, de, es"));
}
