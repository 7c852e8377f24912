using Tenure.Cli.Texts;

namespace Tenure.Cli.Phone.Texts;

/// <summary>What is said about the numbers of a phone and its SIM cards, in one language.</summary>
internal sealed record IdentifierText(
    string HelpImei, string HelpRegion, string HelpSim, string HelpSlot, string HelpIccid, string HelpOperator, string HelpNumber, string HelpRemove, string ImeiMalformed, string ImeiCheckDigit,
    string IccidMalformed, string OperatorMalformed, string CardPut, string CardRemoved, string RemoveAlone)
{
    public static Translations<IdentifierText> Languages { get; } = new(
        english: new(
            HelpImei: "IMEI of a modem; once for each, at most 4; two for testing when absent", HelpRegion: "Where the hardware was made for",
            HelpSim: "Puts a SIM card into a phone that is switched off, or takes it out", HelpSlot: "SIM slot: 1 or 2", HelpIccid: "Number of the card; one for testing when absent",
            HelpOperator: "Name of the network operator", HelpNumber: "Phone number that the card says it has", HelpRemove: "Takes the card out",
            ImeiMalformed: "{0} is no IMEI: 14 to 16 digits, not all of them 0.", ImeiCheckDigit: "The last digit of {0} is not its check digit (Luhn, 3GPP TS 23.003): is a digit wrong?",
            IccidMalformed: "{0} is no number of a SIM card: 18 to 20 digits.", OperatorMalformed: "An operator's name has 1 to 64 bytes and no control characters.",
            CardPut: "Card {0} is in slot {1}.", CardRemoved: "Slot {0} is empty.", RemoveAlone: "--remove goes with --slot alone."),
        chinese: new(
            HelpImei: "调制解调器的 IMEI，每个一次，最多 4 个；不给出时使用两个测试号码", HelpRegion: "硬件的销售地区",
            HelpSim: "在关机的手机中放入或取出 SIM 卡", HelpSlot: "SIM 卡槽：1 或 2", HelpIccid: "卡号；不给出时使用测试号码",
            HelpOperator: "网络运营商名称", HelpNumber: "卡中记录的手机号", HelpRemove: "取出 SIM 卡",
            ImeiMalformed: "{0} 不是 IMEI：应为 14 至 16 位数字，且不全为 0。", ImeiCheckDigit: "{0} 的最后一位不是校验位（Luhn，3GPP TS 23.003）：是否输错了数字？",
            IccidMalformed: "{0} 不是 SIM 卡号：应为 18 至 20 位数字。", OperatorMalformed: "运营商名称应为 1 至 64 字节，不含控制字符。",
            CardPut: "卡 {0} 已放入卡槽 {1}。", CardRemoved: "卡槽 {0} 已空。", RemoveAlone: "--remove 只能与 --slot 一起使用。"),
        russian: new(
            HelpImei: "IMEI модема; по одному на каждый, не больше 4; если не указан, два тестовых", HelpRegion: "Для какого региона сделано устройство",
            HelpSim: "Вставляет SIM-карту в выключенный телефон или вынимает её", HelpSlot: "Слот SIM: 1 или 2", HelpIccid: "Номер карты; если не указан, тестовый",
            HelpOperator: "Название оператора связи", HelpNumber: "Номер телефона, записанный на карте", HelpRemove: "Вынимает карту",
            ImeiMalformed: "{0} — не IMEI: нужно от 14 до 16 цифр, не все нули.", ImeiCheckDigit: "Последняя цифра {0} не контрольная (Луна, 3GPP TS 23.003): нет ли ошибки в цифре?",
            IccidMalformed: "{0} — не номер SIM-карты: нужно от 18 до 20 цифр.", OperatorMalformed: "Название оператора: от 1 до 64 байт без управляющих символов.",
            CardPut: "Карта {0} вставлена в слот {1}.", CardRemoved: "Слот {0} пуст.", RemoveAlone: "--remove указывают только вместе с --slot."),
        german: new(
            HelpImei: "IMEI eines Modems; für jedes einmal, höchstens 4; ohne Angabe zwei zum Testen", HelpRegion: "Für welche Region die Hardware gebaut ist",
            HelpSim: "Legt eine SIM-Karte in ein ausgeschaltetes Telefon ein oder nimmt sie heraus", HelpSlot: "SIM-Steckplatz: 1 oder 2", HelpIccid: "Nummer der Karte; ohne Angabe eine zum Testen",
            HelpOperator: "Name des Netzbetreibers", HelpNumber: "Telefonnummer, die auf der Karte steht", HelpRemove: "Nimmt die Karte heraus",
            ImeiMalformed: "{0} ist keine IMEI: 14 bis 16 Ziffern, nicht alle 0.", ImeiCheckDigit: "Die letzte Ziffer von {0} ist nicht ihre Prüfziffer (Luhn, 3GPP TS 23.003): Ist eine Ziffer falsch?",
            IccidMalformed: "{0} ist keine Nummer einer SIM-Karte: 18 bis 20 Ziffern.", OperatorMalformed: "Der Name eines Betreibers hat 1 bis 64 Bytes und keine Steuerzeichen.",
            CardPut: "Karte {0} liegt in Steckplatz {1}.", CardRemoved: "Steckplatz {0} ist leer.", RemoveAlone: "--remove steht nur mit --slot."),
        spanish: new(
            HelpImei: "IMEI de un módem; una vez por cada uno, 4 como máximo; si falta, dos de prueba", HelpRegion: "Para qué región se fabricó el hardware",
            HelpSim: "Pone una tarjeta SIM en un teléfono apagado, o la saca", HelpSlot: "Ranura SIM: 1 o 2", HelpIccid: "Número de la tarjeta; si falta, uno de prueba",
            HelpOperator: "Nombre del operador de red", HelpNumber: "Número de teléfono que dice la tarjeta", HelpRemove: "Saca la tarjeta",
            ImeiMalformed: "{0} no es un IMEI: de 14 a 16 cifras, no todas 0.", ImeiCheckDigit: "La última cifra de {0} no es su dígito de control (Luhn, 3GPP TS 23.003): ¿hay alguna cifra mal?",
            IccidMalformed: "{0} no es un número de tarjeta SIM: de 18 a 20 cifras.", OperatorMalformed: "El nombre de un operador tiene de 1 a 64 bytes y ningún carácter de control.",
            CardPut: "La tarjeta {0} está en la ranura {1}.", CardRemoved: "La ranura {0} está vacía.", RemoveAlone: "--remove solo va con --slot."));
}
