using System.CommandLine.Parsing;
using Tenure.Cli.Phone.Texts;
using Tenure.Protocols.Identifiers;

namespace Tenure.Cli.Phone;

/// <summary>IMEIs as a person types them.</summary>
internal static class ImeiArgument
{
    public static IReadOnlyList<Imei>? Parse(ArgumentResult argument)
    {
        var text = IdentifierText.Languages.OfTerminal;
        var imeis = new List<Imei>();
        foreach (var typed in argument.Tokens.Select(token => token.Value))
        {
            if (Imei.Read(typed, out var imei) is { } fault)
            {
                argument.AddError(CommandOutput.Format(fault == ImeiFault.CheckDigitWrong ? text.ImeiCheckDigit : text.ImeiMalformed, typed));
                return null;
            }

            imeis.Add(imei);
        }

        return imeis;
    }
}
