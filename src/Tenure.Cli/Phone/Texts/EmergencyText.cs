using Tenure.Cli.Texts;

namespace Tenure.Cli.Phone.Texts;

/// <summary>What is said about a phone's emergency mode, in one language.</summary>
internal sealed record EmergencyText(
    string HelpPty, string HelpUsbIp, string HelpReleaseKey, string HelpProgrammer, string HelpVersion, string HelpWide, string HelpHello, string HelpFailAt, string HelpRaw, string HelpTables, string Listens, string ListensPty, string BootloaderOnUsb,
    string Left, string Bad, string BadRange, string Damaged, string NoPty, string NoKey, string NoProgrammer)
{
    public static Translations<EmergencyText> Languages { get; } = new(
        english: new(
            HelpPty: "Emergency mode: on a pseudo-terminal in place of a TCP port", HelpUsbIp: "Emergency mode, bootloader, fastbootd: as a USB device, for hosts that attach it with usbip from the TCP port", HelpReleaseKey: "The maker's public key for firmware, a PEM file; without one the phone takes no firmware",
            HelpProgrammer: "The one programmer that the boot ROM starts, an ELF file; without it the usual one, which lies in the folder", HelpVersion: "Emergency mode: version of Sahara, 1 to 3",
            HelpWide: "Emergency mode: images are asked for with 64 bits", HelpHello: "Emergency mode: the first HELLO is lost", HelpFailAt: "Emergency mode: the boot ROM gives up after N bytes; 0: it does not",
            HelpRaw: "Emergency mode: a programmer whose host went away counts on, or takes commands again after a while", HelpTables: "Emergency mode: the programmer takes only what tables of digests list that the maker signed",
            Listens: "Emergency mode: TCP 127.0.0.1:{0}, USB name {1}", ListensPty: "Emergency mode: {0}, USB name {1}", BootloaderOnUsb: "Bootloader: fastboot on USB, to attach with usbip from TCP port {0}", Left: "The phone left emergency mode: {0}",
            Bad: "Damaged", BadRange: "unit {0}, sectors {1} to {2}", Damaged: "What was written to this phone is not whole. Start its emergency mode and restore it.",
            NoPty: "There are no pseudo-terminals here.", NoKey: "{0} holds no public key on P-256 in PEM.", NoProgrammer: "{0} is no image of a programmer."),
        chinese: new(
            HelpPty: "紧急模式：使用伪终端而不是 TCP 端口", HelpUsbIp: "紧急模式、引导加载程序、fastbootd：作为 USB 设备，主机用 usbip 从 TCP 端口接入", HelpReleaseKey: "厂商的固件公钥（PEM 文件）；没有它手机不接受固件",
            HelpProgrammer: "引导 ROM 唯一会启动的编程程序（ELF 文件）；不指定时使用文件夹中的那一个", HelpVersion: "紧急模式：Sahara 版本，1 至 3",
            HelpWide: "紧急模式：用 64 位请求镜像", HelpHello: "紧急模式：第一个 HELLO 丢失", HelpFailAt: "紧急模式：引导 ROM 在 N 字节后放弃；0 表示不放弃",
            HelpRaw: "紧急模式：主机离开后编程程序继续计数，或过一会儿重新接受命令", HelpTables: "紧急模式：编程程序只接受厂商签署的摘要表中列出的内容",
            Listens: "紧急模式：TCP 127.0.0.1:{0}，USB 名称 {1}", ListensPty: "紧急模式：{0}，USB 名称 {1}", BootloaderOnUsb: "引导加载程序：USB 上的 fastboot，用 usbip 从 TCP 端口 {0} 接入", Left: "手机已离开紧急模式：{0}",
            Bad: "损坏", BadRange: "单元 {0}，扇区 {1} 至 {2}", Damaged: "写入此手机的内容不完整。请启动紧急模式并恢复手机。",
            NoPty: "此处没有伪终端。", NoKey: "{0} 中没有 PEM 格式的 P-256 公钥。", NoProgrammer: "{0} 不是编程程序的镜像。"),
        russian: new(
            HelpPty: "Аварийный режим: псевдотерминал вместо порта TCP", HelpUsbIp: "Аварийный режим, загрузчик, fastbootd: как устройство USB, которое хост подключает через usbip с порта TCP", HelpReleaseKey: "Открытый ключ изготовителя для прошивок, файл PEM; без него телефон не принимает прошивок",
            HelpProgrammer: "Единственный программатор, который запускает загрузочное ПЗУ, файл ELF; без указания обычный, он лежит в папке", HelpVersion: "Аварийный режим: версия Sahara, от 1 до 3",
            HelpWide: "Аварийный режим: образы запрашиваются 64-битными числами", HelpHello: "Аварийный режим: первый HELLO теряется", HelpFailAt: "Аварийный режим: загрузочное ПЗУ сдаётся после N байт; 0 — не сдаётся",
            HelpRaw: "Аварийный режим: программатор без хоста считает дальше или через некоторое время снова принимает команды", HelpTables: "Аварийный режим: программатор принимает только то, что есть в таблицах дайджестов, подписанных изготовителем",
            Listens: "Аварийный режим: TCP 127.0.0.1:{0}, имя USB {1}", ListensPty: "Аварийный режим: {0}, имя USB {1}", BootloaderOnUsb: "Загрузчик: fastboot на USB, подключается через usbip с порта TCP {0}", Left: "Телефон вышел из аварийного режима: {0}",
            Bad: "Повреждено", BadRange: "блок {0}, секторы {1}–{2}", Damaged: "Записанное в этот телефон неполно. Запустите аварийный режим и восстановите телефон.",
            NoPty: "Псевдотерминалов здесь нет.", NoKey: "В {0} нет открытого ключа P-256 в формате PEM.", NoProgrammer: "{0} — не образ программатора."),
        german: new(
            HelpPty: "Notfallmodus: an einem Pseudoterminal statt an einem TCP-Port", HelpUsbIp: "Notfallmodus, Bootloader, fastbootd: als USB-Gerät, das Hosts mit usbip vom TCP-Port anschließen", HelpReleaseKey: "Der öffentliche Schlüssel des Herstellers für Firmware, eine PEM-Datei; ohne ihn nimmt das Telefon keine Firmware",
            HelpProgrammer: "Der eine Programmer, den das Boot-ROM startet, eine ELF-Datei; sonst der übliche, der im Ordner liegt", HelpVersion: "Notfallmodus: Version von Sahara, 1 bis 3",
            HelpWide: "Notfallmodus: Abbilder werden mit 64 Bit verlangt", HelpHello: "Notfallmodus: Das erste HELLO geht verloren", HelpFailAt: "Notfallmodus: Das Boot-ROM gibt nach N Bytes auf; 0: gar nicht",
            HelpRaw: "Notfallmodus: Ein Programmer, dessen Host weg ist, zählt weiter oder nimmt nach einer Weile wieder Befehle", HelpTables: "Notfallmodus: Der Programmer nimmt nur, was vom Hersteller unterschriebene Tabellen von Prüfsummen nennen",
            Listens: "Notfallmodus: TCP 127.0.0.1:{0}, USB-Name {1}", ListensPty: "Notfallmodus: {0}, USB-Name {1}", BootloaderOnUsb: "Bootloader: fastboot an USB, anzuschließen mit usbip vom TCP-Port {0}", Left: "Das Telefon hat den Notfallmodus verlassen: {0}",
            Bad: "Beschädigt", BadRange: "Einheit {0}, Sektoren {1} bis {2}", Damaged: "Was auf dieses Telefon geschrieben wurde, ist nicht vollständig. Starten Sie seinen Notfallmodus und stellen Sie es wieder her.",
            NoPty: "Hier gibt es keine Pseudoterminals.", NoKey: "In {0} ist kein öffentlicher Schlüssel auf P-256 in PEM.", NoProgrammer: "{0} ist kein Abbild eines Programmers."),
        spanish: new(
            HelpPty: "Modo de emergencia: en un pseudoterminal en lugar de un puerto TCP", HelpUsbIp: "Modo de emergencia, gestor de arranque, fastbootd: como dispositivo USB que los equipos conectan con usbip desde el puerto TCP", HelpReleaseKey: "La clave pública del fabricante para firmware, un archivo PEM; sin ella el teléfono no acepta firmware",
            HelpProgrammer: "El único programador que inicia la ROM de arranque, un archivo ELF; si no, el habitual, que está en la carpeta", HelpVersion: "Modo de emergencia: versión de Sahara, de 1 a 3",
            HelpWide: "Modo de emergencia: las imágenes se piden con 64 bits", HelpHello: "Modo de emergencia: se pierde el primer HELLO", HelpFailAt: "Modo de emergencia: la ROM de arranque se rinde tras N bytes; 0: no se rinde",
            HelpRaw: "Modo de emergencia: un programador sin equipo sigue contando, o al cabo de un rato vuelve a aceptar órdenes", HelpTables: "Modo de emergencia: el programador solo acepta lo que figura en tablas de resúmenes firmadas por el fabricante",
            Listens: "Modo de emergencia: TCP 127.0.0.1:{0}, nombre USB {1}", ListensPty: "Modo de emergencia: {0}, nombre USB {1}", BootloaderOnUsb: "Gestor de arranque: fastboot en USB, se conecta con usbip desde el puerto TCP {0}", Left: "El teléfono salió del modo de emergencia: {0}",
            Bad: "Dañado", BadRange: "unidad {0}, sectores {1} a {2}", Damaged: "Lo que se escribió en este teléfono no está completo. Inicia su modo de emergencia y restáuralo.",
            NoPty: "Aquí no hay pseudoterminales.", NoKey: "En {0} no hay ninguna clave pública P-256 en PEM.", NoProgrammer: "{0} no es la imagen de un programador."));
}
