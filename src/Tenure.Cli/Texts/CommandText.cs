namespace Tenure.Cli.Texts;

/// <summary>What all commands say alike, in one language.</summary>
internal sealed record CommandText(
    string HelpRoot, string HelpHelp, string HelpVersion, string HelpJson, string AddressMalformed, string UnknownLanguage, string NoServerProgram)
{
    public static Translations<CommandText> Languages { get; } = new(
        english: new(
            HelpRoot: "Tenure: whose device is it, and who may do what to it", HelpHelp: "Shows help", HelpVersion: "Shows the version",
            HelpJson: "Answers in JSON and asks nothing", AddressMalformed: "This is not a web address.",
            UnknownLanguage: "Tenure does not speak this language: {0}", NoServerProgram: "The server's program is not there: {0}"),
        chinese: new(
            HelpRoot: "Tenure：设备归谁所有，谁可以对它做什么", HelpHelp: "显示帮助", HelpVersion: "显示版本",
            HelpJson: "以 JSON 输出，不提任何问题", AddressMalformed: "这不是有效的网址。",
            UnknownLanguage: "Tenure 不支持此语言：{0}", NoServerProgram: "找不到服务器程序：{0}"),
        russian: new(
            HelpRoot: "Tenure: чьё это устройство и кто что может с ним делать", HelpHelp: "Показывает эту справку", HelpVersion: "Показывает версию",
            HelpJson: "Отвечает в JSON и ничего не спрашивает", AddressMalformed: "Это не веб-адрес.",
            UnknownLanguage: "Tenure не знает этого языка: {0}", NoServerProgram: "Программа сервера не найдена: {0}"),
        german: new(
            HelpRoot: "Tenure: wem ein Gerät gehört und wer was damit darf", HelpHelp: "Zeigt diese Hilfe", HelpVersion: "Zeigt die Version",
            HelpJson: "Antwortet in JSON und fragt nichts", AddressMalformed: "Das ist keine Webadresse.",
            UnknownLanguage: "Tenure spricht diese Sprache nicht: {0}", NoServerProgram: "Das Serverprogramm fehlt: {0}"),
        spanish: new(
            HelpRoot: "Tenure: de quién es un dispositivo y quién puede hacer qué con él", HelpHelp: "Muestra esta ayuda", HelpVersion: "Muestra la versión",
            HelpJson: "Responde en JSON y no pregunta nada", AddressMalformed: "Esto no es una dirección web.",
            UnknownLanguage: "Tenure no habla este idioma: {0}", NoServerProgram: "Falta el programa del servidor: {0}"));
}
