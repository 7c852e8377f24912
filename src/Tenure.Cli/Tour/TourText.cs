using Tenure.Cli.Texts;

namespace Tenure.Cli.Tour;

/// <summary>What the tour says, in one language. What was seen where a step fails is said in English: it is the programs' own words.</summary>
/// <param name="Titles">A sentence for each step, by its name.</param>
/// <param name="Details">What was seen, by the step's name, with places for figures and names.</param>
internal sealed record TourText(
    string HelpTour, string HelpServer, string HelpKeep, string Result, string NotReached, IReadOnlyDictionary<string, string> Titles, IReadOnlyDictionary<string, string> Details)
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
            "{0} of {1} steps proven.", "not reached", ByStep(
            "The server is ready", "A new phone has a disk, a block and a key partition", "The wizard makes an account and the phone is locked to it",
            "A sign-in on a new device asks for a code", "The account lists the phone as held", "The bootloader lists its variables", "The bootloader refuses to flash",
            "A wipe erases the data and leaves the lock", "After the wipe the phone shows its lock screen", "Another account cannot open it", "The holder opens it",
            "The token of an ended session is refused", "Signing out frees the phone", "The next person activates it", "The device's log holds",
            "One changed byte in the log is found", "Removing the phone from the account frees it", "The server's log holds"), ByStep(
            "{0} /health/ready 200, root {1}",
            "unit0.img to unit5.img: GPT with {0}",
            "account {0}, device {1}, locked to {2}",
            "insufficient_authorization, code by mail, token; GET /api/v1/account says {0}",
            "GET /api/v1/devices: {0}, {1}, epoch {2}",
            "{0} getvar all: {1} variables, unlocked no",
            "{0} flash boot_a: {1}; boot_a unchanged",
            "userdata: {0} zero bytes; block unchanged, SHA-256 {1}…",
            "exit code {0}, state locked, held by {1}",
            "account {0}: {1}, the phone stays locked, GET /api/v1/devices is empty",
            "state running, the same holding, epoch {0}",
            "session {0} ended; the next call with its token: 401",
            "GET /api/v1/devices is empty, the phone is at its wizard, epoch {0} → {1}",
            "account {0} holds {1}, epoch {2}",
            "{0} entries: {1}",
            "one byte changed at offset {0}: exit code {1}",
            "state releasing, freed at the next contact, epoch {0}",
            "devices {0}, entries {1}, broken {2}")),
        chinese: new(
            "演示整个过程并逐步验证", "正在运行的开发服务器；省略时自动启动一个", "将所有文件保留在此文件夹",
            "{1} 个步骤中已验证 {0} 个。", "未执行", ByStep(
            "服务器已就绪", "新手机有磁盘、锁定块和密钥分区", "开机向导创建账号，手机绑定到该账号",
            "在新设备上登录时要求验证码", "账号列出该手机为已绑定", "引导程序列出其变量", "引导程序拒绝刷机",
            "清除数据后锁仍然保留", "清除后手机显示锁定屏幕", "其他账号无法打开", "持有人可以打开",
            "已结束会话的令牌被拒绝", "退出登录后手机被释放", "下一位用户激活手机", "设备日志完好",
            "日志中更改一个字节会被发现", "从账号中移除后手机被释放", "服务器日志完好"), ByStep(
            "{0} /health/ready 200，根密钥 {1}",
            "unit0.img 至 unit5.img：GPT，含分区 {0}",
            "账号 {0}，设备 {1}，绑定到 {2}",
            "insufficient_authorization，邮件验证码，令牌；GET /api/v1/account 返回 {0}",
            "GET /api/v1/devices：{0}，{1}，代次 {2}",
            "{0} getvar all：{1} 个变量，unlocked no",
            "{0} flash boot_a：{1}；boot_a 未变",
            "userdata：{0} 个零字节；锁定块未变，SHA-256 {1}…",
            "退出码 {0}，状态 locked，持有人 {1}",
            "账号 {0}：{1}，手机仍然锁定，GET /api/v1/devices 为空",
            "状态 running，同一绑定，代次 {0}",
            "会话 {0} 已结束；用其令牌再次调用：401",
            "GET /api/v1/devices 为空，手机处于开机向导，代次 {0} → {1}",
            "账号 {0} 持有 {1}，代次 {2}",
            "{0} 条记录：{1}",
            "在偏移 {0} 处更改一个字节：退出码 {1}",
            "状态 releasing，下次联系时释放，代次 {0}",
            "设备 {0}，记录 {1}，损坏 {2}")),
        russian: new(
            "Показать всю историю и доказать каждый шаг", "Работающий сервер разработки; без него запускается новый", "Сохранить всё в этой папке",
            "Доказано шагов: {0} из {1}.", "не выполнялся", ByStep(
            "Сервер готов", "У нового телефона есть диск, блок и раздел ключей", "Мастер создаёт учётную запись, и телефон привязан к ней",
            "Вход на новом устройстве требует кода", "Учётная запись показывает телефон как привязанный", "Загрузчик показывает переменные", "Загрузчик отказывается прошивать",
            "Сброс стирает данные и оставляет блокировку", "После сброса телефон показывает экран блокировки", "Чужая учётная запись его не откроет", "Владелец открывает его",
            "Токен завершённого сеанса отклонён", "Выход освобождает телефон", "Следующий человек активирует его", "Журнал устройства цел",
            "Один изменённый байт журнала найден", "Удаление телефона из учётной записи освобождает его", "Журнал сервера цел"), ByStep(
            "{0} /health/ready 200, корень {1}",
            "unit0.img – unit5.img: GPT с разделами {0}",
            "учётная запись {0}, устройство {1}, привязано к {2}",
            "insufficient_authorization, код из письма, токен; GET /api/v1/account отвечает {0}",
            "GET /api/v1/devices: {0}, {1}, эпоха {2}",
            "{0} getvar all: переменных {1}, unlocked no",
            "{0} flash boot_a: {1}; boot_a не изменён",
            "userdata: нулевых байтов {0}; блок не изменён, SHA-256 {1}…",
            "код выхода {0}, состояние locked, владелец {1}",
            "учётная запись {0}: {1}, телефон остаётся заблокированным, GET /api/v1/devices пуст",
            "состояние running, та же привязка, эпоха {0}",
            "сеанс {0} завершён; следующий вызов с его токеном: 401",
            "GET /api/v1/devices пуст, телефон в мастере настройки, эпоха {0} → {1}",
            "учётная запись {0} владеет {1}, эпоха {2}",
            "записей {0}: {1}",
            "изменён один байт по смещению {0}: код выхода {1}",
            "состояние releasing, освобождён при следующем контакте, эпоха {0}",
            "устройств {0}, записей {1}, нарушено {2}")),
        german: new(
            "Die ganze Geschichte abspielen und jeden Schritt belegen", "Ein laufender Entwicklungsserver; sonst wird einer gestartet", "Alles in diesem Ordner behalten",
            "{0} von {1} Schritten belegt.", "nicht erreicht", ByStep(
            "Der Server ist bereit", "Ein neues Telefon hat Speicher, Block und Schlüsselpartition", "Der Assistent legt ein Konto an, und das Telefon ist daran gebunden",
            "Eine Anmeldung auf einem neuen Gerät verlangt einen Code", "Das Konto führt das Telefon als gebunden", "Der Bootloader nennt seine Variablen", "Der Bootloader lehnt das Flashen ab",
            "Zurücksetzen löscht die Daten und lässt die Sperre", "Danach zeigt das Telefon seinen Sperrbildschirm", "Ein anderes Konto öffnet es nicht", "Wer es besitzt, öffnet es",
            "Das Token einer beendeten Sitzung wird abgelehnt", "Abmelden gibt das Telefon frei", "Die nächste Person aktiviert es", "Das Protokoll des Geräts ist unversehrt",
            "Ein geändertes Byte im Protokoll fällt auf", "Entfernen aus dem Konto gibt das Telefon frei", "Das Protokoll des Servers ist unversehrt"), ByStep(
            "{0} /health/ready 200, Wurzel {1}",
            "unit0.img bis unit5.img: GPT mit {0}",
            "Konto {0}, Gerät {1}, gebunden an {2}",
            "insufficient_authorization, Code per Mail, Token; GET /api/v1/account sagt {0}",
            "GET /api/v1/devices: {0}, {1}, Epoche {2}",
            "{0} getvar all: {1} Variablen, unlocked no",
            "{0} flash boot_a: {1}; boot_a unverändert",
            "userdata: {0} Nullbytes; Block unverändert, SHA-256 {1}…",
            "Exitcode {0}, Zustand locked, gebunden an {1}",
            "Konto {0}: {1}, das Telefon bleibt gesperrt, GET /api/v1/devices ist leer",
            "Zustand running, dieselbe Bindung, Epoche {0}",
            "Sitzung {0} beendet; der nächste Aufruf mit ihrem Token: 401",
            "GET /api/v1/devices ist leer, das Telefon ist im Assistenten, Epoche {0} → {1}",
            "Konto {0} hält {1}, Epoche {2}",
            "{0} Einträge: {1}",
            "ein Byte bei Offset {0} geändert: Exitcode {1}",
            "Zustand releasing, beim nächsten Kontakt frei, Epoche {0}",
            "Geräte {0}, Einträge {1}, beschädigt {2}")),
        spanish: new(
            "Representar toda la historia y probar cada paso", "Un servidor de desarrollo en marcha; sin él se inicia uno", "Conservar todo en esta carpeta",
            "{0} de {1} pasos probados.", "no alcanzado", ByStep(
            "El servidor está listo", "Un teléfono nuevo tiene disco, bloque y partición de claves", "El asistente crea una cuenta y el teléfono queda vinculado a ella",
            "Iniciar sesión en un dispositivo nuevo pide un código", "La cuenta muestra el teléfono como vinculado", "El gestor de arranque muestra sus variables", "El gestor de arranque se niega a grabar",
            "Un borrado elimina los datos y deja el bloqueo", "Tras el borrado el teléfono muestra su pantalla de bloqueo", "Otra cuenta no puede abrirlo", "Su titular lo abre",
            "Se rechaza el token de una sesión cerrada", "Cerrar sesión libera el teléfono", "La siguiente persona lo activa", "El registro del dispositivo está íntegro",
            "Se detecta un byte cambiado en el registro", "Quitar el teléfono de la cuenta lo libera", "El registro del servidor está íntegro"), ByStep(
            "{0} /health/ready 200, raíz {1}",
            "unit0.img a unit5.img: GPT con {0}",
            "cuenta {0}, dispositivo {1}, vinculado a {2}",
            "insufficient_authorization, código por correo, token; GET /api/v1/account dice {0}",
            "GET /api/v1/devices: {0}, {1}, época {2}",
            "{0} getvar all: {1} variables, «unlocked no»",
            "{0} flash boot_a: {1}; boot_a sin cambios",
            "userdata: {0} bytes a cero; bloque sin cambios, SHA-256 {1}…",
            "código de salida {0}, estado locked, titular {1}",
            "cuenta {0}: {1}, el teléfono sigue bloqueado, GET /api/v1/devices está vacío",
            "estado running, la misma vinculación, época {0}",
            "sesión {0} cerrada; la siguiente llamada con su token: 401",
            "GET /api/v1/devices está vacío, el teléfono está en su asistente, época {0} → {1}",
            "la cuenta {0} tiene {1}, época {2}",
            "{0} entradas: {1}",
            "un byte cambiado en la posición {0}: código de salida {1}",
            "estado releasing, libre en el siguiente contacto, época {0}",
            "dispositivos {0}, entradas {1}, dañados {2}")));

    private static Dictionary<string, string> ByStep(params string[] texts) => Names.Zip(texts).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
}
