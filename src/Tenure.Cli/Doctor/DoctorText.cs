using Tenure.Cli.Texts;

namespace Tenure.Cli.Doctor;

/// <summary>What <c>tenure doctor</c> says, in one language.</summary>
/// <param name="Found">What was found: {0} the port or device, {1} its name.</param>
/// <param name="Mends">What to do about it, or with it: {0} the port or device.</param>
internal sealed record DoctorText(string HelpDoctor, IReadOnlyDictionary<DoctorFindingKind, string> Found, IReadOnlyDictionary<DoctorFindingKind, string> Mends)
{
    private const string Rule = """SUBSYSTEM=="usb", ATTR{{idVendor}}=="05c6", ATTR{{idProduct}}=="9008", TAG+="uaccess" """;
    private const string FastbootRule = """SUBSYSTEM=="usb", ENV{{ID_USB_INTERFACES}}=="*:ff4203:*", TAG+="uaccess" """;

    // A line each: what stands on one line is one rule, and both conditions in it hold of no device.
    private const string BothRules = "\n" + Rule + "\n" + FastbootRule;

    public static Translations<DoctorText> Languages { get; } = new(
        english: new(
            "Look for what keeps a connected device from being flashed, and how to mend it",
            By("{0}: a device in emergency mode. {1}", "{0}: a device on USB. {1}", "{0}: a device on USB that may not be opened. {1}", "Devices on USB cannot be reached: libusb is not installed", "{0}: a serial port that can be opened",
                "{0}: a serial port that may not be opened. {1}", "No udev rule lets people use devices in emergency mode", "No device in a flashing mode is connected", "{0}: a device on USB, out of reach without libusb. {1}"),
            By("Flash it with: tenure flash PACKAGE --device {0} --keep-data", "Flash it with: tenure flash PACKAGE --device {0} --keep-data", "Write these two lines to /etc/udev/rules.d/51-tenure.rules and connect the device again:" + BothRules, "Install it: {0}", "For a device behind it: tenure flash PACKAGE --device {0} --keep-data",
                "Add yourself to the group that owns it, usually: sudo usermod -aG dialout $USER. Then sign in again.",
                "Write this line to /etc/udev/rules.d/51-tenure.rules and connect the device again: " + Rule, "Start its bootloader, or its emergency mode; use a cable that carries data, and a port on the computer itself.", "Install libusb first.")),
        chinese: new(
            "检查是什么妨碍刷写已连接的设备，以及如何解决",
            By("{0}：处于紧急模式的设备。{1}", "{0}：USB 上的设备。{1}", "{0}：USB 上无权打开的设备。{1}", "无法使用 USB 设备：没有安装 libusb", "{0}：可以打开的串口",
                "{0}：无权打开的串口。{1}", "没有 udev 规则允许使用紧急模式的设备", "没有连接处于刷写模式的设备", "{0}：USB 上的设备，没有 libusb 就无法使用。{1}"),
            By("刷写命令：tenure flash 固件包 --device {0} --keep-data", "刷写命令：tenure flash 固件包 --device {0} --keep-data", "把这两行写入 /etc/udev/rules.d/51-tenure.rules，再重新连接设备：" + BothRules, "请安装：{0}", "其后设备的刷写命令：tenure flash 固件包 --device {0} --keep-data",
                "把自己加入拥有它的组，通常是：sudo usermod -aG dialout $USER，然后重新登录。",
                "把这一行写入 /etc/udev/rules.d/51-tenure.rules，再重新连接设备：" + Rule, "请启动其引导加载程序或紧急模式；使用能传数据的线缆和电脑自身的接口。", "请先安装 libusb。")),
        russian: new(
            "Найти, что мешает прошить подключённое устройство, и как это исправить",
            By("{0}: устройство в аварийном режиме. {1}", "{0}: устройство на USB. {1}", "{0}: устройство на USB, которое нельзя открыть. {1}", "Устройства на USB недоступны: libusb не установлена", "{0}: последовательный порт, который можно открыть",
                "{0}: последовательный порт, который нельзя открыть. {1}", "Нет правила udev, разрешающего устройства в аварийном режиме", "Нет подключённого устройства в режиме прошивки", "{0}: устройство на USB, без libusb недоступно. {1}"),
            By("Прошить: tenure flash ПАКЕТ --device {0} --keep-data", "Прошить: tenure flash ПАКЕТ --device {0} --keep-data", "Запиши эти две строки в /etc/udev/rules.d/51-tenure.rules и подключи устройство снова:" + BothRules, "Установи: {0}", "Для устройства за ним: tenure flash ПАКЕТ --device {0} --keep-data",
                "Добавь себя в группу, которой он принадлежит, обычно: sudo usermod -aG dialout $USER. Затем войди снова.",
                "Запиши эту строку в /etc/udev/rules.d/51-tenure.rules и подключи устройство снова: " + Rule, "Запусти загрузчик или аварийный режим; нужен кабель для данных и порт самого компьютера.", "Сначала нужно установить libusb.")),
        german: new(
            "Sucht, was ein angeschlossenes Gerät am Flashen hindert, und sagt, was hilft",
            By("{0}: ein Gerät im Notfallmodus. {1}", "{0}: ein Gerät an USB. {1}", "{0}: ein Gerät an USB, das nicht geöffnet werden darf. {1}", "Geräte an USB sind nicht erreichbar: libusb ist nicht installiert", "{0}: ein serieller Anschluss, der sich öffnen lässt",
                "{0}: ein serieller Anschluss, der nicht geöffnet werden darf. {1}", "Keine udev-Regel erlaubt Geräte im Notfallmodus", "Kein Gerät in einem Flashmodus ist angeschlossen", "{0}: ein Gerät an USB, ohne libusb nicht erreichbar. {1}"),
            By("Flashen mit: tenure flash PAKET --device {0} --keep-data", "Flashen mit: tenure flash PAKET --device {0} --keep-data", "Schreib diese zwei Zeilen nach /etc/udev/rules.d/51-tenure.rules und schließ das Gerät neu an:" + BothRules, "Installiere sie: {0}", "Für ein Gerät dahinter: tenure flash PAKET --device {0} --keep-data",
                "Nimm dich in die Gruppe auf, der er gehört, meist: sudo usermod -aG dialout $USER. Melde dich dann neu an.",
                "Schreib diese Zeile nach /etc/udev/rules.d/51-tenure.rules und schließ das Gerät neu an: " + Rule, "Starte den Bootloader oder den Notfallmodus; nimm ein Datenkabel und einen Anschluss am Rechner selbst.", "Zuerst libusb installieren.")),
        spanish: new(
            "Busca lo que impide escribir en un dispositivo conectado y cómo arreglarlo",
            By("{0}: un dispositivo en modo de emergencia. {1}", "{0}: un dispositivo por USB. {1}", "{0}: un dispositivo por USB que no se deja abrir. {1}", "No se llega a los dispositivos por USB: libusb no está instalada", "{0}: un puerto serie que se puede abrir",
                "{0}: un puerto serie que no se deja abrir. {1}", "Ninguna regla de udev permite dispositivos en modo de emergencia", "No hay conectado ningún dispositivo en un modo de escritura", "{0}: un dispositivo por USB al que no se llega sin libusb. {1}"),
            By("Se escribe con: tenure flash PAQUETE --device {0} --keep-data", "Se escribe con: tenure flash PAQUETE --device {0} --keep-data", "Pon estas dos líneas en /etc/udev/rules.d/51-tenure.rules y conecta otra vez el dispositivo:" + BothRules, "Instálala: {0}", "Para un dispositivo detrás de él: tenure flash PAQUETE --device {0} --keep-data",
                "Añádete al grupo al que pertenece, normalmente: sudo usermod -aG dialout $USER. Después vuelve a entrar.",
                "Pon esta línea en /etc/udev/rules.d/51-tenure.rules y conecta otra vez el dispositivo: " + Rule, "Inicia su gestor de arranque o su modo de emergencia; usa un cable de datos y un puerto del propio equipo.", "Instala primero libusb.")));

    private static Dictionary<DoctorFindingKind, string> By(params string[] words) => Enum.GetValues<DoctorFindingKind>().Zip(words).ToDictionary(pair => pair.First, pair => pair.Second);
}
