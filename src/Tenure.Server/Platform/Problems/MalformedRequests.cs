using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Tenure.Domain;

namespace Tenure.Server.Platform.Problems;

/// <summary>A body that cannot be read is the caller's fault and says which field; anything else stays a 500.</summary>
internal sealed partial class MalformedRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        if (exception is InvalidDataException)
        {
            // A form with U+0000, or too large to read.
            await new RefusalResult(WellFormedText.Malformed(field: null)).ExecuteAsync(context);
            return true;
        }

        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        await new RefusalResult(WellFormedText.Malformed(FieldOf(bad.InnerException as JsonException))).ExecuteAsync(context);
        if (bad.StatusCode is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType && !context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
        }

        return true;
    }

    // A field that cannot be read is in the path; of fields that are missing only the message knows.
    private static string? FieldOf(JsonException? exception) => exception switch
    {
        { Path: { Length: > 2 } path } when path.StartsWith("$.", StringComparison.Ordinal) => path[2..],
        { } missing when Missing().Match(missing.Message) is { Success: true } match => match.Groups["field"].Value,
        _ => null,
    };

    [GeneratedRegex("missing required properties including: '(?<field>[^']+)'")]
    private static partial Regex Missing();
}
