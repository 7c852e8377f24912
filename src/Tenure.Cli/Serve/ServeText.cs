using Tenure.Cli.Texts;

namespace Tenure.Cli.Serve;

/// <summary>What the help of <c>tenure serve</c> says, in one language.</summary>
internal sealed record ServeText(
    string HelpServe, string HelpSettings, string HelpData, string HelpUrls, string HelpDatabase, string HelpIssuer, string HelpEnvironment, string HelpMailHost, string HelpMailPort, string HelpMailFrom)
{
    public static Translations<ServeText> Languages { get; } = new(
        english: new(
            HelpServe: "Run the server", HelpSettings: "Any setting of docs/operate/install.md, as --Section:Name VALUE",
            HelpData: "Its data folder; \"data\" without this", HelpUrls: "Where to listen; several with ; between them", HelpDatabase: "PostgreSQL, as Npgsql writes it; SQLite without this",
            HelpIssuer: "The https address that people and devices know it by; a must outside development", HelpEnvironment: "Production, or Development on loopback alone",
            HelpMailHost: "The SMTP server", HelpMailPort: "Its port", HelpMailFrom: "The address that mails come from"),
        chinese: new(
            HelpServe: "运行服务器", HelpSettings: "docs/operate/install.md 中的任意设置，写成 --Section:Name 值",
            HelpData: "数据文件夹；不指定时为 data", HelpUrls: "监听地址；多个地址用 ; 分隔", HelpDatabase: "PostgreSQL 连接字符串（Npgsql 格式）；不指定时使用 SQLite",
            HelpIssuer: "用户和设备所用的 https 地址；非开发环境必须指定", HelpEnvironment: "Production；仅监听本机时也可为 Development",
            HelpMailHost: "SMTP 服务器", HelpMailPort: "SMTP 端口", HelpMailFrom: "邮件的发件地址"),
        russian: new(
            HelpServe: "Запустить сервер", HelpSettings: "Любая настройка из docs/operate/install.md в виде --Section:Name ЗНАЧЕНИЕ",
            HelpData: "Папка данных; по умолчанию data", HelpUrls: "Где принимать соединения; несколько адресов через ;", HelpDatabase: "PostgreSQL, строка подключения Npgsql; без неё SQLite",
            HelpIssuer: "Адрес https, по которому сервер знают люди и устройства; обязателен вне разработки", HelpEnvironment: "Production или, только на своей машине, Development",
            HelpMailHost: "Сервер SMTP", HelpMailPort: "Порт сервера SMTP", HelpMailFrom: "Адрес отправителя писем"),
        german: new(
            HelpServe: "Den Server starten", HelpSettings: "Jede Einstellung aus docs/operate/install.md, als --Section:Name WERT",
            HelpData: "Sein Datenordner; sonst „data“", HelpUrls: "Worauf er hört; mehrere mit ; dazwischen", HelpDatabase: "PostgreSQL, wie Npgsql es schreibt; sonst SQLite",
            HelpIssuer: "Die https-Adresse, unter der Menschen und Geräte ihn kennen; außer in der Entwicklung ein Muss", HelpEnvironment: "Production, oder Development nur auf dem eigenen Rechner",
            HelpMailHost: "Der SMTP-Server", HelpMailPort: "Dessen Port", HelpMailFrom: "Die Adresse, von der Mails kommen"),
        spanish: new(
            HelpServe: "Iniciar el servidor", HelpSettings: "Cualquier ajuste de docs/operate/install.md, como --Section:Name VALOR",
            HelpData: "Su carpeta de datos; si no, «data»", HelpUrls: "Dónde escucha; varias direcciones con ; entre ellas", HelpDatabase: "PostgreSQL, como lo escribe Npgsql; si no, SQLite",
            HelpIssuer: "La dirección https por la que lo conocen personas y dispositivos; obligatoria fuera del desarrollo", HelpEnvironment: "Production, o Development solo en la propia máquina",
            HelpMailHost: "El servidor SMTP", HelpMailPort: "El puerto de SMTP", HelpMailFrom: "La dirección de la que vienen los correos"));
}
