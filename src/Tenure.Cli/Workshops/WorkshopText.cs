using Tenure.Cli.Texts;

namespace Tenure.Cli.Workshops;

/// <summary>What the help of <c>tenure workshop</c> says, in one language; what the commands do is said by the server's own program.</summary>
internal sealed record WorkshopText(
    string HelpWorkshop, string HelpAdd, string HelpList, string HelpRemove, string HelpMember, string HelpMemberAdd, string HelpMemberRemove, string HelpName, string HelpNumber, string HelpHead,
    string HelpStaff, string HelpStaffAdd, string HelpStaffRemove, string StaffAdded, string StaffRemoved, string HelpData, string HelpDatabase, string HelpLanguage)
{
    public static Translations<WorkshopText> Languages { get; } = new(
        english: new(
            HelpWorkshop: "The workshops that may restore customers' devices", HelpAdd: "Make a workshop", HelpList: "List workshops, their people and computers", HelpRemove: "Remove a workshop, and with it all that was allowed to it", HelpMember: "The people of a workshop", HelpMemberAdd: "Add a person to a workshop", HelpMemberRemove: "Remove a person from a workshop", HelpName: "The workshop's name, as holders know it", HelpNumber: "The number of the person's account", HelpHead: "A head of the workshop",
            HelpStaff: "For heads: who works for the workshop", HelpStaffAdd: "Add a person to a workshop whose head you are", HelpStaffRemove: "Remove a person from a workshop whose head you are", StaffAdded: "{0} works for {1} now.", StaffRemoved: "{0} does not work for {1} any more.",
            HelpData: "The server's data folder", HelpDatabase: "PostgreSQL connection string, where the server uses one", HelpLanguage: "Language of the answer: en, zh-Hans, ru, de, es"),
        chinese: new(
            HelpWorkshop: "可恢复客户设备的维修店", HelpAdd: "建立维修店", HelpList: "列出维修店及其成员和电脑", HelpRemove: "移除维修店及对它的全部许可", HelpMember: "维修店的成员", HelpMemberAdd: "向维修店添加成员", HelpMemberRemove: "从维修店移除成员", HelpName: "维修店名称，即持有人所知的名称", HelpNumber: "成员账号的编号", HelpHead: "维修店负责人",
            HelpStaff: "供负责人使用：谁为维修店工作", HelpStaffAdd: "向您负责的维修店添加成员", HelpStaffRemove: "从您负责的维修店移除成员", StaffAdded: "{0} 现在为 {1} 工作。", StaffRemoved: "{0} 不再为 {1} 工作。",
            HelpData: "服务器的数据文件夹", HelpDatabase: "PostgreSQL 连接字符串（如果服务器使用）", HelpLanguage: "回答的语言：en、zh-Hans、ru、de、es"),
        russian: new(
            HelpWorkshop: "Мастерские, которым можно восстанавливать устройства клиентов", HelpAdd: "Создать мастерскую", HelpList: "Показать мастерские, их людей и компьютеры", HelpRemove: "Удалить мастерскую и всё, что ей разрешено", HelpMember: "Люди мастерской", HelpMemberAdd: "Добавить человека в мастерскую", HelpMemberRemove: "Удалить человека из мастерской", HelpName: "Название мастерской, известное владельцам", HelpNumber: "Номер учётной записи человека", HelpHead: "Руководитель мастерской",
            HelpStaff: "Для руководителей: кто работает в мастерской", HelpStaffAdd: "Добавить человека в мастерскую, которой вы руководите", HelpStaffRemove: "Удалить человека из мастерской, которой вы руководите", StaffAdded: "{0} теперь работает в мастерской {1}.", StaffRemoved: "{0} больше не работает в мастерской {1}.",
            HelpData: "Папка данных сервера", HelpDatabase: "Строка подключения PostgreSQL, если сервер её использует", HelpLanguage: "Язык ответа: en, zh-Hans, ru, de, es"),
        german: new(
            HelpWorkshop: "Die Werkstätten, die Geräte von Kunden wiederherstellen dürfen", HelpAdd: "Eine Werkstatt anlegen", HelpList: "Werkstätten, ihre Leute und Computer auflisten", HelpRemove: "Eine Werkstatt entfernen und mit ihr alles, was ihr erlaubt war", HelpMember: "Die Leute einer Werkstatt", HelpMemberAdd: "Jemanden zu einer Werkstatt hinzufügen", HelpMemberRemove: "Jemanden aus einer Werkstatt entfernen", HelpName: "Der Name der Werkstatt, wie ihn die Leute kennen", HelpNumber: "Die Nummer des Kontos der Person", HelpHead: "Leitet die Werkstatt",
            HelpStaff: "Für alle, die eine Werkstatt leiten: wer für sie arbeitet", HelpStaffAdd: "Jemanden zu einer Werkstatt hinzufügen, die du leitest", HelpStaffRemove: "Jemanden aus einer Werkstatt entfernen, die du leitest", StaffAdded: "{0} arbeitet jetzt für {1}.", StaffRemoved: "{0} arbeitet nicht mehr für {1}.",
            HelpData: "Der Datenordner des Servers", HelpDatabase: "PostgreSQL-Verbindungszeichenfolge, wenn der Server eine benutzt", HelpLanguage: "Sprache der Antwort: en, zh-Hans, ru, de, es"),
        spanish: new(
            HelpWorkshop: "Los talleres que pueden restaurar dispositivos de clientes", HelpAdd: "Crear un taller", HelpList: "Listar los talleres, su gente y sus ordenadores", HelpRemove: "Quitar un taller y todo lo que se le permitió", HelpMember: "La gente de un taller", HelpMemberAdd: "Añadir a una persona a un taller", HelpMemberRemove: "Quitar a una persona de un taller", HelpName: "El nombre del taller, como lo conoce la gente", HelpNumber: "El número de la cuenta de la persona", HelpHead: "Responsable del taller",
            HelpStaff: "Para responsables: quién trabaja en el taller", HelpStaffAdd: "Añadir a una persona a un taller del que eres responsable", HelpStaffRemove: "Quitar a una persona de un taller del que eres responsable", StaffAdded: "{0} trabaja ahora para {1}.", StaffRemoved: "{0} ya no trabaja para {1}.",
            HelpData: "La carpeta de datos del servidor", HelpDatabase: "Cadena de conexión de PostgreSQL, si el servidor usa una", HelpLanguage: "Idioma de la respuesta: en, zh-Hans, ru, de, es"));
}
