using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;

namespace Tenure.Server.Platform.Problems;

/// <summary>Refusals and answers on the API.</summary>
internal static class RefusalResults
{
    extension(TypedResults)
    {
        /// <summary>The problem for a refusal.</summary>
        public static RefusalResult Refused(Refusal refusal) => new(refusal);

        /// <summary>200 with the answer, or the problem.</summary>
        public static Results<Ok<T>, RefusalResult> From<T>(Answer<T> answer)
            where T : notnull => answer.Refusal is { } refusal ? new RefusalResult(refusal) : TypedResults.Ok(answer.Value);

        /// <summary>204, or the problem.</summary>
        public static Results<NoContent, RefusalResult> From(Refusal? refusal) =>
            refusal is null ? TypedResults.NoContent() : new RefusalResult(refusal);
    }
}
