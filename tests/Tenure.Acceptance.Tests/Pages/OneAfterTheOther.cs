namespace Tenure.Acceptance.Tests.Pages;

/// <summary>One after the other: they share a browser, and two cores are all that some machines have.</summary>
[CollectionDefinition("pages", DisableParallelization = true)]
public sealed class OneAfterTheOther;
