using Tenure.Cli.Texts;

namespace Tenure.Cli.Phone.Texts;

/// <summary>What is said about cases, the screen lock and release codes, in one language.</summary>
/// <param name="States">The states of a case, by the name that the server uses.</param>
internal sealed record CaseText(
    string HelpRecover, string HelpAskRelease, string HelpContact, string HelpReleaseCode, string HelpScreenCode, string HelpNewScreenCode, string HelpObject, string Recover, string AskRelease, string ReleaseCode,
    string AskContact, string AskReleaseCode, string CodeSent, string Shown, string Earliest, string SubmitFrom, string ScreenLock, string AskScreenCode, string AskNewScreenCode,
    string ScreenCodeLength, string ScreenCodeWrong, string ScreenLocked, string ScreenLockSet, string ScreenLockRemoved, string Cases, string NoCases, string AskedRecovery, string AskedRelease, string ChooseCase, string Later,
    string Objected, string LetGo, IReadOnlyDictionary<string, string> States)
{
    private static readonly string[] Names = ["draft", "submitted", "announced", "due", "disputed", "offered", "granted", "refused", "contested", "withdrawn", "expired", "settled"];

    public static Translations<CaseText> Languages { get; } = new(
        english: new(
            HelpRecover: "Ask for this account without a way in: opens a recovery case, or shows it", HelpAskRelease: "Ask for this phone without access to its account: opens a release case, or shows it",
            HelpContact: "E-mail address at which whoever opens a case is reached", HelpReleaseCode: "Let a sealed phone go with its release code", HelpScreenCode: "Code of the screen lock",
            HelpNewScreenCode: "Sets the code of the screen lock; an empty one takes it away", HelpObject: "Objects to the case with this number, on the unlocked phone",
            Recover: "Get back into an account", AskRelease: "Ask for this phone: no access to its account", ReleaseCode: "Release code of a sealed phone",
            AskContact: "E-mail address at which you can be reached", AskReleaseCode: "Release code", CodeSent: "A code is on its way to {0}.",
            Shown: "Case {0}: {1}", Earliest: "Not before {0}. Everybody whom it concerns was told and may object.", SubmitFrom: "It can be handed in from {0} on.",
            ScreenLock: "Screen lock", AskScreenCode: "Code of the screen lock", AskNewScreenCode: "New code of the screen lock, 4 to 64 characters; empty takes it away", ScreenCodeLength: "A code has 4 to 64 characters.",
            ScreenCodeWrong: "That is not the code.", ScreenLocked: "The screen of this phone is locked.", ScreenLockSet: "Done. The screen asks for this code.", ScreenLockRemoved: "Done. The screen asks for no code any more.",
            Cases: "Object to a case", NoCases: "Nobody asks for this account or its devices.", AskedRecovery: "Case {0}: somebody asks for this account. Granted on {1} at the earliest.",
            AskedRelease: "Case {0}: somebody asks that {2} is let go. Granted on {1} at the earliest.", ChooseCase: "Which case do you object to?", Later: "None of them", Objected: "Done. Two people hear both sides of case {0}.",
            LetGo: "It is let go the next time that it is online, before {0}: it erases all its data and is free.",
            States: ByName("not handed in yet", "is being looked at", "announced, waiting", "is looked at once more", "somebody objected", "granted: choose a password by the link in your letter", "granted", "refused", "ended by the holder", "taken back", "expired", "settled")),
        chinese: new(
            HelpRecover: "没有登录方式时申请取回此账户：提交恢复申请，或查看它", HelpAskRelease: "没有账户权限时申请释放此手机：提交释放申请，或查看它",
            HelpContact: "申请人的联系邮箱", HelpReleaseCode: "用释放码解开已封存的手机", HelpScreenCode: "屏幕锁密码",
            HelpNewScreenCode: "设置屏幕锁密码；留空则取消", HelpObject: "在已解锁的手机上对此编号的申请提出异议",
            Recover: "找回账户", AskRelease: "申请释放此手机：无法使用其账户", ReleaseCode: "已封存手机的释放码",
            AskContact: "可以联系到您的邮箱", AskReleaseCode: "释放码", CodeSent: "验证码已发往 {0}。",
            Shown: "申请 {0}：{1}", Earliest: "最早 {0}。所有相关方都已收到通知，可以提出异议。", SubmitFrom: "{0} 起可以提交。",
            ScreenLock: "屏幕锁", AskScreenCode: "屏幕锁密码", AskNewScreenCode: "新的屏幕锁密码，4 至 64 个字符；留空则取消", ScreenCodeLength: "密码应为 4 至 64 个字符。",
            ScreenCodeWrong: "密码不对。", ScreenLocked: "此手机的屏幕已锁定。", ScreenLockSet: "完成。屏幕将要求此密码。", ScreenLockRemoved: "完成。屏幕不再要求密码。",
            Cases: "对申请提出异议", NoCases: "没有人申请此账户或其设备。", AskedRecovery: "申请 {0}：有人申请取回此账户。最早于 {1} 批准。",
            AskedRelease: "申请 {0}：有人申请释放 {2}。最早于 {1} 批准。", ChooseCase: "对哪个申请提出异议？", Later: "都不", Objected: "完成。两位工作人员将听取申请 {0} 双方的意见。",
            LetGo: "它将在 {0} 前下次联网时释放：清除全部数据并恢复自由。",
            States: ByName("尚未提交", "正在审核", "已公告，等待中", "正在最后核对", "有人提出异议", "已批准：请用信中的链接设置密码", "已批准", "已拒绝", "已由持有人终止", "已撤回", "已过期", "已了结")),
        russian: new(
            HelpRecover: "Запросить эту учётную запись, не имея входа: открывает обращение о восстановлении или показывает его", HelpAskRelease: "Запросить этот телефон без доступа к его учётной записи: открывает обращение об освобождении или показывает его",
            HelpContact: "Адрес почты, по которому можно связаться с тем, кто открывает обращение", HelpReleaseCode: "Освободить опечатанный телефон его кодом", HelpScreenCode: "Код блокировки экрана",
            HelpNewScreenCode: "Задаёт код блокировки экрана; пустой снимает её", HelpObject: "Возразить против обращения с этим номером на разблокированном телефоне",
            Recover: "Вернуть доступ к учётной записи", AskRelease: "Запросить этот телефон: нет доступа к его учётной записи", ReleaseCode: "Код освобождения опечатанного телефона",
            AskContact: "Адрес почты для связи", AskReleaseCode: "Код освобождения", CodeSent: "Код отправлен на {0}.",
            Shown: "Обращение {0}: {1}", Earliest: "Не раньше {0}. Все, кого это касается, узнали и могут возразить.", SubmitFrom: "Подать можно с {0}.",
            ScreenLock: "Блокировка экрана", AskScreenCode: "Код блокировки экрана", AskNewScreenCode: "Новый код блокировки экрана, от 4 до 64 знаков; пустой снимает её", ScreenCodeLength: "В коде от 4 до 64 знаков.",
            ScreenCodeWrong: "Это не тот код.", ScreenLocked: "Экран этого телефона заблокирован.", ScreenLockSet: "Готово. Экран спрашивает этот код.", ScreenLockRemoved: "Готово. Экран больше не спрашивает код.",
            Cases: "Возразить против обращения", NoCases: "Никто не запрашивает эту учётную запись или его устройства.", AskedRecovery: "Обращение {0}: кто-то запрашивает эту учётную запись. Не раньше {1}.",
            AskedRelease: "Обращение {0}: кто-то просит освободить {2}. Не раньше {1}.", ChooseCase: "Против какого обращения возразить?", Later: "Ни против какого", Objected: "Готово. Двое выслушают обе стороны обращения {0}.",
            LetGo: "Он освободится, когда в следующий раз выйдет в сеть до {0}: сотрёт все данные и станет свободным.",
            States: ByName("ещё не подано", "рассматривается", "объявлено, идёт ожидание", "проверяется ещё раз", "кто-то возразил", "одобрено: выберите пароль по ссылке из письма", "одобрено", "отклонено", "прекращено владельцем", "отозвано", "истекло", "закрыто")),
        german: new(
            HelpRecover: "Dieses Konto ohne Zugang verlangen: eröffnet einen Wiederherstellungsfall oder zeigt ihn", HelpAskRelease: "Dieses Telefon ohne Zugang zu seinem Konto verlangen: eröffnet einen Freigabefall oder zeigt ihn",
            HelpContact: "E-Mail-Adresse, unter der zu erreichen ist, wer einen Fall eröffnet", HelpReleaseCode: "Ein versiegeltes Telefon mit seinem Freigabecode freigeben", HelpScreenCode: "Code der Bildschirmsperre",
            HelpNewScreenCode: "Setzt den Code der Bildschirmsperre; ein leerer hebt sie auf", HelpObject: "Dem Fall mit dieser Nummer auf dem entsperrten Telefon widersprechen",
            Recover: "Zurück in ein Konto", AskRelease: "Dieses Telefon verlangen: kein Zugang zu seinem Konto", ReleaseCode: "Freigabecode eines versiegelten Telefons",
            AskContact: "E-Mail-Adresse für Nachrichten", AskReleaseCode: "Freigabecode", CodeSent: "Ein Code ist unterwegs an {0}.",
            Shown: "Fall {0}: {1}", Earliest: "Nicht vor {0}. Alle, die es betrifft, wissen davon und können widersprechen.", SubmitFrom: "Er kann ab {0} eingereicht werden.",
            ScreenLock: "Bildschirmsperre", AskScreenCode: "Code der Bildschirmsperre", AskNewScreenCode: "Neuer Code der Bildschirmsperre, 4 bis 64 Zeichen; leer hebt sie auf", ScreenCodeLength: "Ein Code hat 4 bis 64 Zeichen.",
            ScreenCodeWrong: "Das ist nicht der Code.", ScreenLocked: "Der Bildschirm dieses Telefons ist gesperrt.", ScreenLockSet: "Fertig. Der Bildschirm verlangt diesen Code.", ScreenLockRemoved: "Fertig. Der Bildschirm verlangt keinen Code mehr.",
            Cases: "Einem Fall widersprechen", NoCases: "Niemand verlangt dieses Konto oder seine Geräte.", AskedRecovery: "Fall {0}: Jemand verlangt dieses Konto. Frühestens am {1}.",
            AskedRelease: "Fall {0}: Jemand verlangt die Freigabe von {2}. Frühestens am {1}.", ChooseCase: "Welchem Fall widersprechen?", Later: "Keinem", Objected: "Fertig. Zwei Menschen hören beide Seiten von Fall {0}.",
            LetGo: "Es wird frei, wenn es das nächste Mal vor {0} online ist: Es löscht alle Daten.",
            States: ByName("noch nicht eingereicht", "wird geprüft", "angekündigt, Wartezeit läuft", "wird noch einmal geprüft", "jemand hat widersprochen", "gewährt: neues Passwort über den Link im Brief wählen", "gewährt", "abgelehnt", "vom Halter beendet", "zurückgezogen", "abgelaufen", "erledigt")),
        spanish: new(
            HelpRecover: "Pedir esta cuenta sin poder entrar: abre un caso de recuperación, o lo muestra", HelpAskRelease: "Pedir este teléfono sin acceso a la cuenta: abre un caso de liberación, o lo muestra",
            HelpContact: "Correo en el que se localiza a quien abre un caso", HelpReleaseCode: "Liberar un teléfono sellado con el código", HelpScreenCode: "Código del bloqueo de pantalla",
            HelpNewScreenCode: "Pone el código del bloqueo de pantalla; vacío lo quita", HelpObject: "Oponerse al caso con este número, en el teléfono desbloqueado",
            Recover: "Volver a entrar en una cuenta", AskRelease: "Pedir este teléfono: sin acceso a la cuenta", ReleaseCode: "Código de liberación de un teléfono sellado",
            AskContact: "Correo de contacto", AskReleaseCode: "Código de liberación", CodeSent: "Un código va de camino a {0}.",
            Shown: "Caso {0}: {1}", Earliest: "No antes del {0}. Todas las personas afectadas lo saben y pueden oponerse.", SubmitFrom: "Se puede presentar a partir del {0}.",
            ScreenLock: "Bloqueo de pantalla", AskScreenCode: "Código del bloqueo de pantalla", AskNewScreenCode: "Código nuevo del bloqueo de pantalla, de 4 a 64 caracteres; vacío lo quita", ScreenCodeLength: "Un código tiene de 4 a 64 caracteres.",
            ScreenCodeWrong: "Ese no es el código.", ScreenLocked: "La pantalla de este teléfono está bloqueada.", ScreenLockSet: "Hecho. La pantalla pide este código.", ScreenLockRemoved: "Hecho. La pantalla ya no pide código.",
            Cases: "Oponerse a un caso", NoCases: "Nadie pide esta cuenta ni sus dispositivos.", AskedRecovery: "Caso {0}: alguien pide esta cuenta. Como pronto el {1}.",
            AskedRelease: "Caso {0}: alguien pide que se libere {2}. Como pronto el {1}.", ChooseCase: "¿A qué caso oponerse?", Later: "A ninguno", Objected: "Hecho. Dos personas escuchan a ambas partes del caso {0}.",
            LetGo: "Queda libre la próxima vez que haya conexión, antes del {0}: borra todos los datos.",
            States: ByName("sin presentar", "en examen", "anunciado, en espera", "se comprueba otra vez", "alguien se opuso", "concedido: elige una contraseña con el enlace de la carta", "concedido", "rechazado", "terminado por su titular", "retirado", "caducado", "resuelto")));

    private static Dictionary<string, string> ByName(params string[] words) => Names.Zip(words).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
}
