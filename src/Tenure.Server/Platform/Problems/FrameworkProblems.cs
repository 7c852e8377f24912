using System.Text.Json;
using Tenure.Domain;

namespace Tenure.Server.Platform.Problems;

/// <summary>Gives what the framework itself refuses the shape of every other refusal: a code, a title in the caller's language and, where one thing was wrong, its field as the caller spells it.</summary>
internal static class FrameworkProblems
{
    public static void Customize(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var refusal = problem is HttpValidationProblemDetails { Errors: { Count: > 0 } errors } ? WellFormedText.Malformed(FieldOf(errors.Keys.First())) : Of(context.HttpContext.Response.StatusCode);
        if (refusal is null || problem.Extensions.ContainsKey("code"))
        {
            return;
        }

        problem.Type = "urn:tenure:problem:" + refusal.Code;
        problem.Title = context.HttpContext.RequestServices.GetRequiredService<RefusalTexts>().Of(refusal);
        problem.Extensions["code"] = refusal.Code;
        if (refusal.Field is { } field)
        {
            problem.Extensions["field"] = field;
        }

        // Its messages are English whatever the caller reads.
        (problem as HttpValidationProblemDetails)?.Errors.Clear();
    }

    // The status stays as it is.
    private static Refusal? Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new("not_signed_in", "This needs a valid access token.", RefusalKind.NotAllowed),
        StatusCodes.Status403Forbidden => new("not_allowed", "The access token does not allow this.", RefusalKind.NotAllowed),
        StatusCodes.Status404NotFound => new("not_found", "There is no such thing.", RefusalKind.NotFound),
        StatusCodes.Status405MethodNotAllowed => new("method_unknown", "This address does not answer to this method.", RefusalKind.Invalid),
        StatusCodes.Status413PayloadTooLarge => new("request_too_large", "The request is too large.", RefusalKind.TooLarge),
        StatusCodes.Status400BadRequest or StatusCodes.Status412PreconditionFailed or StatusCodes.Status415UnsupportedMediaType => WellFormedText.Malformed(field: null),
        _ => null,
    };

    // "Device.Name" is device.name on the wire.
    private static string FieldOf(string member) => string.Join('.', member.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
