using Tenure.Cli.Texts;
using Tenure.Flash.Links;

namespace Tenure.Cli.Flash;

/// <summary>What is said of devices that are connected, in one language.</summary>
/// <param name="Takes">{0} where the only device is, {1} its serial number.</param>
/// <param name="NotThis">{0} the serial number that was asked for.</param>
internal sealed record FoundText(
    string HelpSerial, string HelpList, string Serial, string Product, string Mode, string Port, string Fastboot, string Emergency, string Unknown, string None, string Takes, string NotThis, string Several, string Which,
    string UiFound, string UiLook, string UiNone)
{
    public static Translations<FoundText> Languages { get; } = new(
        english: new(
            HelpSerial: "Of the devices that are connected, or named, the one with this serial number", HelpList: "List the devices that are connected, and those named with --device, and end",
            Serial: "Serial number", Product: "Product", Mode: "Mode", Port: "Port", Fastboot: "fastboot mode", Emergency: "emergency mode", Unknown: "not known",
            None: "No device in a flashing mode is connected. `tenure doctor` says what may hide it.", Takes: "The only device that is connected: {0} ({1})", NotThis: "No device that is connected has the serial number {0}.",
            Several: "There are several devices: choose one with --serial or --device.", Which: "Which one? Its number:",
            UiFound: "Connected devices", UiLook: "Look again", UiNone: "Choose a device, or type its address."),
        chinese: new(
            HelpSerial: "在已连接或已指明的设备中，选择此序列号的设备", HelpList: "列出已连接的设备和用 --device 指明的设备，然后结束",
            Serial: "序列号", Product: "产品", Mode: "模式", Port: "端口", Fastboot: "fastboot 模式", Emergency: "紧急模式", Unknown: "未知",
            None: "没有连接处于刷写模式的设备。`tenure doctor` 会说明可能的原因。", Takes: "唯一已连接的设备：{0}（{1}）", NotThis: "已连接的设备中没有序列号 {0}。",
            Several: "有多台设备：请用 --serial 或 --device 选择一台。", Which: "哪一台？请输入编号：",
            UiFound: "已连接的设备", UiLook: "再次查找", UiNone: "请选择设备或输入其地址。"),
        russian: new(
            HelpSerial: "Из подключённых или названных устройств: то, у которого этот серийный номер", HelpList: "Показать подключённые устройства и названные в --device и закончить",
            Serial: "Серийный номер", Product: "Изделие", Mode: "Режим", Port: "Порт", Fastboot: "режим fastboot", Emergency: "аварийный режим", Unknown: "неизвестно",
            None: "Нет подключённого устройства в режиме прошивки. `tenure doctor` скажет, что может его скрывать.", Takes: "Единственное подключённое устройство: {0} ({1})", NotThis: "Среди подключённых нет устройства с серийным номером {0}.",
            Several: "Устройств несколько: выбери одно с --serial или --device.", Which: "Которое? Его номер:",
            UiFound: "Подключённые устройства", UiLook: "Искать снова", UiNone: "Выбери устройство или введи его адрес."),
        german: new(
            HelpSerial: "Von den angeschlossenen oder genannten Geräten das mit dieser Seriennummer", HelpList: "Die angeschlossenen Geräte und die mit --device genannten auflisten und enden",
            Serial: "Seriennummer", Product: "Produkt", Mode: "Modus", Port: "Anschluss", Fastboot: "Fastboot-Modus", Emergency: "Notfallmodus", Unknown: "nicht bekannt",
            None: "Kein Gerät in einem Flashmodus ist angeschlossen. `tenure doctor` sagt, was es verbergen kann.", Takes: "Das einzige angeschlossene Gerät: {0} ({1})", NotThis: "Kein angeschlossenes Gerät hat die Seriennummer {0}.",
            Several: "Es gibt mehrere Geräte: Wählen Sie eines mit --serial oder --device.", Which: "Welches? Seine Nummer:",
            UiFound: "Angeschlossene Geräte", UiLook: "Noch einmal suchen", UiNone: "Wählen Sie ein Gerät oder geben Sie seine Adresse ein."),
        spanish: new(
            HelpSerial: "De los dispositivos conectados o nombrados, el que tiene este número de serie", HelpList: "Mostrar los dispositivos conectados y los nombrados con --device, y terminar",
            Serial: "Número de serie", Product: "Producto", Mode: "Modo", Port: "Puerto", Fastboot: "modo fastboot", Emergency: "modo de emergencia", Unknown: "no se sabe",
            None: "No hay conectado ningún dispositivo en un modo de escritura. `tenure doctor` dice qué puede ocultarlo.", Takes: "El único dispositivo conectado: {0} ({1})", NotThis: "Ningún dispositivo conectado tiene el número de serie {0}.",
            Several: "Hay varios dispositivos: elige uno con --serial o --device.", Which: "¿Cuál? El número:",
            UiFound: "Dispositivos conectados", UiLook: "Buscar otra vez", UiNone: "Elige un dispositivo o escribe la dirección de uno."));

    /// <summary>A mode in words.</summary>
    public string Of(DeviceMode? mode) => mode switch
    {
        DeviceMode.Fastboot => Fastboot,
        DeviceMode.Emergency => Emergency,
        null => Unknown,
    };
}
