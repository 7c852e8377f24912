using System.Text;
using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>The passwords that everyone tries: the shipped words and phrases, the operator's own list and filter of leaked ones. Read when the first password is chosen.</summary>
internal static class CommonPasswords
{
    private const string Phrases = "Tenure.Server.Accounts.Texts.CommonPhrases.txt";
    private const string Words = "Tenure.Server.Accounts.Texts.CommonWords.txt";

    public static PasswordPolicy Policy(IOptions<PasswordOptions> options)
    {
        var own = options.Value.List.Length > 0 ? File.ReadLines(options.Value.List) : [];
        var list = new PasswordList(own, Read(Phrases).Concat(Read(Words).SelectMany(line => line.Split(' '))));
        var leaked = options.Value.Filter.Length > 0 ? LeakedPasswords.Open(options.Value.Filter) : null;
        return new PasswordPolicy(new PasswordRules(options.Value.Shortest, options.Value.Longest, options.Value.ShortestAlwaysAsk), list, password => leaked?.Has(password) == true);
    }

    private static IEnumerable<string> Read(string name)
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
