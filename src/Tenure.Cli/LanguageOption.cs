using System.CommandLine;
using System.Globalization;
using Tenure.Cli.Texts;

namespace Tenure.Cli;

/// <summary><c>--language</c>: one of ours.</summary>
internal static class LanguageOption
{
    private const string Name = "--language";

    /// <summary>The language that a command line asks for; <c>null</c> when it asks for none of ours.</summary>
    public static CultureInfo? Find(string[] args)
    {
        var tag = args.Select((word, at) => word == Name ? args.ElementAtOrDefault(at + 1) : word.StartsWith(Name + '=', StringComparison.Ordinal) ? word[(Name.Length + 1)..] : null).FirstOrDefault(found => found is not null);
        return tag is not null && CommandText.Languages.Find(tag) is not null ? CultureInfo.GetCultureInfo(tag) : null;
    }

    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>(Name) { Description = description };
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
