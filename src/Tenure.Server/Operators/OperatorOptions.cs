using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

/// <summary>Settings <c>Operators:…</c>: how much one of them reads in 24 hours at most.</summary>
internal sealed class OperatorOptions
{
    /// <summary>Cases that an agent opens, 1 to 1000. Default 60.</summary>
    [Range(1, 1000)]
    public int AgentReads { get; set; } = 60;

    /// <summary>Pages of documents that an agent opens, 1 to 10000. Default 600.</summary>
    [Range(1, 10_000)]
    public int AgentPages { get; set; } = 600;

    /// <summary>Cases that a senior opens, 1 to 1000. Default 60.</summary>
    [Range(1, 1000)]
    public int SeniorReads { get; set; } = 60;

    /// <summary>Pages of documents that a senior opens, 1 to 10000. Default 600.</summary>
    [Range(1, 10_000)]
    public int SeniorPages { get; set; } = 600;

    /// <summary>Cases for a role.</summary>
    public int ReadsOf(OperatorRole role) => role == OperatorRole.Senior ? SeniorReads : AgentReads;

    /// <summary>Pages for a role.</summary>
    public int PagesOf(OperatorRole role) => role == OperatorRole.Senior ? SeniorPages : AgentPages;
}

[OptionsValidator]
internal sealed partial class OperatorOptionsValidator : IValidateOptions<OperatorOptions>;
