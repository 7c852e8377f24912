using Tenure.Cli.Texts;

namespace Tenure.Cli.Keys;

/// <summary>What the help of the key commands says, in one language; what they do is said by the server's own program.</summary>
internal sealed record KeyText(
    string HelpKeys, string HelpCeremony, string HelpRotate, string HelpStatus, string HelpSigner, string HelpOut, string HelpIssuer, string HelpRoots, string HelpRootsAgain, string HelpGeneration,
    string HelpKeysFolder, string HelpSignerKeys, string HelpPurpose, string HelpSocket, string HelpGroup, string HelpHoldPerHour, string HelpReleasePerHour, string HelpFlashPerHour, string HelpLanguage,
    string HelpWithdraw, string HelpRekey, string HelpSunset, string HelpBelow, string HelpBy, string HelpNewRoots, string HelpOldIssuer, string HelpAnnounce, string HelpOn, string HelpAnnouncement,
    string HelpSuccession, string HelpPrevious, string HelpFile, string HelpAdmit, string HelpDismiss, string HelpAgent, string HelpRole, string HelpPasskey)
{
    public static Translations<KeyText> Languages { get; } = new(
        english: new(
            HelpKeys: "Roots and signers of tickets", HelpCeremony: "Make roots and signers, on a machine that is offline", HelpRotate: "Put the next generation of signers into a keys folder",
            HelpStatus: "Show what is in a keys folder, and whether its ledger holds", HelpSigner: "Sign tickets, as a process that has the private keys and nothing else",
            HelpOut: "The folder to make", HelpIssuer: "The server's address", HelpRoots: "The folder with the roots' private keys", HelpRootsAgain: "The roots of an earlier ceremony, instead of new ones",
            HelpGeneration: "Generation of the signers; higher than any before", HelpKeysFolder: "The keys folder; \"data/keys\" without this", HelpSignerKeys: "The signer's keys folder", HelpPurpose: "Only this signer: hold, release, log or flash",
            HelpSocket: "The socket to listen on", HelpGroup: "Let the group connect, too", HelpHoldPerHour: "Tickets that lock, in an hour", HelpReleasePerHour: "Tickets that free, in an hour", HelpFlashPerHour: "Tickets that open a device to other software, in an hour",
            HelpLanguage: "Language of the answer: en, zh-Hans, ru, de, es",
            HelpWithdraw: "A root's word that signers below a generation are believed no more", HelpRekey: "A root's word that other roots, or another issuer, count from now on", HelpSunset: "Announce that all locks end, or end them", HelpBelow: "The lowest generation that is still believed",
            HelpBy: "Which root speaks: active or standby", HelpNewRoots: "The folder with the roots that count from now on", HelpOldIssuer: "The address that devices have pinned, where the roots' folder does not say it", HelpAnnounce: "Announce it, at least 90 days ahead", HelpOn: "The day, such as 2027-01-31; the first possible one without this", HelpAnnouncement: "The announcement, from its day on: end all locks",
            HelpSuccession: "A root's word that a log is over and a new one takes its place", HelpPrevious: "The id of the log that is over", HelpFile: "The file to write",
            HelpAdmit: "Tell a signer an agent's passkey, so that it takes votes of it", HelpDismiss: "Tell a signer to take no vote of an agent any more", HelpAgent: "The operator's name", HelpRole: "What they are: agent or senior", HelpPasskey: "The passkey, as the agent's own page shows it"),
        chinese: new(
            HelpKeys: "票据的根密钥和签名密钥", HelpCeremony: "在离线机器上生成根密钥和签名密钥", HelpRotate: "将下一代签名密钥放入密钥文件夹",
            HelpStatus: "显示密钥文件夹的内容以及签名账本是否完好", HelpSigner: "作为只持有私钥的进程为票据签名",
            HelpOut: "要创建的文件夹", HelpIssuer: "服务器地址", HelpRoots: "存放根密钥私钥的文件夹", HelpRootsAgain: "使用之前生成的根密钥，而不是新的",
            HelpGeneration: "签名密钥的代数；须高于之前所有代数", HelpKeysFolder: "密钥文件夹；不指定时为 data/keys", HelpSignerKeys: "签名程序的密钥文件夹", HelpPurpose: "只处理此签名密钥：hold、release、log 或 flash",
            HelpSocket: "监听的套接字", HelpGroup: "也允许同组用户连接", HelpHoldPerHour: "每小时锁定票据数", HelpReleasePerHour: "每小时释放票据数", HelpFlashPerHour: "每小时刷机和解锁票据数",
            HelpLanguage: "回答的语言：en、zh-Hans、ru、de、es",
            HelpWithdraw: "根密钥声明：某一代之前的签名密钥不再被信任", HelpRekey: "根密钥声明：今后使用其他根密钥或地址", HelpSunset: "公告将解除所有锁定，或解除所有锁定", HelpBelow: "仍被信任的最低代数",
            HelpBy: "由哪个根密钥声明：active 或 standby", HelpNewRoots: "存放今后使用的根密钥的文件夹", HelpOldIssuer: "设备已固定的地址（根密钥文件夹未注明时）", HelpAnnounce: "公告，至少提前 90 天", HelpOn: "日期，如 2027-01-31；不指定时为最早可能的日期", HelpAnnouncement: "公告文件，自其日期起：解除所有锁定",
            HelpSuccession: "根密钥声明：某个日志已结束，由新的日志取代", HelpPrevious: "已结束的日志的 ID", HelpFile: "要写入的文件",
            HelpAdmit: "把客服人员的通行密钥告知签名程序，使其接受该投票", HelpDismiss: "让签名程序不再接受某客服人员的投票", HelpAgent: "运营人员的名称", HelpRole: "角色：agent 或 senior", HelpPasskey: "通行密钥，按客服人员自己页面所示"),
        russian: new(
            HelpKeys: "Корневые ключи и ключи подписи билетов", HelpCeremony: "Создать корневые ключи и ключи подписи на машине без сети", HelpRotate: "Положить в папку ключей следующее поколение ключей подписи",
            HelpStatus: "Показать содержимое папки ключей и цел ли журнал подписей", HelpSigner: "Подписывать билеты: процесс, у которого есть закрытые ключи и больше ничего",
            HelpOut: "Создаваемая папка", HelpIssuer: "Адрес сервера", HelpRoots: "Папка с закрытыми корневыми ключами", HelpRootsAgain: "Корневые ключи прежней церемонии вместо новых",
            HelpGeneration: "Поколение ключей подписи; выше всех прежних", HelpKeysFolder: "Папка ключей; по умолчанию data/keys", HelpSignerKeys: "Папка ключей подписывающей программы", HelpPurpose: "Только этот ключ: hold, release, log или flash",
            HelpSocket: "Сокет, на котором принимать соединения", HelpGroup: "Пускать и группу", HelpHoldPerHour: "Запирающих билетов в час", HelpReleasePerHour: "Освобождающих билетов в час", HelpFlashPerHour: "Билетов на прошивку и разблокировку в час",
            HelpLanguage: "Язык ответа: en, zh-Hans, ru, de, es",
            HelpWithdraw: "Слово корневого ключа: ключам подписи до поколения больше не верят", HelpRekey: "Слово корневого ключа: отныне действуют другие корневые ключи или адрес", HelpSunset: "Объявить о конце всех блокировок или закончить их", HelpBelow: "Наименьшее поколение, которому ещё верят",
            HelpBy: "Какой корневой ключ говорит: active или standby", HelpNewRoots: "Папка с корневыми ключами, действующими отныне", HelpOldIssuer: "Адрес, закреплённый в устройствах, если его нет в папке корневых ключей", HelpAnnounce: "Объявить, не менее чем за 90 дней", HelpOn: "День, например 2027-01-31; по умолчанию первый возможный", HelpAnnouncement: "Объявление; с его дня: закончить все блокировки",
            HelpSuccession: "Слово корневого ключа: журнал закончен, и его заменяет новый", HelpPrevious: "Идентификатор законченного журнала", HelpFile: "Файл для записи",
            HelpAdmit: "Сообщить подписывающей программе ключ доступа сотрудника, чтобы она принимала его голоса", HelpDismiss: "Больше не принимать голосов сотрудника", HelpAgent: "Имя сотрудника", HelpRole: "Кто это: agent или senior", HelpPasskey: "Ключ доступа, как его показывает страница сотрудника"),
        german: new(
            HelpKeys: "Wurzeln und Unterzeichner der Tickets", HelpCeremony: "Wurzeln und Unterzeichner machen, auf einem Rechner ohne Netz", HelpRotate: "Die nächste Generation der Unterzeichner in einen Schlüsselordner legen",
            HelpStatus: "Zeigen, was in einem Schlüsselordner ist und ob das Signaturbuch unversehrt ist", HelpSigner: "Tickets unterzeichnen, als Prozess, der die privaten Schlüssel hat und sonst nichts",
            HelpOut: "Der Ordner, der gemacht wird", HelpIssuer: "Die Adresse des Servers", HelpRoots: "Der Ordner mit den privaten Schlüsseln der Wurzeln", HelpRootsAgain: "Die Wurzeln einer früheren Zeremonie statt neuer",
            HelpGeneration: "Generation der Unterzeichner; höher als alle davor", HelpKeysFolder: "Der Schlüsselordner; sonst „data/keys“", HelpSignerKeys: "Der Schlüsselordner des Unterzeichners", HelpPurpose: "Nur dieser Unterzeichner: hold, release, log oder flash",
            HelpSocket: "Der Socket, auf dem er hört", HelpGroup: "Auch die Gruppe einlassen", HelpHoldPerHour: "Sperrende Tickets in einer Stunde", HelpReleasePerHour: "Freigebende Tickets in einer Stunde", HelpFlashPerHour: "Tickets zum Flashen und Entsperren in einer Stunde",
            HelpLanguage: "Sprache der Antwort: en, zh-Hans, ru, de, es",
            HelpWithdraw: "Wort einer Wurzel: Unterzeichnern vor einer Generation wird nicht mehr geglaubt", HelpRekey: "Wort einer Wurzel: von nun an gelten andere Wurzeln oder eine andere Adresse", HelpSunset: "Ankündigen, dass alle Sperren enden, oder sie beenden", HelpBelow: "Die niedrigste Generation, der noch geglaubt wird",
            HelpBy: "Welche Wurzel spricht: active oder standby", HelpNewRoots: "Der Ordner mit den Wurzeln, die von nun an gelten", HelpOldIssuer: "Die Adresse, die Geräte festhalten, wenn der Ordner der Wurzeln sie nicht nennt", HelpAnnounce: "Ankündigen, mindestens 90 Tage vorher", HelpOn: "Der Tag, etwa 2027-01-31; sonst der erste mögliche", HelpAnnouncement: "Die Ankündigung, ab ihrem Tag: alle Sperren beenden",
            HelpSuccession: "Wort einer Wurzel: Ein Protokoll ist zu Ende, und ein neues tritt an seine Stelle", HelpPrevious: "Die Kennung des Protokolls, das zu Ende ist", HelpFile: "Die Zieldatei",
            HelpAdmit: "Dem Unterzeichner den Passkey eines Bearbeiters nennen, damit dessen Stimmen gelten", HelpDismiss: "Vom Unterzeichner keine Stimme eines Bearbeiters mehr annehmen lassen", HelpAgent: "Der Name des Betreibers", HelpRole: "Was er ist: agent oder senior", HelpPasskey: "Der Passkey, wie ihn die eigene Seite des Bearbeiters zeigt"),
        spanish: new(
            HelpKeys: "Raíces y firmantes de los tickets", HelpCeremony: "Crear raíces y firmantes, en una máquina sin conexión", HelpRotate: "Poner la siguiente generación de firmantes en una carpeta de claves",
            HelpStatus: "Mostrar qué hay en una carpeta de claves y si su registro de firmas está íntegro", HelpSigner: "Firmar tickets, como proceso que tiene las claves privadas y nada más",
            HelpOut: "La carpeta que se crea", HelpIssuer: "La dirección del servidor", HelpRoots: "La carpeta con las claves privadas de las raíces", HelpRootsAgain: "Las raíces de una ceremonia anterior, en lugar de otras nuevas",
            HelpGeneration: "Generación de los firmantes; mayor que todas las anteriores", HelpKeysFolder: "La carpeta de claves; si no, «data/keys»", HelpSignerKeys: "La carpeta de claves del firmante", HelpPurpose: "Solo este firmante: hold, release, log o flash",
            HelpSocket: "El socket en el que escucha", HelpGroup: "Dejar entrar también al grupo", HelpHoldPerHour: "Tickets que bloquean, en una hora", HelpReleasePerHour: "Tickets que liberan, en una hora", HelpFlashPerHour: "Tickets para instalar y desbloquear, en una hora",
            HelpLanguage: "Idioma de la respuesta: en, zh-Hans, ru, de, es",
            HelpWithdraw: "Palabra de una raíz: ya no se cree a firmantes anteriores a una generación", HelpRekey: "Palabra de una raíz: desde ahora valen otras raíces u otra dirección", HelpSunset: "Anunciar que todos los bloqueos terminan, o terminarlos", HelpBelow: "La generación más baja a la que aún se cree",
            HelpBy: "Qué raíz habla: active o standby", HelpNewRoots: "La carpeta con las raíces que valen desde ahora", HelpOldIssuer: "La dirección que los dispositivos tienen fijada, si la carpeta de raíces no la dice", HelpAnnounce: "Anunciarlo, al menos 90 días antes", HelpOn: "El día, como 2027-01-31; si no, el primero posible", HelpAnnouncement: "El anuncio, desde su día: terminar todos los bloqueos",
            HelpSuccession: "Palabra de una raíz: un registro terminó y otro nuevo ocupa su lugar", HelpPrevious: "El identificador del registro que terminó", HelpFile: "El archivo de destino",
            HelpAdmit: "Decir a un firmante la llave de acceso de un agente, para que acepte sus votos", HelpDismiss: "Que un firmante no acepte más votos de un agente", HelpAgent: "El nombre del operador", HelpRole: "Qué es: agent o senior", HelpPasskey: "La llave de acceso, como la muestra la página del agente"));
}
