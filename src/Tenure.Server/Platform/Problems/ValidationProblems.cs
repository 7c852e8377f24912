using System.Text.Json;
using Tenure.Domain;

namespace Tenure.Server.Platform.Problems;

/// <summary>Gives what the framework's validation says the shape of every other refusal: <c>malformed</c>, with the first field as the caller spells it.</summary>
internal static class ValidationProblems
{
    public static void Customize(ProblemDetailsContext context)
    {
        if (context.ProblemDetails is not HttpValidationProblemDetails { Errors: { Count: > 0 } errors } problem)
        {
            return;
        }

        var refusal = WellFormedText.Malformed(FieldOf(errors.Keys.First()));
        problem.Type = "urn:tenure:problem:" + refusal.Code;
        problem.Title = context.HttpContext.RequestServices.GetRequiredService<RefusalTexts>().Of(refusal);
        problem.Extensions["code"] = refusal.Code;
        problem.Extensions["field"] = refusal.Field;
        // Its messages are English whatever the caller reads.
        problem.Errors.Clear();
    }

    // "Device.Name" is device.name on the wire.
    private static string FieldOf(string member) => string.Join('.', member.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
