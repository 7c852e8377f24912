using Tenure.Cli.Texts;

namespace Tenure.Cli.Computer;

/// <summary>What <c>tenure computer</c> says, in one language.</summary>
internal sealed record ComputerText(
    string HelpComputer, string HelpStatus, string HelpBind, string HelpUnbind, string HelpName, string HelpPasswordStdin, string HelpCode, string HelpTransaction,
    string CodeSent, string AskPassword, string AskCode, string Bound, string Waiting, string NotBound, string OtherSession, string Unbound,
    string HelpWorkshop, string WorkshopBound, string WorkshopWaiting, string WorkshopNotBound, string HelpConsent, string HelpFlashWorkshop)
{
    public static Translations<ComputerText> Languages { get; } = new(
        english: new(
            HelpComputer: "This computer, which may flash your devices once it is bound to your account", HelpStatus: "Say whether this computer is bound", HelpBind: "Bind this computer to your account",
            HelpUnbind: "Remove this computer from your account and delete its key", HelpName: "What the computer is called on your security page", HelpPasswordStdin: "Read the password from the next line of standard input",
            HelpCode: "The code that was sent, or a recovery code; also in the variable TENURE_CODE", HelpTransaction: "Which code it is, as the command said when it sent it",
            CodeSent: "A code was sent. Run the command again with --code and --transaction {0}", AskPassword: "Your password:", AskCode: "The code that was sent to you just now, or a recovery code:",
            Bound: "{0} is bound to your account since {1}.", Waiting: "{0} will be bound to your account on {1}. A code by mail makes it wait; with a recovery code it counts at once: tenure computer bind",
            NotBound: "This computer is not bound to your account. Run: tenure computer bind", OtherSession: "This computer is not bound, and this session was begun by a code from another screen. Run: tenure login",
            Unbound: "This computer was removed from your account.",
            HelpWorkshop: "The workshop that the computer belongs to; you must be one of its members",
            WorkshopBound: "For the workshop {0}: bound, and authorised for devices that nobody holds and for those whose holders allow it.",
            WorkshopWaiting: "For the workshop {0}: applied, waiting since {1} until {2}.",
            WorkshopNotBound: "For the workshop {0}: not bound. Apply with: tenure computer bind --workshop \"{0}\"",
            HelpConsent: "The code by which its holder allows your workshop this one restore",
            HelpFlashWorkshop: "Restore a device that nobody holds, for this workshop"),
        chinese: new(
            HelpComputer: "这台电脑，绑定到您的账号后可以为您的设备刷机", HelpStatus: "显示这台电脑是否已绑定", HelpBind: "将这台电脑绑定到您的账号",
            HelpUnbind: "从您的账号移除这台电脑并删除其密钥", HelpName: "电脑在安全页面上的名称", HelpPasswordStdin: "从标准输入的下一行读取密码",
            HelpCode: "收到的验证码或恢复码；也可放在变量 TENURE_CODE 中", HelpTransaction: "验证码的编号，发送时命令会显示",
            CodeSent: "验证码已发送。请用 --code 和 --transaction {0} 再次运行此命令", AskPassword: "您的密码：", AskCode: "刚刚发送给您的验证码，或恢复码：",
            Bound: "{0} 自 {1} 起已绑定到您的账号。", Waiting: "{0} 将于 {1} 绑定到您的账号。邮件验证码需要等待；用恢复码则立即生效：tenure computer bind",
            NotBound: "这台电脑未绑定到您的账号。请运行：tenure computer bind", OtherSession: "这台电脑未绑定，而且此会话是用另一屏幕上的验证码开始的。请运行：tenure login",
            Unbound: "这台电脑已从您的账号移除。",
            HelpWorkshop: "电脑所属的维修店；您须为其成员",
            WorkshopBound: "对于维修店 {0}：已绑定，可用于未绑定账号的设备和持有人许可的设备。",
            WorkshopWaiting: "对于维修店 {0}：已申请，自 {1} 起等待，至 {2}。",
            WorkshopNotBound: "对于维修店 {0}：未绑定。请申请：tenure computer bind --workshop \"{0}\"",
            HelpConsent: "持有人许可您的维修店进行这一次恢复的代码",
            HelpFlashWorkshop: "为此维修店恢复未绑定账号的设备"),
        russian: new(
            HelpComputer: "Этот компьютер: привязанный к вашей учётной записи, он может прошивать ваши устройства", HelpStatus: "Показать, привязан ли этот компьютер", HelpBind: "Привязать этот компьютер к вашей учётной записи",
            HelpUnbind: "Удалить этот компьютер из учётной записи вместе с его ключом", HelpName: "Как компьютер называется на странице безопасности", HelpPasswordStdin: "Прочитать пароль из следующей строки стандартного ввода",
            HelpCode: "Присланный код или код восстановления; также в переменной TENURE_CODE", HelpTransaction: "Номер кода, который команда назвала при отправке",
            CodeSent: "Код отправлен. Запустите команду ещё раз с --code и --transaction {0}", AskPassword: "Ваш пароль:", AskCode: "Только что присланный код или код восстановления:",
            Bound: "{0}: привязан к вашей учётной записи с {1}.", Waiting: "{0}: будет привязан к вашей учётной записи {1}. Код из письма заставляет ждать; код восстановления действует сразу: tenure computer bind",
            NotBound: "Этот компьютер не привязан к вашей учётной записи. Выполните: tenure computer bind", OtherSession: "Этот компьютер не привязан, а этот сеанс начат по коду с другого экрана. Выполните: tenure login",
            Unbound: "Этот компьютер удалён из вашей учётной записи.",
            HelpWorkshop: "Мастерская, которой принадлежит компьютер; вы должны в ней работать",
            WorkshopBound: "Для мастерской {0}: привязан, допущен к ничьим устройствам и к тем, чьи владельцы разрешили.",
            WorkshopWaiting: "Для мастерской {0}: заявка подана, ждёт с {1} до {2}.",
            WorkshopNotBound: "Для мастерской {0}: не привязан. Подайте заявку: tenure computer bind --workshop \"{0}\"",
            HelpConsent: "Код, которым владелец разрешает вашей мастерской это одно восстановление",
            HelpFlashWorkshop: "Восстановить ничьё устройство от имени этой мастерской"),
        german: new(
            HelpComputer: "Dieser Computer; an Ihr Konto gebunden, darf er Ihre Geräte flashen", HelpStatus: "Sagen, ob dieser Computer gebunden ist", HelpBind: "Diesen Computer an Ihr Konto binden",
            HelpUnbind: "Diesen Computer von Ihrem Konto entfernen und seinen Schlüssel löschen", HelpName: "Wie der Computer auf Ihrer Sicherheitsseite heißt", HelpPasswordStdin: "Das Passwort aus der nächsten Zeile der Standardeingabe lesen",
            HelpCode: "Der gesendete Code oder ein Wiederherstellungscode; auch in der Variablen TENURE_CODE", HelpTransaction: "Welcher Code es ist, wie der Befehl beim Senden sagte",
            CodeSent: "Ein Code wurde gesendet. Führen Sie den Befehl noch einmal mit --code und --transaction {0} aus", AskPassword: "Ihr Passwort:", AskCode: "Der soeben gesendete Code oder ein Wiederherstellungscode:",
            Bound: "{0} ist seit {1} an Ihr Konto gebunden.", Waiting: "{0} wird am {1} an Ihr Konto gebunden. Ein Code per E-Mail lässt warten, mit einem Wiederherstellungscode gilt es sofort: tenure computer bind",
            NotBound: "Dieser Computer ist nicht an Ihr Konto gebunden. Führen Sie aus: tenure computer bind", OtherSession: "Dieser Computer ist nicht gebunden, und diese Sitzung begann mit einem Code von einem anderen Bildschirm. Führen Sie aus: tenure login",
            Unbound: "Dieser Computer wurde von Ihrem Konto entfernt.",
            HelpWorkshop: "Die Werkstatt, zu der der Computer gehört; Sie müssen zu ihr gehören",
            WorkshopBound: "Für die Werkstatt {0}: gebunden und zugelassen für Geräte, die niemandem gehören, und für die, deren Inhaber es erlauben.",
            WorkshopWaiting: "Für die Werkstatt {0}: beantragt, wartet seit {1} bis {2}.",
            WorkshopNotBound: "Für die Werkstatt {0}: nicht gebunden. Beantragen Sie es mit: tenure computer bind --workshop \"{0}\"",
            HelpConsent: "Der Code, mit dem der Inhaber Ihrer Werkstatt diese eine Wiederherstellung erlaubt",
            HelpFlashWorkshop: "Ein Gerät, das niemandem gehört, für diese Werkstatt wiederherstellen"),
        spanish: new(
            HelpComputer: "Este ordenador, que puede flashear tus dispositivos cuando está vinculado a tu cuenta", HelpStatus: "Decir si este ordenador está vinculado", HelpBind: "Vincular este ordenador a tu cuenta",
            HelpUnbind: "Quitar este ordenador de tu cuenta y borrar su clave", HelpName: "Cómo se llama el ordenador en tu página de seguridad", HelpPasswordStdin: "Leer la contraseña de la línea siguiente de la entrada estándar",
            HelpCode: "El código enviado o un código de recuperación; también en la variable TENURE_CODE", HelpTransaction: "Qué código es, como dijo la orden al enviarlo",
            CodeSent: "Se ha enviado un código. Ejecuta la orden otra vez con --code y --transaction {0}", AskPassword: "Tu contraseña:", AskCode: "El código que te acabamos de enviar o un código de recuperación:",
            Bound: "{0} está vinculado a tu cuenta desde el {1}.", Waiting: "{0} quedará vinculado a tu cuenta el {1}. Un código por correo hace esperar; con un código de recuperación cuenta enseguida: tenure computer bind",
            NotBound: "Este ordenador no está vinculado a tu cuenta. Ejecuta: tenure computer bind", OtherSession: "Este ordenador no está vinculado y esta sesión empezó con un código de otra pantalla. Ejecuta: tenure login",
            Unbound: "Este ordenador se ha quitado de tu cuenta.",
            HelpWorkshop: "El taller al que pertenece el ordenador; debes ser uno de sus miembros",
            WorkshopBound: "Para el taller {0}: vinculado y autorizado para dispositivos que no son de nadie y para los que permitan sus titulares.",
            WorkshopWaiting: "Para el taller {0}: solicitado, en espera desde el {1} hasta el {2}.",
            WorkshopNotBound: "Para el taller {0}: no vinculado. Solicítalo con: tenure computer bind --workshop \"{0}\"",
            HelpConsent: "El código con el que el titular permite a tu taller esta única restauración",
            HelpFlashWorkshop: "Restaurar un dispositivo que no es de nadie para este taller"));
}
