using System.CommandLine;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone sim</c></summary>
internal static class PhoneSim
{
    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var own = IdentifierText.Languages.OfTerminal;
        var folder = PhoneCommands.Folder(text);
        var slot = new Option<int>("--slot") { Description = own.HelpSlot, Required = true };
        slot.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("1" or "2"))
            {
                result.AddError(own.HelpSlot);
            }
        });
        var iccid = new Option<string?>("--iccid") { Description = own.HelpIccid };
        var network = new Option<string?>("--operator") { Description = own.HelpOperator };
        var number = new Option<string?>("--number") { Description = own.HelpNumber };
        var remove = new Option<bool>("--remove") { Description = own.HelpRemove };
        var json = JsonOption.Create();
        var command = new Command("sim", own.HelpSim) { folder, slot, iccid, network, number, remove, json };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            var card = new SimSlot(parsed.GetValue(slot), parsed.GetValue(iccid), parsed.GetValue(network), parsed.GetValue(number));
            return PhoneCommands.WithFolderAsync(output, text, path, () => Task.FromResult(Change(output, own, path, card, parsed.GetValue(remove))));
        });
        return command;
    }

    private static int Change(CommandOutput output, IdentifierText text, string folder, SimSlot card, bool remove)
    {
        if (remove && card is not { Iccid: null, Operator: null, Number: null })
        {
            return output.Fail(ExitCodes.Usage, "remove_alone", text.RemoveAlone);
        }

        if (card.Iccid is { } typed && !Iccid.TryRead(typed, out _))
        {
            return output.Fail(ExitCodes.Usage, "iccid_malformed", CommandOutput.Format(text.IccidMalformed, typed));
        }

        var put = remove ? new SimSlot(card.Slot, null, null) : card with { Iccid = card.Iccid ?? TestNumbers.Iccid() };
        if (put.Operator is not null && SimCard.Reported(put.Slot, put.Iccid, put.Operator)?.Operator is null)
        {
            return output.Fail(ExitCodes.Usage, "operator_malformed", text.OperatorMalformed);
        }

        using var phone = VirtualPhone.Open(folder);
        phone.Put(put);
        using var core = PhoneCore.Inspect(phone, phone.Facts);
        return output.Tell(
            PhoneReport.Of(phone.Facts, core) with { Sims = phone.Sims },
            remove ? CommandOutput.Format(text.CardRemoved, put.Slot) : CommandOutput.Format(text.CardPut, put.Iccid, put.Slot));
    }
}
