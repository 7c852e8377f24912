using System.CommandLine;
using Tenure.Cli.Texts;

namespace Tenure.Cli;

/// <summary><c>--language</c>: one of ours.</summary>
internal static class LanguageOption
{
    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>("--language") { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && CommandText.Languages.Find(token.Value) is null)
            {
                result.AddError(CommandOutput.Format(CommandText.Languages.OfTerminal.UnknownLanguage, token.Value));
            }
        });
        return option;
    }
}
