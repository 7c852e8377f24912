using Tenure.Cli.Texts;

namespace Tenure.Cli.Agent;

/// <summary>What the agent of a real device says, in one language; its screens are the phone's.</summary>
internal sealed record AgentText(
    string HelpAgent, string HelpScreen, string HelpRun, string HelpStatus, string HelpFolder, string HelpTpm, string HelpErase, string HelpHook, string HelpEvery, string HelpOnce, string HelpOfono,
    string HelpUntilOpen, string HelpModel, string HelpSerial, string EveryMalformed, string OnlyLinux, string InUse, string Unusable, string HookFailed)
{
    public static Translations<AgentText> Languages { get; } = new(
        english: new(
            HelpAgent: "The activation lock of a real Linux device",
            HelpScreen: "Show the wizard or the lock screen of this device", HelpRun: "Keep in touch with the server until the device must be locked", HelpStatus: "Show how this device stands",
            HelpFolder: "Where the lock is kept, such as /var/lib/tenure", HelpTpm: "The TPM that counts: /dev/tpmrm0, or a Unix socket", HelpErase: "Program that erases what people keep on the device",
            HelpHook: "Program that is told each new state", HelpEvery: "Time between two contacts, such as 90s, 15m or 2h", HelpOnce: "One contact only", HelpOfono: "Read modems and SIM cards from ofono",
            HelpUntilOpen: "End as soon as the device is open", HelpModel: "Model name; read from the machine without this", HelpSerial: "Serial number; read from the machine without this",
            EveryMalformed: "Not a time between 10s and 24h: {0}", OnlyLinux: "The agent runs on Linux only.", InUse: "Another process has {0}.", Unusable: "The lock of this device cannot be read or written: {0}",
            HookFailed: "The program that is told each new state failed: {0}"),
        chinese: new(
            HelpAgent: "真实 Linux 设备的激活锁",
            HelpScreen: "显示本设备的向导或锁定画面", HelpRun: "与服务器保持联系，直到设备必须锁定", HelpStatus: "显示本设备的状态",
            HelpFolder: "锁的存放位置，例如 /var/lib/tenure", HelpTpm: "负责计数的 TPM：/dev/tpmrm0，或 Unix 套接字", HelpErase: "清除设备上个人数据的程序",
            HelpHook: "每次状态变化时通知的程序", HelpEvery: "两次联系之间的时间，例如 90s、15m 或 2h", HelpOnce: "只联系一次", HelpOfono: "从 ofono 读取调制解调器和 SIM 卡",
            HelpUntilOpen: "设备打开后立即结束", HelpModel: "型号；不指定时从机器读取", HelpSerial: "序列号；不指定时从机器读取",
            EveryMalformed: "不是 10s 到 24h 之间的时间：{0}", OnlyLinux: "代理只能在 Linux 上运行。", InUse: "另一个进程正在使用 {0}。", Unusable: "无法读取或写入本设备的锁：{0}",
            HookFailed: "接收状态通知的程序失败：{0}"),
        russian: new(
            HelpAgent: "Блокировка активации настоящего устройства с Linux",
            HelpScreen: "Показать мастер или экран блокировки этого устройства", HelpRun: "Держать связь с сервером, пока устройство не надо запереть", HelpStatus: "Показать состояние этого устройства",
            HelpFolder: "Где хранится блокировка, например /var/lib/tenure", HelpTpm: "TPM, который считает: /dev/tpmrm0 или сокет Unix", HelpErase: "Программа, стирающая личные данные на устройстве",
            HelpHook: "Программа, которой сообщают каждое новое состояние", HelpEvery: "Время между двумя обращениями, например 90s, 15m или 2h", HelpOnce: "Только одно обращение", HelpOfono: "Читать модемы и SIM-карты из ofono",
            HelpUntilOpen: "Закончить, как только устройство открыто", HelpModel: "Название модели; иначе читается с машины", HelpSerial: "Серийный номер; иначе читается с машины",
            EveryMalformed: "Это не время от 10s до 24h: {0}", OnlyLinux: "Агент работает только в Linux.", InUse: "{0} занят другим процессом.", Unusable: "Блокировку этого устройства нельзя прочитать или записать: {0}",
            HookFailed: "Программа, которой сообщают состояние, не справилась: {0}"),
        german: new(
            HelpAgent: "Die Aktivierungssperre eines echten Linux-Geräts",
            HelpScreen: "Den Assistenten oder den Sperrbildschirm dieses Geräts zeigen", HelpRun: "Mit dem Server in Verbindung bleiben, bis das Gerät gesperrt werden muss", HelpStatus: "Zeigen, wie es um dieses Gerät steht",
            HelpFolder: "Wo die Sperre liegt, etwa /var/lib/tenure", HelpTpm: "Das TPM, das zählt: /dev/tpmrm0 oder ein Unix-Socket", HelpErase: "Programm, das löscht, was Menschen auf dem Gerät haben",
            HelpHook: "Programm, dem jeder neue Zustand gesagt wird", HelpEvery: "Zeit zwischen zwei Verbindungen, etwa 90s, 15m oder 2h", HelpOnce: "Nur eine Verbindung", HelpOfono: "Modems und SIM-Karten aus ofono lesen",
            HelpUntilOpen: "Enden, sobald das Gerät offen ist", HelpModel: "Name des Modells; sonst von der Maschine gelesen", HelpSerial: "Seriennummer; sonst von der Maschine gelesen",
            EveryMalformed: "Keine Zeit zwischen 10s und 24h: {0}", OnlyLinux: "Der Agent läuft nur unter Linux.", InUse: "Ein anderer Prozess hat {0}.", Unusable: "Die Sperre dieses Geräts lässt sich nicht lesen oder schreiben: {0}",
            HookFailed: "Das Programm, dem jeder Zustand gesagt wird, ist gescheitert: {0}"),
        spanish: new(
            HelpAgent: "El bloqueo de activación de un dispositivo Linux real",
            HelpScreen: "Mostrar el asistente o la pantalla de bloqueo de este dispositivo", HelpRun: "Seguir en contacto con el servidor hasta que haya que bloquear el dispositivo", HelpStatus: "Mostrar cómo está este dispositivo",
            HelpFolder: "Dónde se guarda el bloqueo, como /var/lib/tenure", HelpTpm: "El TPM que cuenta: /dev/tpmrm0 o un socket Unix", HelpErase: "Programa que borra lo que las personas guardan en el dispositivo",
            HelpHook: "Programa al que se le dice cada estado nuevo", HelpEvery: "Tiempo entre dos contactos, como 90s, 15m o 2h", HelpOnce: "Un solo contacto", HelpOfono: "Leer módems y tarjetas SIM de ofono",
            HelpUntilOpen: "Terminar en cuanto el dispositivo esté abierto", HelpModel: "Nombre del modelo; si no, se lee de la máquina", HelpSerial: "Número de serie; si no, se lee de la máquina",
            EveryMalformed: "No es un tiempo entre 10s y 24h: {0}", OnlyLinux: "El agente solo funciona en Linux.", InUse: "Otro proceso tiene {0}.", Unusable: "No se puede leer o escribir el bloqueo de este dispositivo: {0}",
            HookFailed: "El programa al que se le dice cada estado ha fallado: {0}"));
}
