namespace Tenure.Architecture.Fixtures;

/// <summary>By which the tests find this assembly.</summary>
public static class BrokenRules
{
    /// <summary>Keeps a reference to an assembly that a project of rules alone may not have.</summary>
    public static Type Outside => typeof(Client.TenureClient);
}
