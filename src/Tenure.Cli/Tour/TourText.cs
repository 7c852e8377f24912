using Tenure.Cli.Texts;

namespace Tenure.Cli.Tour;

/// <summary>What the tour says, in one language; the details are figures and names and the same in all.</summary>
/// <param name="Titles">A sentence for each step, by its name.</param>
internal sealed record TourText(string HelpTour, string HelpServer, string HelpKeep, string Result, IReadOnlyDictionary<string, string> Titles)
{
    private static readonly string[] Names =
    [
        "server_ready", "phone_made", "account_made_and_phone_activated", "code_asked_on_a_new_device", "device_listed", "bootloader_lists_variables",
        "bootloader_refuses_flash", "wipe_leaves_the_lock", "lock_screen_after_wipe", "thief_is_refused", "holder_opens", "ended_session_is_refused",
        "sign_out_frees_the_phone", "next_holder_activates", "log_of_the_device_holds", "changed_log_is_found", "removal_frees_the_phone", "log_of_the_server_holds",
    ];

    public static Translations<TourText> Languages { get; } = new(
        english: new(
            "Play the whole story and prove each step", "A running development server; one is started without it", "Keep everything in this folder",
            "{0} of {1} steps proven.", Title(
            "The server is ready", "A new phone has a disk, a block and a key partition", "The wizard makes an account and the phone is locked to it",
            "A sign-in on a new device asks for a code", "The account lists the phone as held", "The bootloader lists its variables", "The bootloader refuses to flash",
            "A wipe erases the data and leaves the lock", "After the wipe the phone shows its lock screen", "Another account cannot open it", "The holder opens it",
            "The token of an ended session is refused", "Signing out frees the phone", "The next person activates it", "The device's log holds",
            "One changed byte in the log is found", "Removing the phone from the account frees it", "The server's log holds")),
        chinese: new(
            "演示整个过程并逐步验证", "正在运行的开发服务器；省略时自动启动一个", "将所有文件保留在此文件夹",
            "{1} 个步骤中已验证 {0} 个。", Title(
            "服务器已就绪", "新手机有磁盘、锁定块和密钥分区", "开机向导创建账号，手机绑定到该账号",
            "在新设备上登录时要求验证码", "账号列出该手机为已绑定", "引导程序列出其变量", "引导程序拒绝刷机",
            "清除数据后锁仍然保留", "清除后手机显示锁定屏幕", "其他账号无法打开", "持有人可以打开",
            "已结束会话的令牌被拒绝", "退出登录后手机被释放", "下一位用户激活手机", "设备日志完好",
            "日志中更改一个字节会被发现", "从账号中移除后手机被释放", "服务器日志完好")),
        russian: new(
            "Показать всю историю и доказать каждый шаг", "Работающий сервер разработки; без него запускается новый", "Сохранить всё в этой папке",
            "Доказано шагов: {0} из {1}.", Title(
            "Сервер готов", "У нового телефона есть диск, блок и раздел ключей", "Мастер создаёт аккаунт, и телефон привязан к нему",
            "Вход на новом устройстве требует кода", "Аккаунт показывает телефон как привязанный", "Загрузчик показывает переменные", "Загрузчик отказывается прошивать",
            "Сброс стирает данные и оставляет блокировку", "После сброса телефон показывает экран блокировки", "Чужой аккаунт его не откроет", "Владелец открывает его",
            "Токен завершённого сеанса отклонён", "Выход освобождает телефон", "Следующий человек активирует его", "Журнал устройства цел",
            "Один изменённый байт журнала найден", "Удаление телефона из аккаунта освобождает его", "Журнал сервера цел")),
        german: new(
            "Die ganze Geschichte abspielen und jeden Schritt belegen", "Ein laufender Entwicklungsserver; sonst wird einer gestartet", "Alles in diesem Ordner behalten",
            "{0} von {1} Schritten belegt.", Title(
            "Der Server ist bereit", "Ein neues Telefon hat Speicher, Block und Schlüsselpartition", "Der Assistent legt ein Konto an, und das Telefon ist daran gebunden",
            "Eine Anmeldung auf einem neuen Gerät verlangt einen Code", "Das Konto führt das Telefon als gebunden", "Der Bootloader nennt seine Variablen", "Der Bootloader lehnt das Flashen ab",
            "Zurücksetzen löscht die Daten und lässt die Sperre", "Danach zeigt das Telefon seinen Sperrbildschirm", "Ein anderes Konto öffnet es nicht", "Wer es besitzt, öffnet es",
            "Das Token einer beendeten Sitzung wird abgelehnt", "Abmelden gibt das Telefon frei", "Die nächste Person aktiviert es", "Das Protokoll des Geräts ist unversehrt",
            "Ein geändertes Byte im Protokoll fällt auf", "Entfernen aus dem Konto gibt das Telefon frei", "Das Protokoll des Servers ist unversehrt")),
        spanish: new(
            "Representar toda la historia y probar cada paso", "Un servidor de desarrollo en marcha; sin él se inicia uno", "Conservar todo en esta carpeta",
            "{0} de {1} pasos probados.", Title(
            "El servidor está listo", "Un teléfono nuevo tiene disco, bloque y partición de claves", "El asistente crea una cuenta y el teléfono queda vinculado a ella",
            "Iniciar sesión en un dispositivo nuevo pide un código", "La cuenta muestra el teléfono como vinculado", "El gestor de arranque muestra sus variables", "El gestor de arranque se niega a grabar",
            "Un borrado elimina los datos y deja el bloqueo", "Tras el borrado el teléfono muestra su pantalla de bloqueo", "Otra cuenta no puede abrirlo", "Su titular lo abre",
            "Se rechaza el token de una sesión cerrada", "Cerrar sesión libera el teléfono", "La siguiente persona lo activa", "El registro del dispositivo está íntegro",
            "Se detecta un byte cambiado en el registro", "Quitar el teléfono de la cuenta lo libera", "El registro del servidor está íntegro")));

    private static Dictionary<string, string> Title(params string[] titles) => Names.Zip(titles).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
}
