namespace Tenure.Server.Tests.Hosting;

/// <summary>Tests that measure time: nothing runs beside them, not even each other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
