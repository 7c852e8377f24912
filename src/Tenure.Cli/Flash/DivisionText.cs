using Tenure.Cli.Texts;

namespace Tenure.Cli.Flash;

/// <summary>What is said about dividing a storage anew, in one language.</summary>
/// <param name="Unit">A unit: {0} its number, {1} its size in MiB, {2} what is left or nothing, {3} that the device starts from it, or nothing.</param>
internal sealed record DivisionText(
    string HelpProvision, string HelpForGood, string None, string NeedsClean, string WrongDevice, string SayForGood, string Title, string ForGood, string Unit, string Grows, string Boots)
{
    public static Translations<DivisionText> Languages { get; } = new(
        english: new(
            HelpProvision: "For factories: divide the storage of the device with this serial number anew first; all that is on it goes", HelpForGood: "Accept a division that can never be changed again",
            None: "The package does not say how the storage is divided.", NeedsClean: "When the storage is divided anew all data goes: say --clean.",
            WrongDevice: "Nothing was written: the device says that its serial number is {0}, and --provision says {1}.", SayForGood: "Nothing was written: this division can never be changed again. If that is meant, say --provision-for-good too.",
            Title: "The storage is divided anew, and all that is on it goes:", ForGood: "This can never be changed again.", Unit: "unit {0}: {1} MiB{2}{3}", Grows: " and what is left", Boots: ", the device starts from it"),
        chinese: new(
            HelpProvision: "供工厂使用：先为此序列号的设备重新划分存储；其上的一切都会消失", HelpForGood: "接受以后再也不能更改的划分",
            None: "固件包没有说明如何划分存储。", NeedsClean: "重新划分存储会清除所有数据：请给出 --clean。",
            WrongDevice: "没有写入任何内容：设备报告的序列号是 {0}，而 --provision 给出的是 {1}。", SayForGood: "没有写入任何内容：这种划分以后再也不能更改。如确实需要，请再给出 --provision-for-good。",
            Title: "存储将重新划分，其上的一切都会消失：", ForGood: "以后再也不能更改。", Unit: "单元 {0}：{1} MiB{2}{3}", Grows: "以及剩余空间", Boots: "，设备从此启动"),
        russian: new(
            HelpProvision: "Для заводов: сначала заново разделить память устройства с этим серийным номером; всё на ней пропадёт", HelpForGood: "Согласиться на деление, которое больше нельзя изменить",
            None: "Пакет не говорит, как разделена память.", NeedsClean: "При новом делении памяти пропадают все данные: укажите --clean.",
            WrongDevice: "Ничего не записано: серийный номер устройства {0}, а в --provision указан {1}.", SayForGood: "Ничего не записано: это деление больше никогда нельзя изменить. Если так и нужно, укажите ещё --provision-for-good.",
            Title: "Память делится заново, и всё на ней пропадёт:", ForGood: "Изменить это больше нельзя.", Unit: "раздел {0}: {1} МиБ{2}{3}", Grows: " и весь остаток", Boots: ", с него запускается устройство"),
        german: new(
            HelpProvision: "Für Fabriken: zuerst den Speicher des Geräts mit dieser Seriennummer neu aufteilen; alles darauf geht verloren", HelpForGood: "Eine Aufteilung annehmen, die nie mehr geändert werden kann",
            None: "Das Paket sagt nicht, wie der Speicher aufgeteilt ist.", NeedsClean: "Wird der Speicher neu aufgeteilt, gehen alle Daten verloren: gib --clean an.",
            WrongDevice: "Nichts wurde geschrieben: Das Gerät sagt, seine Seriennummer ist {0}, und --provision sagt {1}.", SayForGood: "Nichts wurde geschrieben: Diese Aufteilung kann nie mehr geändert werden. Ist das gemeint, gib auch --provision-for-good an.",
            Title: "Der Speicher wird neu aufgeteilt, und alles darauf geht verloren:", ForGood: "Das kann nie mehr geändert werden.", Unit: "Einheit {0}: {1} MiB{2}{3}", Grows: " und was übrig ist", Boots: ", von ihr startet das Gerät"),
        spanish: new(
            HelpProvision: "Para fábricas: dividir antes de nuevo el almacenamiento del dispositivo con este número de serie; se pierde todo lo que hay en él", HelpForGood: "Aceptar una división que no se podrá cambiar nunca",
            None: "El paquete no dice cómo se divide el almacenamiento.", NeedsClean: "Al dividir de nuevo el almacenamiento se pierden todos los datos: indica --clean.",
            WrongDevice: "No se ha escrito nada: el número de serie que dice el dispositivo es {0}, y --provision dice {1}.", SayForGood: "No se ha escrito nada: esta división no se podrá cambiar nunca. Si es lo que quieres, indica también --provision-for-good.",
            Title: "El almacenamiento se divide de nuevo y se pierde todo lo que hay en él:", ForGood: "No se podrá cambiar nunca.", Unit: "unidad {0}: {1} MiB{2}{3}", Grows: " y lo que quede", Boots: ", el dispositivo arranca de ella"));
}
