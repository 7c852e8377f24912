using System.CommandLine;
using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols.Fastboot;

namespace Tenure.Cli.Phone;

/// <summary>The options of <c>tenure phone boot</c>.</summary>
internal sealed class BootOptions(PhoneText text)
{
    private readonly AnswerOptions answers = new(text);
    private readonly Option<long?> powerCut = new("--power-cut") { Description = text.HelpPowerCut };
    private readonly Option<long?> hangAt = new("--hang-at") { Description = text.HelpHangAt };

    public Argument<string> Folder { get; } = PhoneCommands.Folder(text);

    public Option<bool> Json { get; } = JsonOption.Create();

    public Option<string> Mode { get; } = new Option<string>("--mode")
    {
        Description = text.HelpMode,
        DefaultValueFactory = _ => "system",
    }.AcceptOnlyFromAmong("system", "bootloader", "fastbootd", "emergency");

    public Option<int> Port { get; } = new("--port") { Description = text.HelpPort, DefaultValueFactory = _ => FastbootClient.DefaultPort };

    public Option<bool> Pty { get; } = new("--pty") { Description = EmergencyText.Languages.OfTerminal.HelpPty };

    public Option<bool> UsbIp { get; } = new("--usbip") { Description = EmergencyText.Languages.OfTerminal.HelpUsbIp };

    public void AddTo(Command command)
    {
        command.Add(Folder);
        command.Add(Json);
        answers.AddTo(command);
        foreach (var option in new Option[] { Mode, Port, Pty, UsbIp, powerCut, hangAt })
        {
            command.Add(option);
        }
    }

    /// <summary>The phone's storage with the faults that were asked for.</summary>
    public IPhoneStorage Storage(ParseResult parsed, VirtualPhone phone, TextWriter trace)
    {
        IPhoneStorage storage = parsed.GetValue(hangAt) is { } step ? new SteppedStorage(phone, step, trace) : phone;
        var power = new PowerSupply();
        if ((parsed.GetValue(powerCut) ?? phone.Faults.PowerCutAfter) is { } bytes)
        {
            power.CutAfterBytes(bytes);
        }

        return new PoweredStorage(phone.Faults.IsDiskFull ? new FullStorage(storage) : storage, power, phone.Faults.Damage);
    }

    public ScriptAnswers Answers(ParseResult parsed) => answers.Read(parsed);
}
