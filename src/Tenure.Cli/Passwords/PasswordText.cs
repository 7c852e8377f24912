using Tenure.Cli.Texts;

namespace Tenure.Cli.Passwords;

/// <summary>What the password commands say, in one language.</summary>
internal sealed record PasswordText(
    string HelpPasswords, string HelpImport, string HelpLists, string HelpOut, string HelpAtLeast, string Progress, string Done, string Skipped)
{
    public static Translations<PasswordText> Languages { get; } = new(
        english: new(
            HelpPasswords: "Passwords that nobody may choose", HelpImport: "Make a filter of leaked passwords from public lists",
            HelpLists: "A list: a password a line, or its SHA-1, a colon, and how often it was seen", HelpOut: "The filter to write",
            HelpAtLeast: "Take hashes that were seen at least so often",
            Progress: "{0} of {1} MB read, {2} left", Done: "{0} passwords are in {1} ({2} MB). Name it in Passwords:Filter.",
            Skipped: "{0} lines were too long and left out."),
        chinese: new(
            HelpPasswords: "不允许使用的密码", HelpImport: "用公开列表生成已泄露密码的过滤器",
            HelpLists: "列表：每行一个密码，或其 SHA-1、冒号和出现次数", HelpOut: "要写入的过滤器文件",
            HelpAtLeast: "只采用至少出现这么多次的哈希",
            Progress: "已读取 {0} / {1} MB，剩余 {2}", Done: "{0} 个密码已写入 {1}（{2} MB）。请在 Passwords:Filter 中指定该文件。",
            Skipped: "有 {0} 行过长，已略过。"),
        russian: new(
            HelpPasswords: "Пароли, которые нельзя выбирать", HelpImport: "Создать фильтр утёкших паролей из открытых списков",
            HelpLists: "Список: пароль в строке или его SHA-1, двоеточие и сколько раз он встречался", HelpOut: "Файл фильтра",
            HelpAtLeast: "Брать хеши, встреченные не реже",
            Progress: "Прочитано {0} из {1} МБ, осталось {2}", Done: "Паролей: {0}, файл {1} ({2} МБ). Укажите его в Passwords:Filter.",
            Skipped: "Слишком длинных строк пропущено: {0}."),
        german: new(
            HelpPasswords: "Passwörter, die niemand wählen darf", HelpImport: "Aus öffentlichen Listen einen Filter geleakter Passwörter machen",
            HelpLists: "Eine Liste: ein Passwort pro Zeile oder sein SHA-1, ein Doppelpunkt und wie oft es vorkam", HelpOut: "Der Filter, der geschrieben wird",
            HelpAtLeast: "Hashes nehmen, die mindestens so oft vorkamen",
            Progress: "{0} von {1} MB gelesen, noch {2}", Done: "{0} Passwörter stehen in {1} ({2} MB). Nennen Sie die Datei in Passwords:Filter.",
            Skipped: "{0} Zeilen waren zu lang und wurden ausgelassen."),
        spanish: new(
            HelpPasswords: "Contraseñas que nadie puede elegir", HelpImport: "Hacer un filtro de contraseñas filtradas a partir de listas públicas",
            HelpLists: "Una lista: una contraseña por línea, o su SHA-1, dos puntos y cuántas veces se vio", HelpOut: "El filtro que se escribe",
            HelpAtLeast: "Tomar los hashes vistos al menos tantas veces",
            Progress: "{0} de {1} MB leídos, quedan {2}", Done: "{0} contraseñas están en {1} ({2} MB). Indica el archivo en Passwords:Filter.",
            Skipped: "{0} líneas eran demasiado largas y se omitieron."));
}
