using System.Text.Json;
using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

/// <summary>Kinds, states and reasons as the API names them.</summary>
internal static class CaseNames
{
    public static string Of(CaseKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>What its person sees: not who looks at it, nor that somebody has decided.</summary>
    public static string Of(CaseState state) => JsonNamingPolicy.CamelCase.ConvertName(Shown(state).ToString());

    /// <summary>The state that its person sees.</summary>
    public static CaseState Shown(CaseState state) => state is CaseState.SecondLook or CaseState.ThirdLook ? CaseState.Submitted : state;

    public static string? Of(CaseReason reason) => reason == CaseReason.None ? null : JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}
