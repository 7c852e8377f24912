using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Platform.Problems;

/// <summary>A refusal as problem details (RFC 9457): type, title in the caller's language, status, and the members <c>code</c> and <c>field</c>.</summary>
internal sealed class RefusalResult(Refusal refusal) : IResult, IEndpointMetadataProvider
{
    public Refusal Refusal => refusal;

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
    };

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ProblemDetails), ["application/problem+json"]));

    public async Task ExecuteAsync(HttpContext context)
    {
        TenureMeter.Refused(refusal.Code);
        if (refusal.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        context.Response.StatusCode = StatusOf(refusal.Kind);
        var problem = new ProblemDetails
        {
            Type = "urn:tenure:problem:" + refusal.Code,
            Title = context.RequestServices.GetRequiredService<RefusalTexts>().Of(refusal),
            Status = StatusOf(refusal.Kind),
            Extensions = { ["code"] = refusal.Code },
        };
        if (refusal.Field is { } field)
        {
            problem.Extensions["field"] = field;
        }

        await context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", context.RequestAborted);
    }
}
