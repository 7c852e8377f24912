using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Tenure.Architecture.Tests;

/// <summary>Who may know whom inside the server: a capability knows Platform, Data and another capability's Contracts; Platform knows no capability.</summary>
/// <param name="assembly">What is looked at, read from its IL, so that a use inside of a method body counts.</param>
/// <param name="root">The namespace whose next part is a capability's name.</param>
internal sealed class CapabilityDependencies(Assembly assembly, string root, IReadOnlyCollection<string> capabilities)
{
    private readonly ArchUnitNET.Domain.Architecture architecture = new ArchLoader().LoadAssemblies(assembly).Build();

    /// <summary>A capability that looks into another one.</summary>
    public IEnumerable<string> BetweenCapabilities() =>
        from use in Uses()
        where capabilities.Contains(use.FromPart) && capabilities.Contains(use.ToPart) && use.FromPart != use.ToPart && !IsContract(use.To)
        select $"{use.From} uses {use.To}, which is inside of {use.ToPart}";

    /// <summary>A type of the platform that knows a capability.</summary>
    public IEnumerable<string> FromPlatform() =>
        from use in Uses()
        where use.FromPart == "Platform" && capabilities.Contains(use.ToPart)
        select $"{use.From} of the platform uses {use.To}";

    /// <summary>A folder of capabilities whose namespace is not its name: the two rules above would not see it.</summary>
    public IEnumerable<string> Unseen() =>
        from capability in capabilities
        where !architecture.Types.Any(type => Part(type.FullName) == capability)
        select $"no type is in the namespace {root}.{capability}";

    private IEnumerable<(string From, string FromPart, string To, string ToPart)> Uses() =>
        from type in architecture.Types
        let fromPart = Part(type.FullName)
        where fromPart is not null
        from dependency in type.Dependencies
        let toPart = Part(dependency.Target.FullName)
        where toPart is not null
        select (type.FullName, fromPart, dependency.Target.FullName, toPart);

    private bool IsContract(string type) => type.Split('.', '+').Skip(root.Split('.').Length + 1).FirstOrDefault() == "Contracts";

    private string? Part(string type) =>
        type.StartsWith(root + ".", StringComparison.Ordinal) && type[(root.Length + 1)..].Split('.') is [var part, _, ..] ? part : null;
}
