using Tenure.Cli.Texts;

namespace Tenure.Cli.Operators;

/// <summary>What the help of the operator commands says, in one language; what they do is said by the server's own program.</summary>
internal sealed record OperatorText(
    string HelpOperator, string HelpCreate, string HelpList, string HelpDisable, string HelpName, string HelpAsk, string HelpData, string HelpDatabase, string HelpLanguage,
    string HelpTickets, string HelpDay, string HelpPage, string HelpRole, string HelpRoles, string HelpPasskey, string HelpRemove)
{
    public static Translations<OperatorText> Languages { get; } = new(
        english: new(
            HelpOperator: "Those who run the server", HelpCreate: "Make an operator; the password is drawn and shown once", HelpList: "List the operators",
            HelpDisable: "Disable an operator for good and end their sessions", HelpName: "The operator's name", HelpAsk: "Read the password from the terminal or from standard input instead",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpLanguage: "Language of the answer: en, zh-Hans, ru, de, es",
            HelpTickets: "List the tickets of a day: what this server signed for devices", HelpDay: "The day in UTC, such as 2026-11-27; today without it", HelpPage: "Which page, from 1",
            HelpRole: "Offer a role; another operator confirms it on a page", HelpRoles: "operator, agent, senior or auditor",
            HelpPasskey: "Take passkeys away from somebody who lost theirs; a new one counts days later", HelpRemove: "All passkeys"),
        chinese: new(
            HelpOperator: "服务器的运营人员", HelpCreate: "创建运营人员；密码随机生成且只显示一次", HelpList: "列出运营人员",
            HelpDisable: "永久停用运营人员并结束其会话", HelpName: "运营人员名称", HelpAsk: "改为从终端或标准输入读取密码",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（如果服务器使用）", HelpLanguage: "回答的语言：en、zh-Hans、ru、de、es",
            HelpTickets: "列出某日的票据：本服务器为设备签发的内容", HelpDay: "UTC 日期，例如 2026-11-27；省略则为今天", HelpPage: "第几页，从 1 开始",
            HelpRole: "提供角色；由另一名运营人员在页面上确认", HelpRoles: "operator、agent、senior 或 auditor",
            HelpPasskey: "收回遗失者的通行密钥；新密钥数日后才生效", HelpRemove: "全部通行密钥"),
        russian: new(
            HelpOperator: "Те, кто управляет сервером", HelpCreate: "Создать оператора; пароль создаётся случайно и показывается один раз", HelpList: "Показать операторов",
            HelpDisable: "Отключить оператора навсегда и завершить его сеансы", HelpName: "Имя оператора", HelpAsk: "Взять пароль с терминала или из стандартного ввода",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpLanguage: "Язык ответа: en, zh-Hans, ru, de, es",
            HelpTickets: "Показать билеты за день: что этот сервер подписал для устройств", HelpDay: "День по UTC, например 2026-11-27; без него — сегодня", HelpPage: "Какая страница, с 1",
            HelpRole: "Предложить роль; другой оператор подтверждает её на странице", HelpRoles: "operator, agent, senior или auditor",
            HelpPasskey: "Изъять ключи доступа у того, кто их потерял; новый начнёт действовать через несколько дней", HelpRemove: "Все ключи доступа"),
        german: new(
            HelpOperator: "Die Betreiber des Servers", HelpCreate: "Einen Betreiber anlegen; das Passwort wird gezogen und einmal gezeigt", HelpList: "Die Betreiber auflisten",
            HelpDisable: "Einen Betreiber für immer abschalten und seine Sitzungen beenden", HelpName: "Der Name des Betreibers", HelpAsk: "Das Passwort stattdessen vom Terminal oder der Standardeingabe lesen",
            HelpData: "Der Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindungszeichenfolge, wenn der Server eine benutzt", HelpLanguage: "Sprache der Antwort: en, zh-Hans, ru, de, es",
            HelpTickets: "Die Tickets eines Tages auflisten: was dieser Server für Geräte unterschrieben hat", HelpDay: "Der Tag in UTC, etwa 2026-11-27; ohne Angabe heute", HelpPage: "Welche Seite, ab 1",
            HelpRole: "Eine Rolle anbieten; ein anderer Betreiber bestätigt sie auf einer Seite", HelpRoles: "operator, agent, senior oder auditor",
            HelpPasskey: "Wer seine Passkeys verloren hat, dem werden sie weggenommen; ein neuer zählt Tage später", HelpRemove: "Alle Passkeys"),
        spanish: new(
            HelpOperator: "Quienes gestionan el servidor", HelpCreate: "Crear un operador; la contraseña se genera y se muestra una vez", HelpList: "Listar los operadores",
            HelpDisable: "Desactivar un operador para siempre y cerrar sus sesiones", HelpName: "El nombre del operador", HelpAsk: "Leer la contraseña del terminal o de la entrada estándar",
            HelpData: "La carpeta de datos del servidor", HelpDatabase: "Cadena de conexión de PostgreSQL, si el servidor usa una", HelpLanguage: "Idioma de la respuesta: en, zh-Hans, ru, de, es",
            HelpTickets: "Listar los tickets de un día: lo que este servidor firmó para dispositivos", HelpDay: "El día en UTC, como 2026-11-27; sin él, hoy", HelpPage: "Qué página, desde 1",
            HelpRole: "Ofrecer un papel; otro operador lo confirma en una página", HelpRoles: "operator, agent, senior o auditor",
            HelpPasskey: "Retirar las llaves de acceso a quien perdió las suyas; una nueva cuenta días después", HelpRemove: "Todas las llaves de acceso"));
}
