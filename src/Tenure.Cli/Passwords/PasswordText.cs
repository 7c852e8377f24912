using Tenure.Cli.Phone.Texts;

namespace Tenure.Cli.Passwords;

/// <summary>What the password commands say, in one language.</summary>
internal sealed record PasswordText(
    string HelpPasswords, string HelpImport, string HelpLists, string HelpOut, string HelpAtLeast, string HelpJson, string Progress, string Done, string Skipped, string NoServerProgram)
{
    private static readonly Dictionary<string, PasswordText> ByTag = new(StringComparer.Ordinal)
    {
        ["en"] = new(
            HelpPasswords: "Passwords that nobody may choose", HelpImport: "Make a filter of leaked passwords from public lists",
            HelpLists: "A list: a password a line, or its SHA-1, a colon, and how often it was seen", HelpOut: "The filter to write",
            HelpAtLeast: "Take hashes that were seen at least so often", HelpJson: "Answer as JSON, one object a line",
            Progress: "{0} of {1} MB read, {2} left", Done: "{0} passwords are in {1} ({2} MB). Name it in Passwords:Filter.",
            Skipped: "{0} lines were too long and left out.", NoServerProgram: "The server's program is not there: {0}"),
        ["zh-Hans"] = new(
            HelpPasswords: "不允许使用的密码", HelpImport: "用公开列表生成已泄露密码的过滤器",
            HelpLists: "列表：每行一个密码，或其 SHA-1、冒号和出现次数", HelpOut: "要写入的过滤器文件",
            HelpAtLeast: "只采用至少出现这么多次的哈希", HelpJson: "以 JSON 输出，每行一个对象",
            Progress: "已读取 {0} / {1} MB，剩余 {2}", Done: "{0} 个密码已写入 {1}（{2} MB）。请在 Passwords:Filter 中指定该文件。",
            Skipped: "有 {0} 行过长，已略过。", NoServerProgram: "找不到服务器程序：{0}"),
        ["ru"] = new(
            HelpPasswords: "Пароли, которые нельзя выбирать", HelpImport: "Создать фильтр утёкших паролей из открытых списков",
            HelpLists: "Список: пароль в строке или его SHA-1, двоеточие и сколько раз он встречался", HelpOut: "Файл фильтра",
            HelpAtLeast: "Брать хеши, встреченные не реже", HelpJson: "Ответ в JSON, по объекту в строке",
            Progress: "Прочитано {0} из {1} МБ, осталось {2}", Done: "Паролей: {0}, файл {1} ({2} МБ). Укажите его в Passwords:Filter.",
            Skipped: "Слишком длинных строк пропущено: {0}.", NoServerProgram: "Программа сервера не найдена: {0}"),
        ["de"] = new(
            HelpPasswords: "Passwörter, die niemand wählen darf", HelpImport: "Aus öffentlichen Listen einen Filter geleakter Passwörter machen",
            HelpLists: "Eine Liste: ein Passwort pro Zeile oder sein SHA-1, ein Doppelpunkt und wie oft es vorkam", HelpOut: "Der Filter, der geschrieben wird",
            HelpAtLeast: "Hashes nehmen, die mindestens so oft vorkamen", HelpJson: "Als JSON antworten, ein Objekt pro Zeile",
            Progress: "{0} von {1} MB gelesen, noch {2}", Done: "{0} Passwörter stehen in {1} ({2} MB). Nennen Sie die Datei in Passwords:Filter.",
            Skipped: "{0} Zeilen waren zu lang und wurden ausgelassen.", NoServerProgram: "Das Serverprogramm fehlt: {0}"),
        ["es"] = new(
            HelpPasswords: "Contraseñas que nadie puede elegir", HelpImport: "Hacer un filtro de contraseñas filtradas a partir de listas públicas",
            HelpLists: "Una lista: una contraseña por línea, o su SHA-1, dos puntos y cuántas veces se vio", HelpOut: "El filtro que se escribe",
            HelpAtLeast: "Tomar los hashes vistos al menos tantas veces", HelpJson: "Responder en JSON, un objeto por línea",
            Progress: "{0} de {1} MB leídos, quedan {2}", Done: "{0} contraseñas están en {1} ({2} MB). Indica el archivo en Passwords:Filter.",
            Skipped: "{0} líneas eran demasiado largas y se omitieron.", NoServerProgram: "Falta el programa del servidor: {0}"),
    };

    /// <summary>The texts of the terminal's language.</summary>
    public static PasswordText OfTerminal => ByTag[PhoneLanguages.OfTerminal.Tag];

    /// <summary>All of them, by BCP 47 tag.</summary>
    public static IReadOnlyDictionary<string, PasswordText> All => ByTag;
}
