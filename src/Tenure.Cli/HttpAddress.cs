using System.CommandLine.Parsing;
using Tenure.Cli.Texts;

namespace Tenure.Cli;

/// <summary>A server's address as a person types it.</summary>
internal static class HttpAddress
{
    /// <summary>The address; <c>null</c> when it is not one.</summary>
    public static Uri? Read(string typed) =>
        Uri.TryCreate(typed.Contains("://", StringComparison.Ordinal) ? typed : "https://" + typed, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https" ? address : null;

    public static Uri? Parse(ArgumentResult argument)
    {
        if (argument.Tokens is [var token] && Read(token.Value) is { } address)
        {
            return address;
        }

        argument.AddError(CommandText.Languages.OfTerminal.AddressMalformed);
        return null;
    }
}
