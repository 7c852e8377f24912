using Tenure.Cli.Texts;
using Tenure.Flash.Checks;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Flash.Usb;

namespace Tenure.Cli.Flash;

/// <summary>What flashing says, in one language.</summary>
/// <param name="Packages">Why a package is not used: {0} the file, {1} the line of a script.</param>
/// <param name="Faults">Why a restore ended: {0} in the device's own words.</param>
/// <param name="Items">Lines of the table before the first byte.</param>
/// <param name="Advice">What to do where a line stops.</param>
/// <param name="Verdicts">How a line came out.</param>
/// <param name="Phases">Where a restore is.</param>
/// <param name="Usb">Why a device on USB cannot be spoken to: {0} where it is, {1} the package that brings libusb.</param>
/// <param name="Waits">What is waited for, by <see cref="WaitWord"/>.</param>
internal sealed record FlashText(
    string HelpFlash, string HelpPackage, string HelpDevice, string HelpKeepData, string HelpClean, string HelpLock, string HelpCheck, string HelpSkipRight, string HelpHandOver, string HandedOver,
    string SayDevice, string DeviceMalformed, string SayData, string NoDevice, string Unpacking, string Checking, string TableTitle, string InPackage, string OnDevice, string Stopped, string Progress,
    string Wait, string Done, string Given, string GoesOn, string NoScripts,
    string HelpUi, string HelpChallengeOut, string HelpTicketIn, string HelpReceiptOut, string SayTicket, string WaitsForTicket, string UiOpen, string UiTitle, string UiLanguage, string UiDevices, string UiData, string UiFlash,
    string UiTable, string UiId, string UiProgress, string UiElapsed, string UiStatus, string UiResult, string UiStop, string UiLog, string UiRunning, string UiSuccess, string UiError, string UiBusy, string UiGoesOn, string UiGiven,
    string UiAsked, string UiProofs, string UiProofsHint, string UiCodeSent, string UiSendCode, string UiBegin, string FileFailed, string JournalBusy, string ReceiptKept, string EmergencyOnly,
    IReadOnlyDictionary<PackageFault, string> Packages, IReadOnlyDictionary<RestoreFault, string> Faults, IReadOnlyDictionary<PreFlightItem, string> Items, IReadOnlyDictionary<PreFlightItem, string> Advice,
    IReadOnlyDictionary<PreFlightVerdict, string> Verdicts, IReadOnlyDictionary<RestorePhase, string> Phases, IReadOnlyDictionary<UsbFault, string> Usb, IReadOnlyDictionary<WaitWord, string> Waits)
{
    public static Translations<FlashText> Languages { get; } = new(
        english: new(
            HelpFlash: "Restore a device with a maker's firmware package", HelpPackage: "A folder, .tgz or .zip of the maker", HelpDevice: "Where the device is: tcp:HOST:PORT, udp:HOST:PORT, usb:SERIAL, or a serial port",
            HelpKeepData: "Keep the person's data", HelpClean: "Erase the person's data", HelpLock: "Erase the person's data and lock the bootloader", HelpCheck: "Only check the package and the device; write nothing",
            HelpSkipRight: "Read first, and leave alone what is right already", HelpHandOver: "Emergency mode: only open the device for this package, and leave the writing to another program",
            HandedOver: "The device is open for this package until its power goes. Connect it again and let the other program write; afterwards run this command with --skip-right and without --hand-over for the receipt.",
            SayDevice: "Say where the device is with --device. `tenure doctor` lists what is connected.", DeviceMalformed: "This is no address of a device: {0}",
            SayData: "Say what becomes of the data on the device: --keep-data or --clean.", NoDevice: "No device answers at {0}.", Unpacking: "Unpacking {0} …", Checking: "Checking the files of {0} …",
            TableTitle: "Checked before the first byte", InPackage: "package", OnDevice: "device", Stopped: "Nothing was written: {0}. {1}", Progress: "{0}: {1} of {2} MB, {3} MB/s, {4} left",
            Wait: "{0}; gives up in {1} s", Done: "Done: {0} MB in {1}.", Given: "Stopped. Nothing is lost: you may unplug the device or switch it off now. Until the same command has gone on to its end, it may not start.", GoesOn: "Run the same command to go on where it stopped.",
            NoScripts: "The package has nothing for a device in this mode.",
            HelpUi: "Open a page on this computer for several devices at once", HelpChallengeOut: "Write the device's question to this file", HelpTicketIn: "Take the ticket for it from this file, once it is there", HelpReceiptOut: "Write the device's receipt to this file",
            SayTicket: "A device in emergency mode needs a ticket: say where its question goes and the ticket comes from, with --challenge-out and --ticket-in.", WaitsForTicket: "The device's question is in {0}. Waiting up to {2} minutes for the ticket in {1} …", UiOpen: "Open this address in a browser on this computer, and give it to nobody: {0}", UiTitle: "Flash devices",
            UiLanguage: "Language", UiDevices: "Other devices: an address each, one a line", UiData: "What becomes of the data?", UiFlash: "Flash",
            UiTable: "Devices being flashed", UiId: "No.", UiProgress: "Progress", UiElapsed: "Elapsed",
            UiStatus: "Status", UiResult: "Result", UiStop: "Stop", UiLog: "Log",
            UiRunning: "running", UiSuccess: "success", UiError: "error", UiBusy: "This device is being flashed already, or there are too many.",
            UiGoesOn: "Connect it again in the same mode and press Flash again: it goes on where it stopped.",
            UiGiven: "Stopped. Nothing is lost: you may unplug the device or switch it off now. Until it was flashed to the end, it may not start.",
            UiAsked: "Waits for you: type your proofs below", UiProofs: "Begin the restore of {0}", UiProofsHint: "With your password and a code, or, in a workshop, with its holder's code alone.", UiCodeSent: "A code was sent.", UiSendCode: "Send me a code", UiBegin: "Begin",
            FileFailed: "A file of this computer cannot be read or written. Is the disk full, or was it unplugged? ({0})",
            JournalBusy: "This device is being flashed with this package already, by another command on this computer.",
            ReceiptKept: "The server cannot be reached. The device is right and restarts; its receipt is kept here, and the next `tenure flash` or `tenure computer status` brings it.",
            EmergencyOnly: "The device is in fastboot mode, and {0} is for emergency mode: nothing was written. Start its emergency mode, or leave that out.",
            Packages: By<PackageFault>(
                "The package is not there: {0}", "The file is no archive that can be read: {0}", "There is nothing in it that says what to flash.", "A name in the package leads out of it, or comes twice: {0}",
                "The package has something that is no plain file: {0}", "The package has too many files.", "The package is larger than there is room for.", "The script {0} has a line that is not understood, and is not followed: {1}",
                "The package lacks the file {0}.", "The list {0} cannot be followed.", "The file {0} is not as the package's own list says: download it again.", "The maker's manifest asks for more than the package has."),
            Faults: By<RestoreFault>(
                "The device says nothing. Switch it off, and on again into this mode. ({0})", "The connection to the device broke. ({0})", "The device does not take the package's programmer: it is not for this device. ({0})",
                "The device gives no evidence that a ticket could answer. ({0})", "The device refuses the ticket. ({0})", "The storage is not the one that the package is for. ({0})", "The device refused a part of the package. ({0})",
                "A check before the first byte failed. ({0})",
                "The device takes only what a signed table of digests lists, and the package has none: ask its maker for one. ({0})", "This is not what the package's tables of digests list. Switch the device off, and on again into this mode. ({0})", "The device does not let its storage be divided so. ({0})"),
            Items: By<PreFlightItem>("Model", "Hardware region", "Anti-rollback", "Security patches", "Rollback index {0}", "Storage unit {0}, sectors", "Partition {0}, bytes", "Battery", "Room here", "Files"),
            Advice: By<PreFlightItem>(
                "Use the package for this model.", "Use a package for this region: another one would not start. A service centre can tell which one it is.", "Use a newer package: an older one would never start again, and no test point or recovery system helps.",
                "Use a newer package: an older one could no longer open the data.", "Use a newer package: the device refuses an older one for ever.", "This package is for a larger storage. Use the one for this variant, or ask a service centre.",
                "This package is for another layout of the storage. Use the one for this variant, or ask a service centre.", "Charge the device first.", "Free some room, or name another folder.", "Download the package again."),
            Verdicts: By<PreFlightVerdict>("fits", "STOPS", "not known"),
            Phases: By<RestorePhase>(
                "Connecting", "Getting the device out of a write that broke", "Handing over the programmer", "Asking the server for a ticket", "Opening the storage", "Comparing", "Writing", "Finishing", "Signing the receipt", "Restarting", "Dividing the storage"),
            Usb: By<UsbFault>(
                "USB needs libusb, which is not installed: {1}.", "No device in a flashing mode is at {0}. `tenure doctor` lists what is connected.", "Several devices have the serial number of {0}: name this one by its place, usb:BUS-ADDRESS.",
                "You may not open {0}. `tenure doctor` says how to mend that.", "Another program uses {0}: close it first.", "The system has no driver for {0} that programs can use; on Windows that is WinUSB.", "{0} was unplugged or switched off.", "USB failed at {0}."),
            Waits: By<WaitWord>("Waiting for the device's first word", "Waiting for the device to take what is sent", "Waiting for an answer", "The device checks signatures", "The device finishes writing", "Waiting for the device to come back", "Waiting for the ticket")),
        chinese: new(
            HelpFlash: "用制造商的固件包恢复设备", HelpPackage: "制造商的文件夹、.tgz 或 .zip", HelpDevice: "设备所在：tcp:主机:端口、udp:主机:端口、usb:序列号或串口",
            HelpKeepData: "保留个人数据", HelpClean: "清除个人数据", HelpLock: "清除个人数据并锁定引导加载程序", HelpCheck: "只检查固件包和设备，不写入任何内容",
            HelpSkipRight: "先读取，已正确的部分不再写入", HelpHandOver: "紧急模式：只为此固件包打开设备，写入由另一个程序完成",
            HandedOver: "设备已为此固件包打开，断电前有效。请重新连接设备，让另一个程序写入；之后去掉 --hand-over、加上 --skip-right 再运行此命令以取得回执。",
            SayDevice: "请用 --device 指明设备所在。`tenure doctor` 会列出已连接的设备。", DeviceMalformed: "这不是设备地址：{0}",
            SayData: "请指明如何处理设备上的数据：--keep-data 或 --clean。", NoDevice: "{0} 处没有设备应答。", Unpacking: "正在解包 {0} …", Checking: "正在检查 {0} 的文件 …",
            TableTitle: "写入前的检查", InPackage: "固件包", OnDevice: "设备", Stopped: "没有写入任何内容：{0}。{1}", Progress: "{0}：{1} / {2} MB，{3} MB/s，剩余 {4}",
            Wait: "{0}；{1} 秒后放弃", Done: "完成：{0} MB，用时 {1}。", Given: "已停止。没有丢失任何内容：现在可以拔下设备或关机。再次运行同一命令并完成之前，设备可能无法启动。", GoesOn: "再次运行同一命令，会从停止处继续。",
            NoScripts: "固件包中没有适用于此模式设备的内容。",
            HelpUi: "在本机打开一个可同时处理多台设备的页面", HelpChallengeOut: "把设备的提问写入此文件", HelpTicketIn: "票据出现在此文件后读取", HelpReceiptOut: "把设备的回执写入此文件",
            SayTicket: "处于紧急模式的设备需要票据：请用 --challenge-out 和 --ticket-in 指明提问写到哪里、票据从哪里来。", WaitsForTicket: "设备的提问在 {0}。最多等待 {2} 分钟，票据应放在 {1} …", UiOpen: "请在本机浏览器中打开此地址，不要告诉任何人：{0}", UiTitle: "刷写设备",
            UiLanguage: "语言", UiDevices: "其他设备：每行一个地址", UiData: "如何处理数据？", UiFlash: "刷写",
            UiTable: "正在刷写的设备", UiId: "编号", UiProgress: "进度", UiElapsed: "用时",
            UiStatus: "状态", UiResult: "结果", UiStop: "停止", UiLog: "日志",
            UiRunning: "进行中", UiSuccess: "成功", UiError: "错误", UiBusy: "此设备已在刷写，或设备过多。",
            UiGoesOn: "请以同一模式重新连接设备，再按一次“刷写”：会从停止处继续。",
            UiGiven: "已停止。没有丢失任何内容：现在可以拔下设备或关机。刷写完成之前，设备可能无法启动。",
            UiAsked: "等待您：请在下方输入验证", UiProofs: "开始恢复 {0}", UiProofsHint: "请输入您的密码和验证码；维修店只需持有人的代码。", UiCodeSent: "验证码已发送。", UiSendCode: "发送验证码", UiBegin: "开始",
            FileFailed: "无法读取或写入本机的文件。磁盘已满，还是已拔出？（{0}）",
            JournalBusy: "本机上的另一个命令已在用此固件包刷写此设备。",
            ReceiptKept: "无法连接服务器。设备已正确写入并正在重启；回执保存在本机，下次运行 `tenure flash` 或 `tenure computer status` 时送出。",
            EmergencyOnly: "设备处于 fastboot 模式，而 {0} 用于紧急模式：未写入任何内容。请启动紧急模式，或去掉该选项。",
            Packages: By<PackageFault>(
                "固件包不存在：{0}", "无法读取此压缩包：{0}", "其中没有说明要刷写什么。", "固件包中的名称指向包外或重复：{0}",
                "固件包中有并非普通文件的内容：{0}", "固件包的文件过多。", "固件包超出可用空间。", "脚本 {0} 中有无法理解的行，因此不执行：{1}",
                "固件包缺少文件 {0}。", "无法按列表 {0} 执行。", "文件 {0} 与固件包自己的列表不符：请重新下载。", "制造商清单要求的内容超出固件包所有。"),
            Faults: By<RestoreFault>(
                "设备没有应答。请关机，再次开机进入此模式。（{0}）", "与设备的连接中断。（{0}）", "设备不接受固件包的编程器：它不适用于此设备。（{0}）",
                "设备没有给出可用票据回答的证据。（{0}）", "设备拒绝票据。（{0}）", "存储与固件包不匹配。（{0}）", "设备拒绝了固件包的一部分。（{0}）",
                "写入前的检查未通过。（{0}）",
                "设备只接受已签署的摘要表中列出的内容，而固件包没有摘要表：请向制造商索取。（{0}）", "这与固件包的摘要表不符。请关机，再次开机进入此模式。（{0}）", "设备不允许这样划分存储。（{0}）"),
            Items: By<PreFlightItem>("型号", "硬件地区", "防回滚", "安全补丁", "回滚索引 {0}", "存储单元 {0}，扇区", "分区 {0}，字节", "电池", "本机空间", "文件"),
            Advice: By<PreFlightItem>(
                "请使用此型号的固件包。", "请使用此地区的固件包：其他地区的无法启动。服务中心可以告知是哪一种。", "请使用更新的固件包：旧版本将永远无法启动，测试点和第三方恢复系统都无济于事。",
                "请使用更新的固件包：旧版本无法再打开数据。", "请使用更新的固件包：设备永远拒绝更旧的版本。", "此固件包用于更大的存储。请使用此型号变体的固件包，或咨询服务中心。",
                "此固件包用于不同的存储布局。请使用此型号变体的固件包，或咨询服务中心。", "请先给设备充电。", "请腾出空间，或指定其他文件夹。", "请重新下载固件包。"),
            Verdicts: By<PreFlightVerdict>("符合", "不符", "未知"),
            Phases: By<RestorePhase>("正在连接", "正在让设备脱离中断的写入", "正在传送编程器", "正在向服务器请求票据", "正在打开存储", "正在比对", "正在写入", "正在完成", "正在签署回执", "正在重启", "正在划分存储"),
            Usb: By<UsbFault>(
                "USB 需要 libusb，但没有安装：{1}。", "{0} 处没有处于刷写模式的设备。`tenure doctor` 会列出已连接的设备。", "多台设备的序列号都是 {0}：请用位置指明，usb:总线-地址。",
                "你无权打开 {0}。`tenure doctor` 会说明如何解决。", "另一个程序正在使用 {0}：请先关闭它。", "系统没有供程序使用 {0} 的驱动；在 Windows 上是 WinUSB。", "{0} 已拔出或关机。", "{0} 处的 USB 出错。"),
            Waits: By<WaitWord>("等待设备的第一句话", "等待设备接收", "等待应答", "设备正在验证签名", "设备正在完成写入", "等待设备重新出现", "等待票据")),
        russian: new(
            HelpFlash: "Восстановить устройство пакетом прошивки производителя", HelpPackage: "Папка, .tgz или .zip производителя", HelpDevice: "Где устройство: tcp:УЗЕЛ:ПОРТ, udp:УЗЕЛ:ПОРТ, usb:НОМЕР или последовательный порт",
            HelpKeepData: "Сохранить личные данные", HelpClean: "Стереть личные данные", HelpLock: "Стереть личные данные и заблокировать загрузчик", HelpCheck: "Только проверить пакет и устройство; ничего не записывать",
            HelpSkipRight: "Сначала прочитать и не трогать то, что уже верно", HelpHandOver: "Аварийный режим: только открыть устройство для этого пакета, а запись оставить другой программе",
            HandedOver: "Устройство открыто для этого пакета, пока есть питание. Подключи его снова и дай другой программе записать; затем запусти эту команду с --skip-right и без --hand-over, чтобы получить квитанцию.",
            SayDevice: "Укажи, где устройство: --device. `tenure doctor` покажет, что подключено.", DeviceMalformed: "Это не адрес устройства: {0}",
            SayData: "Укажи, что делать с данными на устройстве: --keep-data или --clean.", NoDevice: "По адресу {0} устройство не отвечает.", Unpacking: "Распаковка {0} …", Checking: "Проверка файлов {0} …",
            TableTitle: "Проверено до первого байта", InPackage: "пакет", OnDevice: "устройство", Stopped: "Ничего не записано: {0}. {1}", Progress: "{0}: {1} из {2} МБ, {3} МБ/с, осталось {4}",
            Wait: "{0}; ждать ещё {1} с", Done: "Готово: {0} МБ за {1}.", Given: "Остановлено. Ничего не потеряно: устройство можно отсоединить или выключить. Пока та же команда не дойдёт до конца, оно может не запускаться.", GoesOn: "Та же команда продолжит с места остановки.",
            NoScripts: "В пакете нет ничего для устройства в этом режиме.",
            HelpUi: "Открыть на этом компьютере страницу для нескольких устройств сразу", HelpChallengeOut: "Записать вопрос устройства в этот файл", HelpTicketIn: "Взять билет из этого файла, когда он появится", HelpReceiptOut: "Записать квитанцию устройства в этот файл",
            SayTicket: "Устройству в аварийном режиме нужен билет: укажи, куда идёт вопрос и откуда билет: --challenge-out и --ticket-in.", WaitsForTicket: "Вопрос устройства в {0}. Билет в {1} ожидается до {2} мин …", UiOpen: "Открой этот адрес в браузере на этом компьютере и никому его не давай: {0}", UiTitle: "Прошивка устройств",
            UiLanguage: "Язык", UiDevices: "Другие устройства: по адресу в строке", UiData: "Что делать с данными?", UiFlash: "Прошить",
            UiTable: "Прошиваемые устройства", UiId: "№", UiProgress: "Ход", UiElapsed: "Прошло",
            UiStatus: "Состояние", UiResult: "Итог", UiStop: "Остановить", UiLog: "Журнал",
            UiRunning: "идёт", UiSuccess: "успех", UiError: "ошибка", UiBusy: "Это устройство уже прошивается, или устройств слишком много.",
            UiGoesOn: "Снова подключи его в том же режиме и ещё раз нажми «Прошить»: продолжится с места остановки.",
            UiGiven: "Остановлено. Ничего не потеряно: устройство можно отсоединить или выключить. Пока оно не прошито до конца, оно может не запускаться.",
            UiAsked: "Ждёт вас: введите подтверждения ниже", UiProofs: "Начать восстановление {0}", UiProofsHint: "С вашим паролем и кодом, а в мастерской только с кодом владельца.", UiCodeSent: "Код отправлен.", UiSendCode: "Прислать мне код", UiBegin: "Начать",
            FileFailed: "Файл на этом компьютере нельзя прочитать или записать. Может быть, диск полон или отсоединён? ({0})",
            JournalBusy: "Это устройство уже прошивается этим пакетом: другой командой на этом компьютере.",
            ReceiptKept: "Сервер недоступен. Устройство записано верно и перезапускается; его квитанция хранится здесь, её доставит следующая команда `tenure flash` или `tenure computer status`.",
            EmergencyOnly: "Устройство в режиме fastboot, а {0} нужно для аварийного режима: ничего не записано. Запустите аварийный режим или уберите это из команды.",
            Packages: By<PackageFault>(
                "Пакета нет: {0}", "Это не архив, который можно прочитать: {0}", "В нём ничего не говорит, что прошивать.", "Имя в пакете ведёт наружу или повторяется: {0}",
                "В пакете есть не обычный файл: {0}", "В пакете слишком много файлов.", "Пакет больше, чем есть места.", "В скрипте {0} есть непонятная строка, поэтому он не выполняется: {1}",
                "В пакете нет файла {0}.", "Список {0} нельзя выполнить.", "Файл {0} не такой, как в списке пакета: скачай пакет снова.", "Манифест производителя требует больше, чем есть в пакете."),
            Faults: By<RestoreFault>(
                "Устройство молчит. Выключи его и снова включи в этом режиме. ({0})", "Связь с устройством оборвалась. ({0})", "Устройство не принимает программатор пакета: он не для него. ({0})",
                "Устройство не даёт свидетельства, на которое мог бы ответить билет. ({0})", "Устройство отклоняет билет. ({0})", "Хранилище не то, для которого пакет. ({0})", "Устройство отклонило часть пакета. ({0})",
                "Проверка до первого байта не пройдена. ({0})",
                "Устройство принимает только то, что есть в подписанной таблице дайджестов, а в пакете её нет: запросите её у производителя. ({0})", "Это не то, что перечислено в таблицах дайджестов пакета. Выключите устройство и снова включите его в этом режиме. ({0})", "Устройство не разрешает разделить память так. ({0})"),
            Items: By<PreFlightItem>("Модель", "Регион устройства", "Защита от отката", "Обновления безопасности", "Индекс отката {0}", "Блок памяти {0}, секторы", "Раздел {0}, байты", "Батарея", "Место здесь", "Файлы"),
            Advice: By<PreFlightItem>(
                "Возьми пакет для этой модели.", "Возьми пакет для этого региона: другой не запустится. Какой нужен, скажут в сервисном центре.", "Возьми пакет новее: старый больше никогда не запустится, и ни контактная точка, ни сторонний recovery не помогут.",
                "Возьми пакет новее: старый уже не откроет данные.", "Возьми пакет новее: старый устройство отклоняет навсегда.", "Пакет для большего хранилища. Возьми пакет для этого варианта или спроси в сервисном центре.",
                "Пакет для другой разметки хранилища. Возьми пакет для этого варианта или спроси в сервисном центре.", "Сначала заряди устройство.", "Освободи место или укажи другую папку.", "Скачай пакет снова."),
            Verdicts: By<PreFlightVerdict>("подходит", "СТОП", "неизвестно"),
            Phases: By<RestorePhase>(
                "Подключение", "Вывод устройства из оборванной записи", "Передача программатора", "Запрос билета у сервера", "Открытие хранилища", "Сравнение", "Запись", "Завершение", "Подпись квитанции", "Перезапуск", "Деление памяти"),
            Usb: By<UsbFault>(
                "Для USB нужна libusb, она не установлена: {1}.", "По адресу {0} нет устройства в режиме прошивки. `tenure doctor` покажет, что подключено.", "Серийный номер {0} есть у нескольких устройств: укажи место, usb:ШИНА-АДРЕС.",
                "Тебе нельзя открыть {0}. `tenure doctor` скажет, как это исправить.", "{0} занято другой программой: сначала закрой её.", "В системе нет драйвера для {0}, доступного программам; в Windows это WinUSB.", "{0} отключено от кабеля или выключено.", "Сбой USB: {0}."),
            Waits: By<WaitWord>("Ожидание первого слова устройства", "Ожидание, пока устройство примет данные", "Ожидание ответа", "Устройство проверяет подписи", "Устройство дописывает", "Ожидание, пока устройство вернётся", "Ожидание билета")),
        german: new(
            HelpFlash: "Ein Gerät mit dem Firmwarepaket eines Herstellers wiederherstellen", HelpPackage: "Ein Ordner, .tgz oder .zip des Herstellers", HelpDevice: "Wo das Gerät ist: tcp:RECHNER:PORT, udp:RECHNER:PORT, usb:SERIENNUMMER oder ein serieller Anschluss",
            HelpKeepData: "Die persönlichen Daten behalten", HelpClean: "Die persönlichen Daten löschen", HelpLock: "Die persönlichen Daten löschen und den Bootloader sperren", HelpCheck: "Nur Paket und Gerät prüfen; nichts schreiben",
            HelpSkipRight: "Erst lesen, und lassen, was schon stimmt", HelpHandOver: "Notfallmodus: das Gerät nur für dieses Paket öffnen und das Schreiben einem anderen Programm überlassen",
            HandedOver: "Das Gerät ist für dieses Paket offen, bis der Strom weg ist. Schließ es neu an und lass das andere Programm schreiben; danach bringt dieser Befehl mit --skip-right und ohne --hand-over die Quittung.",
            SayDevice: "Sag mit --device, wo das Gerät ist. `tenure doctor` zeigt, was angeschlossen ist.", DeviceMalformed: "Das ist keine Adresse eines Geräts: {0}",
            SayData: "Sag, was aus den Daten auf dem Gerät wird: --keep-data oder --clean.", NoDevice: "Unter {0} antwortet kein Gerät.", Unpacking: "{0} wird entpackt …", Checking: "Die Dateien von {0} werden geprüft …",
            TableTitle: "Geprüft vor dem ersten Byte", InPackage: "Paket", OnDevice: "Gerät", Stopped: "Nichts wurde geschrieben: {0}. {1}", Progress: "{0}: {1} von {2} MB, {3} MB/s, noch {4}",
            Wait: "{0}; gibt in {1} s auf", Done: "Fertig: {0} MB in {1}.", Given: "Angehalten. Nichts ist verloren: das Gerät darf jetzt abgesteckt oder ausgeschaltet werden. Bis derselbe Befehl zu Ende gelaufen ist, startet es vielleicht nicht.", GoesOn: "Derselbe Befehl macht weiter, wo es aufgehört hat.",
            NoScripts: "Das Paket hat nichts für ein Gerät in diesem Modus.",
            HelpUi: "Auf diesem Rechner eine Seite für mehrere Geräte zugleich öffnen", HelpChallengeOut: "Die Frage des Geräts in diese Datei schreiben", HelpTicketIn: "Das Ticket dazu aus dieser Datei nehmen, sobald sie da ist", HelpReceiptOut: "Die Quittung des Geräts in diese Datei schreiben",
            SayTicket: "Ein Gerät im Notfallmodus braucht ein Ticket: sag mit --challenge-out und --ticket-in, wohin seine Frage geht und woher das Ticket kommt.", WaitsForTicket: "Die Frage des Geräts ist in {0}. Wartet bis zu {2} Minuten auf das Ticket in {1} …", UiOpen: "Öffne diese Adresse in einem Browser auf diesem Rechner, und gib sie niemandem: {0}", UiTitle: "Geräte flashen",
            UiLanguage: "Sprache", UiDevices: "Andere Geräte: eine Adresse je Zeile", UiData: "Was wird aus den Daten?", UiFlash: "Flashen",
            UiTable: "Geräte, die geflasht werden", UiId: "Nr.", UiProgress: "Fortschritt", UiElapsed: "Dauer",
            UiStatus: "Zustand", UiResult: "Ergebnis", UiStop: "Anhalten", UiLog: "Protokoll",
            UiRunning: "läuft", UiSuccess: "erfolgreich", UiError: "Fehler", UiBusy: "Dieses Gerät wird schon geflasht, oder es sind zu viele.",
            UiGoesOn: "Verbinde es wieder im selben Modus und drück noch einmal „Flashen“: es geht weiter, wo es aufgehört hat.",
            UiGiven: "Angehalten. Nichts ist verloren: das Gerät darf jetzt abgesteckt oder ausgeschaltet werden. Bis es zu Ende geflasht ist, startet es vielleicht nicht.",
            UiAsked: "Wartet auf Sie: unten die Nachweise eingeben", UiProofs: "Die Wiederherstellung von {0} beginnen", UiProofsHint: "Mit Ihrem Passwort und einem Code, oder in einer Werkstatt allein mit dem Code des Inhabers.", UiCodeSent: "Ein Code wurde gesendet.", UiSendCode: "Code senden", UiBegin: "Beginnen",
            FileFailed: "Eine Datei dieses Rechners lässt sich nicht lesen oder schreiben. Ist die Platte voll, oder wurde sie abgezogen? ({0})",
            JournalBusy: "Dieses Gerät wird mit diesem Paket schon geflasht, von einem anderen Befehl auf diesem Rechner.",
            ReceiptKept: "Der Server ist nicht erreichbar. Das Gerät stimmt und startet neu; seine Quittung bleibt hier, der nächste Aufruf von `tenure flash` oder `tenure computer status` bringt sie.",
            EmergencyOnly: "Das Gerät ist im Fastboot-Modus, und {0} gilt für den Notfallmodus: Es wurde nichts geschrieben. Starten Sie seinen Notfallmodus, oder lassen Sie das weg.",
            Packages: By<PackageFault>(
                "Das Paket ist nicht da: {0}", "Die Datei ist kein lesbares Archiv: {0}", "Nichts darin sagt, was geflasht wird.", "Ein Name im Paket führt hinaus oder kommt zweimal vor: {0}",
                "Im Paket ist etwas, das keine einfache Datei ist: {0}", "Das Paket hat zu viele Dateien.", "Das Paket ist größer als der freie Platz.", "Das Skript {0} hat eine Zeile, die nicht verstanden wird, und wird nicht befolgt: {1}",
                "Dem Paket fehlt die Datei {0}.", "Der Liste {0} kann nicht gefolgt werden.", "Die Datei {0} ist nicht die aus der Liste des Pakets: lade es neu herunter.", "Das Manifest des Herstellers verlangt mehr, als das Paket hat."),
            Faults: By<RestoreFault>(
                "Das Gerät sagt nichts. Schalte es aus und in diesem Modus wieder ein. ({0})", "Die Verbindung zum Gerät ist abgerissen. ({0})", "Das Gerät nimmt den Programmierer des Pakets nicht: er ist nicht für dieses Gerät. ({0})",
                "Das Gerät gibt keinen Nachweis, auf den ein Ticket antworten könnte. ({0})", "Das Gerät lehnt das Ticket ab. ({0})", "Der Speicher ist nicht der, für den das Paket ist. ({0})", "Das Gerät hat einen Teil des Pakets abgelehnt. ({0})",
                "Eine Prüfung vor dem ersten Byte ist gescheitert. ({0})",
                "Das Gerät nimmt nur, was eine unterschriebene Tabelle von Prüfsummen nennt, und das Paket hat keine: frag den Hersteller danach. ({0})", "Das ist nicht, was die Tabellen des Pakets nennen. Schalte das Gerät aus und in diesem Modus wieder ein. ({0})", "Das Gerät lässt seinen Speicher nicht so aufteilen. ({0})"),
            Items: By<PreFlightItem>("Modell", "Region der Hardware", "Rücksetzschutz", "Sicherheitsstand", "Rücksetzindex {0}", "Speichereinheit {0}, Sektoren", "Partition {0}, Bytes", "Akku", "Platz hier", "Dateien"),
            Advice: By<PreFlightItem>(
                "Nimm das Paket für dieses Modell.", "Nimm ein Paket für diese Region: ein anderes würde nicht starten. Welches, weiß ein Servicezentrum.", "Nimm ein neueres Paket: ein älteres würde nie wieder starten, und weder Testpunkt noch fremdes Recovery helfen.",
                "Nimm ein neueres Paket: ein älteres könnte die Daten nicht mehr öffnen.", "Nimm ein neueres Paket: ein älteres lehnt das Gerät für immer ab.", "Dieses Paket ist für einen größeren Speicher. Nimm das für diese Variante oder frag ein Servicezentrum.",
                "Dieses Paket ist für eine andere Aufteilung des Speichers. Nimm das für diese Variante oder frag ein Servicezentrum.", "Lade zuerst den Akku.", "Mach Platz, oder nenne einen anderen Ordner.", "Lade das Paket neu herunter."),
            Verdicts: By<PreFlightVerdict>("passt", "HÄLT AN", "unbekannt"),
            Phases: By<RestorePhase>(
                "Verbinden", "Gerät aus abgerissenem Schreiben holen", "Programmierer übergeben", "Ticket vom Server holen", "Speicher öffnen", "Vergleichen", "Schreiben", "Abschließen", "Quittung unterschreiben", "Neu starten", "Speicher aufteilen"),
            Usb: By<UsbFault>(
                "USB braucht libusb, das nicht installiert ist: {1}.", "Unter {0} ist kein Gerät in einem Flashmodus. `tenure doctor` zeigt, was angeschlossen ist.", "Mehrere Geräte haben die Seriennummer von {0}: nenne den Platz, usb:BUS-ADRESSE.",
                "Du darfst {0} nicht öffnen. `tenure doctor` sagt, was hilft.", "Ein anderes Programm benutzt {0}: beende es zuerst.", "Das System hat für {0} keinen Treiber, den Programme benutzen können; unter Windows ist das WinUSB.", "{0} wurde abgezogen oder ausgeschaltet.", "USB ist bei {0} gescheitert."),
            Waits: By<WaitWord>("Wartet auf das erste Wort des Geräts", "Wartet, bis das Gerät annimmt", "Wartet auf eine Antwort", "Das Gerät prüft Unterschriften", "Das Gerät schreibt zu Ende", "Wartet, bis das Gerät wiederkommt", "Wartet auf das Ticket")),
        spanish: new(
            HelpFlash: "Restaurar un dispositivo con el paquete de firmware de un fabricante", HelpPackage: "Una carpeta, .tgz o .zip del fabricante", HelpDevice: "Dónde está el dispositivo: tcp:EQUIPO:PUERTO, udp:EQUIPO:PUERTO, usb:SERIE o un puerto serie",
            HelpKeepData: "Conservar los datos personales", HelpClean: "Borrar los datos personales", HelpLock: "Borrar los datos personales y bloquear el gestor de arranque", HelpCheck: "Solo comprobar paquete y dispositivo; no escribir nada",
            HelpSkipRight: "Leer primero y dejar lo que ya es correcto", HelpHandOver: "Modo de emergencia: solo abrir el dispositivo para este paquete y dejar la escritura a otro programa",
            HandedOver: "El dispositivo está abierto para este paquete hasta que se quede sin corriente. Conéctalo otra vez: ahora le toca escribir al otro programa; después ejecuta esta orden con --skip-right y sin --hand-over para obtener el recibo.",
            SayDevice: "Di con --device dónde está el dispositivo. `tenure doctor` muestra lo que hay conectado.", DeviceMalformed: "Esto no es la dirección de un dispositivo: {0}",
            SayData: "Di qué pasa con los datos del dispositivo: --keep-data o --clean.", NoDevice: "Ningún dispositivo responde en {0}.", Unpacking: "Desempaquetando {0} …", Checking: "Comprobando los archivos de {0} …",
            TableTitle: "Comprobado antes del primer byte", InPackage: "paquete", OnDevice: "dispositivo", Stopped: "No se ha escrito nada: {0}. {1}", Progress: "{0}: {1} de {2} MB, {3} MB/s, quedan {4}",
            Wait: "{0}; desiste en {1} s", Done: "Hecho: {0} MB en {1}.", Given: "Detenido. No se ha perdido nada: ya puedes desconectar o apagar el dispositivo. Puede que no arranque hasta que la misma orden llegue al final.", GoesOn: "La misma orden continúa donde se detuvo.",
            NoScripts: "El paquete no tiene nada para un dispositivo en este modo.",
            HelpUi: "Abrir en este equipo una página para varios dispositivos a la vez", HelpChallengeOut: "Escribir la pregunta del dispositivo en este archivo", HelpTicketIn: "Tomar el tique de este archivo cuando esté", HelpReceiptOut: "Escribir el recibo del dispositivo en este archivo",
            SayTicket: "Un dispositivo en modo de emergencia necesita un tique: di con --challenge-out y --ticket-in adónde va su pregunta y de dónde viene el tique.", WaitsForTicket: "La pregunta del dispositivo está en {0}. Espera hasta {2} minutos el tique en {1} …", UiOpen: "Abre esta dirección en un navegador de este equipo y no la des a nadie: {0}", UiTitle: "Escribir en dispositivos",
            UiLanguage: "Idioma", UiDevices: "Otros dispositivos: una dirección por línea", UiData: "¿Qué pasa con los datos?", UiFlash: "Escribir",
            UiTable: "Dispositivos en curso", UiId: "N.º", UiProgress: "Progreso", UiElapsed: "Duración",
            UiStatus: "Estado", UiResult: "Resultado", UiStop: "Detener", UiLog: "Registro",
            UiRunning: "en curso", UiSuccess: "correcto", UiError: "fallo", UiBusy: "Este dispositivo ya está en curso, o hay demasiados.",
            UiGoesOn: "Conéctalo otra vez en el mismo modo y pulsa «Escribir» de nuevo: continúa donde se detuvo.",
            UiGiven: "Detenido. No se ha perdido nada: ya puedes desconectar o apagar el dispositivo. Puede que no arranque hasta que se termine de escribir.",
            UiAsked: "Te espera: escribe las pruebas más abajo", UiProofs: "Empezar la restauración de {0}", UiProofsHint: "Con tu contraseña y un código o, en un taller, solo con el código del titular.", UiCodeSent: "Se ha enviado un código.", UiSendCode: "Enviarme un código", UiBegin: "Empezar",
            FileFailed: "No se puede leer o escribir un archivo de este equipo. ¿Está lleno el disco o se ha desconectado? ({0})",
            JournalBusy: "Otra orden en este equipo ya está escribiendo este paquete en este dispositivo.",
            ReceiptKept: "No se puede contactar con el servidor. El dispositivo está bien y se reinicia; su recibo se guarda aquí y lo llevará el próximo `tenure flash` o `tenure computer status`.",
            EmergencyOnly: "El dispositivo está en modo fastboot y {0} es para el modo de emergencia: no se escribió nada. Inicia su modo de emergencia o quita eso de la orden.",
            Packages: By<PackageFault>(
                "El paquete no está: {0}", "El archivo no se puede leer: {0}", "Nada en él dice qué hay que escribir.", "Un nombre del paquete sale de él o se repite: {0}",
                "El paquete tiene algo que no es un archivo normal: {0}", "El paquete tiene demasiados archivos.", "El paquete es mayor que el espacio libre.", "El script {0} tiene una línea que no se entiende, y no se sigue: {1}",
                "Al paquete le falta el archivo {0}.", "No se puede seguir la lista {0}.", "El archivo {0} no es el de la lista del paquete: descárgalo otra vez.", "El manifiesto del fabricante pide más de lo que tiene el paquete."),
            Faults: By<RestoreFault>(
                "El dispositivo no dice nada. Apágalo y enciéndelo otra vez en este modo. ({0})", "Se ha cortado la conexión con el dispositivo. ({0})", "El dispositivo no acepta el programador del paquete: no es para él. ({0})",
                "El dispositivo no da ninguna prueba a la que pueda responder un tique. ({0})", "El dispositivo rechaza el tique. ({0})", "El almacenamiento no es el del paquete. ({0})", "El dispositivo ha rechazado una parte del paquete. ({0})",
                "Ha fallado una comprobación antes del primer byte. ({0})",
                "El dispositivo solo acepta lo que figura en una tabla firmada de resúmenes, y el paquete no tiene ninguna: pídela a su fabricante. ({0})", "Esto no es lo que figura en las tablas de resúmenes del paquete. Apaga el dispositivo y enciéndelo otra vez en este modo. ({0})", "El dispositivo no deja dividir así su almacenamiento. ({0})"),
            Items: By<PreFlightItem>("Modelo", "Región del hardware", "Antirretroceso", "Parches de seguridad", "Índice de retroceso {0}", "Unidad {0}, sectores", "Partición {0}, bytes", "Batería", "Espacio aquí", "Archivos"),
            Advice: By<PreFlightItem>(
                "Usa el paquete de este modelo.", "Usa un paquete de esta región: otro no arrancaría. Un centro de servicio sabe cuál es.", "Usa un paquete más nuevo: uno más viejo no arrancaría nunca más, y ni el punto de prueba ni otro recovery ayudan.",
                "Usa un paquete más nuevo: uno más viejo ya no podría abrir los datos.", "Usa un paquete más nuevo: el dispositivo rechaza para siempre uno más viejo.", "Este paquete es para un almacenamiento mayor. Usa el de esta variante o pregunta en un centro de servicio.",
                "Este paquete es para otra disposición del almacenamiento. Usa el de esta variante o pregunta en un centro de servicio.", "Carga antes el dispositivo.", "Haz sitio o indica otra carpeta.", "Descarga otra vez el paquete."),
            Verdicts: By<PreFlightVerdict>("vale", "DETIENE", "no se sabe"),
            Phases: By<RestorePhase>(
                "Conectando", "Sacando el dispositivo de una escritura cortada", "Entregando el programador", "Pidiendo un tique al servidor", "Abriendo el almacenamiento", "Comparando", "Escribiendo", "Terminando", "Firmando el recibo", "Reiniciando", "Dividiendo el almacenamiento"),
            Usb: By<UsbFault>(
                "USB necesita libusb, que no está instalada: {1}.", "En {0} no hay ningún dispositivo en un modo de escritura. `tenure doctor` muestra lo que hay conectado.", "Varios dispositivos tienen el número de serie de {0}: indica el lugar, usb:BUS-DIRECCIÓN.",
                "No puedes abrir {0}. `tenure doctor` dice cómo arreglarlo.", "Otro programa usa {0}: ciérralo antes.", "El sistema no tiene para {0} un controlador que puedan usar los programas; en Windows es WinUSB.", "{0} se ha desconectado o apagado.", "USB ha fallado en {0}."),
            Waits: By<WaitWord>("Esperando la primera palabra del dispositivo", "Esperando a que el dispositivo acepte", "Esperando una respuesta", "El dispositivo comprueba firmas", "El dispositivo termina de escribir", "Esperando a que el dispositivo vuelva", "Esperando el tique")));

    private static Dictionary<T, string> By<T>(params string[] words)
        where T : struct, Enum => Enum.GetValues<T>().Zip(words).ToDictionary(pair => pair.First, pair => pair.Second);
}
