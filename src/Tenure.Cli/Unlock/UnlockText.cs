using Tenure.Cli.Texts;

namespace Tenure.Cli.Unlock;

/// <summary>What <c>tenure unlock</c> says, in one language.</summary>
internal sealed record UnlockText(
    string HelpUnlock, string HelpApply, string HelpClean, string NotInBootloader, string DeviceRefused, string AlreadyUnlocked, string SwitchedOff,
    string NotAsked, string WaitsUntil, string Ready, string Forbidden, string SayClean, string Unlocked)
{
    public static Translations<UnlockText> Languages { get; } = new(
        english: new(
            HelpUnlock: "Unlock the bootloader of a device of yours: from its question to oem unlock",
            HelpApply: "Apply for it; the wait begins",
            HelpClean: "All data on the device goes; without this nothing is unlocked",
            NotInBootloader: "This device is not in its bootloader. Start it there and run this again.",
            DeviceRefused: "The device refuses: {0}",
            AlreadyUnlocked: "This device is unlocked already.",
            SwitchedOff: "OEM unlocking is switched off on the device. Start it, switch OEM unlocking on in its settings, and run this again.",
            NotAsked: "Nobody applied to unlock this device. Apply for it on its page, or run this again with --apply",
            WaitsUntil: "It can be unlocked from {0} on. You can cancel it on the page of the device meanwhile.",
            Ready: "It can be unlocked now: run this again with --clean",
            Forbidden: "Not possible now: {0}",
            SayClean: "Unlocking erases all data on the device. If you want that, run this again with --clean",
            Unlocked: "The bootloader is unlocked, and the data erased. The device starts any system now."),
        chinese: new(
            HelpUnlock: "解锁您的设备的引导程序：从设备提问到 oem unlock",
            HelpApply: "申请解锁；开始等待",
            HelpClean: "设备上的全部数据会被清除；不加此项则不解锁",
            NotInBootloader: "此设备不在引导程序模式。请进入该模式后再次运行。",
            DeviceRefused: "设备拒绝：{0}",
            AlreadyUnlocked: "此设备已经解锁。",
            SwitchedOff: "设备上的 OEM 解锁开关已关闭。请启动设备，在设置中打开 OEM 解锁，然后再次运行。",
            NotAsked: "尚未申请解锁此设备。请在设备页面申请，或用 --apply 再次运行",
            WaitsUntil: "自 {0} 起可以解锁。在此期间您可以在设备页面取消。",
            Ready: "现在可以解锁：请用 --clean 再次运行",
            Forbidden: "目前不可行：{0}",
            SayClean: "解锁会清除设备上的全部数据。如果您愿意，请用 --clean 再次运行",
            Unlocked: "引导程序已解锁，数据已清除。设备现在可以启动任何系统。"),
        russian: new(
            HelpUnlock: "Разблокировать загрузчик вашего устройства: от его вопроса до oem unlock",
            HelpApply: "Подать заявку; начнётся ожидание",
            HelpClean: "Все данные на устройстве пропадут; без этого ничего не разблокируется",
            NotInBootloader: "Устройство не в загрузчике. Запустите его в этом режиме и повторите.",
            DeviceRefused: "Устройство отказывает: {0}",
            AlreadyUnlocked: "Это устройство уже разблокировано.",
            SwitchedOff: "На устройстве выключена разблокировка OEM. Запустите его, включите её в настройках и повторите.",
            NotAsked: "Заявки на разблокировку этого устройства нет. Подайте её на странице устройства или повторите с --apply",
            WaitsUntil: "Разблокировать можно с {0}. До этого можно отменить на странице устройства.",
            Ready: "Теперь можно разблокировать: повторите с --clean",
            Forbidden: "Сейчас невозможно: {0}",
            SayClean: "Разблокировка стирает все данные на устройстве. Если вы этого хотите, повторите с --clean",
            Unlocked: "Загрузчик разблокирован, данные стёрты. Теперь на устройстве запускается любая система."),
        german: new(
            HelpUnlock: "Den Bootloader eines eigenen Geräts entsperren: von seiner Frage bis zu oem unlock",
            HelpApply: "Es beantragen; die Wartezeit beginnt",
            HelpClean: "Alle Daten auf dem Gerät gehen verloren; ohne dies wird nichts entsperrt",
            NotInBootloader: "Dieses Gerät ist nicht im Bootloader. Starten Sie es dort und führen Sie dies noch einmal aus.",
            DeviceRefused: "Das Gerät lehnt ab: {0}",
            AlreadyUnlocked: "Dieses Gerät ist schon entsperrt.",
            SwitchedOff: "Die OEM-Entsperrung ist auf dem Gerät ausgeschaltet. Starten Sie es, schalten Sie sie in den Einstellungen ein und führen Sie dies noch einmal aus.",
            NotAsked: "Niemand hat beantragt, dieses Gerät zu entsperren. Beantragen Sie es auf seiner Seite, oder führen Sie dies mit --apply aus",
            WaitsUntil: "Es kann ab {0} entsperrt werden. Bis dahin können Sie es auf der Seite des Geräts abbrechen.",
            Ready: "Es kann jetzt entsperrt werden: führen Sie dies mit --clean aus",
            Forbidden: "Jetzt nicht möglich: {0}",
            SayClean: "Das Entsperren löscht alle Daten auf dem Gerät. Wenn Sie das wollen, führen Sie dies mit --clean aus",
            Unlocked: "Der Bootloader ist entsperrt, die Daten sind gelöscht. Auf dem Gerät startet jetzt jedes System."),
        spanish: new(
            HelpUnlock: "Desbloquear el cargador de arranque de un dispositivo tuyo: de su pregunta a oem unlock",
            HelpApply: "Solicitarlo; empieza la espera",
            HelpClean: "Se pierden todos los datos del dispositivo; sin esto no se desbloquea nada",
            NotInBootloader: "Este dispositivo no está en su cargador de arranque. Arráncalo ahí y ejecuta esto otra vez.",
            DeviceRefused: "El dispositivo se niega: {0}",
            AlreadyUnlocked: "Este dispositivo ya está desbloqueado.",
            SwitchedOff: "El desbloqueo OEM está desactivado en el dispositivo. Arráncalo, actívalo en los ajustes y ejecuta esto otra vez.",
            NotAsked: "Nadie ha solicitado desbloquear este dispositivo. Solicítalo en su página o ejecuta esto otra vez con --apply",
            WaitsUntil: "Se puede desbloquear desde el {0}. Mientras tanto puedes cancelarlo en la página del dispositivo.",
            Ready: "Ya se puede desbloquear: ejecuta esto otra vez con --clean",
            Forbidden: "Ahora no es posible: {0}",
            SayClean: "Desbloquear borra todos los datos del dispositivo. Si lo quieres, ejecuta esto otra vez con --clean",
            Unlocked: "El cargador de arranque está desbloqueado y los datos, borrados. Ahora el dispositivo arranca cualquier sistema."));
}
