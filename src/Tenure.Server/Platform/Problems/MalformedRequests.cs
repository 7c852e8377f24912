using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Tenure.Domain;

namespace Tenure.Server.Platform.Problems;

/// <summary>A body that cannot be read is the caller's fault and says which field; anything else stays a 500.</summary>
internal sealed class MalformedRequests : IExceptionHandler
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

        var field = bad.InnerException is JsonException { Path: { Length: > 2 } path } && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        await new RefusalResult(new Refusal("malformed", "The request cannot be read.", RefusalKind.Invalid, field)).ExecuteAsync(context);
        if (bad.StatusCode is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType && !context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
        }

        return true;
    }
}
