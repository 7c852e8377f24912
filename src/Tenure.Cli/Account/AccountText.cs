using Tenure.Cli.Texts;

namespace Tenure.Cli.Account;

/// <summary>What the account commands say, in one language.</summary>
internal sealed record AccountText(
    string HelpLogin, string HelpLogout, string HelpAccount, string HelpDevices, string HelpServer, string HelpDevice, string HelpNoBrowser,
    string OpenPage, string EnterCode, string BackToTerminal, string SignedIn, string SignedOut, string NotSignedIn, string NoServer, string NoDevices,
    string Free, string Held, string Releasing, string HelpTicket, string HelpQuestion, string HelpAnswer, string QuestionUnreadable, string TicketWritten, string Gender, string Female, string Male, string Country, string Picture,
    string HelpUser, string HelpLanguage, string AskPassword, string AskCode, string CodeSent, string CodeMissing, string WrongPassword, string UseBrowser, string Frozen, string TryAgainAt, string NotSecure)
{
    public static Translations<AccountText> Languages { get; } = new(
        english: new(
            HelpLogin: "Sign in with your account", HelpLogout: "End the session of this command line", HelpAccount: "Show your account", HelpDevices: "List your devices",
            HelpServer: "The server's address", HelpDevice: "Confirm a code in a browser on another device", HelpNoBrowser: "Only show the address; open no browser",
            OpenPage: "Sign in on this page:\n  {0}", EnterCode: "Open {0} in any browser and enter this code:\n  {1}",
            BackToTerminal: "Signed in. You can close this page and go back to the terminal.", SignedIn: "Signed in to account {0}.", SignedOut: "Signed out.",
            NotSignedIn: "You are not signed in. Run: tenure login", NoServer: "The server cannot be reached.", NoDevices: "You have no devices.",
            Free: "free", Held: "held", Releasing: "being released",
            HelpTicket: "Fetch the ticket that lets a phone go without a network", HelpQuestion: "File with the phone's question", HelpAnswer: "File for the ticket",
            QuestionUnreadable: "{0} holds no question of a phone.", TicketWritten: "The ticket is in {0}. It is good for an hour since the phone asked, while the phone stays on.",
            Gender: "Gender: {0}", Female: "female", Male: "male", Country: "Country or region: {0}", Picture: "With a picture",
            HelpUser: "Sign in here in the terminal: account number, e-mail address, or phone number with +; the password is asked for",
            HelpLanguage: "The language: en, zh-Hans, ru, de, es",
            AskPassword: "Your password:",
            AskCode: "The code that was sent to you just now, or a recovery code:",
            CodeSent: "A code was sent. Write it, or a recovery code, as the next line of standard input.",
            CodeMissing: "A code was sent to you, and nobody typed it.",
            WrongPassword: "The name or the password is wrong. Forgotten? {0}",
            UseBrowser: "This account asks for a proof that only a browser can give. Run: tenure login",
            Frozen: "Your account is frozen until {0}: until then nothing is bound, restored or unlocked.",
            TryAgainAt: "Try again at {0}.",
            NotSecure: "The password would go over the network in clear. Use an https:// address."),
        chinese: new(
            HelpLogin: "使用您的账号登录", HelpLogout: "结束此命令行的会话", HelpAccount: "显示您的账号", HelpDevices: "列出您的设备",
            HelpServer: "服务器地址", HelpDevice: "在另一台设备的浏览器中确认代码", HelpNoBrowser: "只显示地址，不打开浏览器",
            OpenPage: "请在此页面登录：\n  {0}", EnterCode: "请在任意浏览器中打开 {0}，并输入此代码：\n  {1}",
            BackToTerminal: "已登录。您可以关闭此页面，返回终端。", SignedIn: "已登录账号 {0}。", SignedOut: "已退出登录。",
            NotSignedIn: "您尚未登录。请运行：tenure login", NoServer: "无法连接服务器。", NoDevices: "您没有设备。",
            Free: "未绑定", Held: "已绑定", Releasing: "正在解绑",
            HelpTicket: "取得无网络释放手机的票据", HelpQuestion: "存放手机问题的文件", HelpAnswer: "存放票据的文件",
            QuestionUnreadable: "{0} 中没有手机的问题。", TicketWritten: "票据已写入 {0}。自手机提问起一小时内、手机保持开机时有效。",
            Gender: "性别：{0}", Female: "女", Male: "男", Country: "国家或地区：{0}", Picture: "已设置头像",
            HelpUser: "在终端中登录：账号编号、邮箱地址或以 + 开头的手机号；随后会询问密码",
            HelpLanguage: "语言：en、zh-Hans、ru、de、es",
            AskPassword: "您的密码：",
            AskCode: "刚刚发送给您的验证码，或恢复码：",
            CodeSent: "验证码已发送。请将它或恢复码写入标准输入的下一行。",
            CodeMissing: "验证码已发送，但无人输入。",
            WrongPassword: "名称或密码错误。忘记了？{0}",
            UseBrowser: "此账号需要只有浏览器才能提供的验证。请运行：tenure login",
            Frozen: "您的账号已冻结至 {0}：在此之前不能绑定、恢复或解锁。",
            TryAgainAt: "请在 {0} 重试。",
            NotSecure: "密码会以明文在网络上传输。请使用 https:// 地址。"),
        russian: new(
            HelpLogin: "Войти в учётную запись", HelpLogout: "Завершить сеанс этой командной строки", HelpAccount: "Показать учётную запись", HelpDevices: "Показать ваши устройства",
            HelpServer: "Адрес сервера", HelpDevice: "Подтвердить код в браузере на другом устройстве", HelpNoBrowser: "Только показать адрес, не открывать браузер",
            OpenPage: "Войдите на этой странице:\n  {0}", EnterCode: "Откройте {0} в любом браузере и введите код:\n  {1}",
            BackToTerminal: "Вход выполнен. Закройте эту страницу и вернитесь в терминал.", SignedIn: "Выполнен вход в учётную запись {0}.", SignedOut: "Вы вышли.",
            NotSignedIn: "Вы не вошли. Выполните: tenure login", NoServer: "Сервер недоступен.", NoDevices: "У вас нет устройств.",
            Free: "свободно", Held: "привязано", Releasing: "отвязывается",
            HelpTicket: "Получить билет, который освобождает телефон без сети", HelpQuestion: "Файл с вопросом телефона", HelpAnswer: "Файл для билета",
            QuestionUnreadable: "В {0} нет вопроса телефона.", TicketWritten: "Билет записан в {0}. Он годен час с вопроса телефона, пока телефон включён.",
            Gender: "Пол: {0}", Female: "женский", Male: "мужской", Country: "Страна или регион: {0}", Picture: "С фотографией",
            HelpUser: "Войти здесь, в терминале: номер учётной записи, адрес почты или номер телефона с +; пароль будет запрошен",
            HelpLanguage: "Язык: en, zh-Hans, ru, de, es",
            AskPassword: "Ваш пароль:",
            AskCode: "Только что присланный код или код восстановления:",
            CodeSent: "Код отправлен. Напишите его или код восстановления следующей строкой стандартного ввода.",
            CodeMissing: "Код отправлен, но никто его не ввёл.",
            WrongPassword: "Имя или пароль неверны. Забыли? {0}",
            UseBrowser: "Эта учётная запись требует подтверждения, которое даёт только браузер. Выполните: tenure login",
            Frozen: "Ваша учётная запись заморожена до {0}: до этого ничего нельзя привязать, восстановить или разблокировать.",
            TryAgainAt: "Повторите в {0}.",
            NotSecure: "Пароль пошёл бы по сети открытым текстом. Укажите адрес с https://."),
        german: new(
            HelpLogin: "Mit dem Konto anmelden", HelpLogout: "Die Sitzung dieser Kommandozeile beenden", HelpAccount: "Das Konto anzeigen", HelpDevices: "Die Geräte auflisten",
            HelpServer: "Adresse des Servers", HelpDevice: "Einen Code im Browser eines anderen Geräts bestätigen", HelpNoBrowser: "Nur die Adresse zeigen, keinen Browser öffnen",
            OpenPage: "Melden Sie sich auf dieser Seite an:\n  {0}", EnterCode: "Öffnen Sie {0} in einem beliebigen Browser und geben Sie diesen Code ein:\n  {1}",
            BackToTerminal: "Angemeldet. Sie können diese Seite schließen und zum Terminal zurückkehren.", SignedIn: "Am Konto {0} angemeldet.", SignedOut: "Abgemeldet.",
            NotSignedIn: "Sie sind nicht angemeldet. Führen Sie aus: tenure login", NoServer: "Der Server ist nicht erreichbar.", NoDevices: "Sie haben keine Geräte.",
            Free: "frei", Held: "gebunden", Releasing: "wird freigegeben",
            HelpTicket: "Das Ticket holen, das ein Telefon ohne Netz freigibt", HelpQuestion: "Datei mit der Frage des Telefons", HelpAnswer: "Datei für das Ticket",
            QuestionUnreadable: "In {0} ist keine Frage eines Telefons.", TicketWritten: "Das Ticket ist in {0}. Es gilt eine Stunde, seit das Telefon gefragt hat, solange das Telefon an bleibt.",
            Gender: "Geschlecht: {0}", Female: "weiblich", Male: "männlich", Country: "Land oder Region: {0}", Picture: "Mit Bild",
            HelpUser: "Hier im Terminal anmelden: Kontonummer, E-Mail-Adresse oder Telefonnummer mit +; nach dem Passwort wird gefragt",
            HelpLanguage: "Die Sprache: en, zh-Hans, ru, de, es",
            AskPassword: "Ihr Passwort:",
            AskCode: "Der soeben gesendete Code oder ein Wiederherstellungscode:",
            CodeSent: "Ein Code wurde gesendet. Schreiben Sie ihn oder einen Wiederherstellungscode als nächste Zeile in die Standardeingabe.",
            CodeMissing: "Ein Code wurde gesendet, und niemand hat ihn eingegeben.",
            WrongPassword: "Der Name oder das Passwort ist falsch. Vergessen? {0}",
            UseBrowser: "Dieses Konto verlangt einen Nachweis, den nur ein Browser geben kann. Führen Sie aus: tenure login",
            Frozen: "Ihr Konto ist bis {0} eingefroren: Bis dahin wird nichts gebunden, wiederhergestellt oder entsperrt.",
            TryAgainAt: "Versuchen Sie es um {0} wieder.",
            NotSecure: "Das Passwort ginge unverschlüsselt durch das Netz. Nehmen Sie eine Adresse mit https://."),
        spanish: new(
            HelpLogin: "Iniciar sesión con tu cuenta", HelpLogout: "Cerrar la sesión de esta línea de comandos", HelpAccount: "Mostrar tu cuenta", HelpDevices: "Listar tus dispositivos",
            HelpServer: "Dirección del servidor", HelpDevice: "Confirmar un código en el navegador de otro dispositivo", HelpNoBrowser: "Mostrar solo la dirección, sin abrir el navegador",
            OpenPage: "Inicia sesión en esta página:\n  {0}", EnterCode: "Abre {0} en cualquier navegador e introduce este código:\n  {1}",
            BackToTerminal: "Sesión iniciada. Puedes cerrar esta página y volver al terminal.", SignedIn: "Sesión iniciada en la cuenta {0}.", SignedOut: "Sesión cerrada.",
            NotSignedIn: "No has iniciado sesión. Ejecuta: tenure login", NoServer: "No se puede conectar con el servidor.", NoDevices: "No tienes dispositivos.",
            Free: "libre", Held: "vinculado", Releasing: "en liberación",
            HelpTicket: "Obtener el ticket que libera un teléfono sin red", HelpQuestion: "Archivo con la pregunta del teléfono", HelpAnswer: "Archivo para el ticket",
            QuestionUnreadable: "En {0} no hay ninguna pregunta de un teléfono.", TicketWritten: "El ticket está en {0}. Vale una hora desde que el teléfono preguntó, mientras siga encendido.",
            Gender: "Género: {0}", Female: "femenino", Male: "masculino", Country: "País o región: {0}", Picture: "Con imagen",
            HelpUser: "Iniciar sesión aquí, en el terminal: número de cuenta, dirección de correo o número de teléfono con +; se pregunta la contraseña",
            HelpLanguage: "El idioma: en, zh-Hans, ru, de, es",
            AskPassword: "Tu contraseña:",
            AskCode: "El código que te acabamos de enviar o un código de recuperación:",
            CodeSent: "Se ha enviado un código. Escríbelo, o un código de recuperación, como la línea siguiente de la entrada estándar.",
            CodeMissing: "Se envió un código y nadie lo escribió.",
            WrongPassword: "El nombre o la contraseña no son correctos. ¿Se te olvidó? {0}",
            UseBrowser: "Esta cuenta pide una prueba que solo puede dar un navegador. Ejecuta: tenure login",
            Frozen: "Tu cuenta está congelada hasta el {0}: hasta entonces no se vincula, restaura ni desbloquea nada.",
            TryAgainAt: "Inténtalo de nuevo a las {0}.",
            NotSecure: "La contraseña iría sin cifrar por la red. Usa una dirección con https://."));

    /// <summary>What a person calls their gender, in words.</summary>
    public string GenderOf(string gender) => gender switch
    {
        "female" => Female,
        "male" => Male,
        _ => gender,
    };

    /// <summary>A device's state in words.</summary>
    public string StateOf(string state) => state switch
    {
        "held" => Held,
        "releasing" => Releasing,
        _ => Free,
    };
}
