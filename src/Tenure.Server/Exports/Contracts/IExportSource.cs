namespace Tenure.Server.Exports.Contracts;

/// <summary>A capability that keeps something about a person, and gives it to them. A test finds tables that no part speaks for.</summary>
internal interface IExportSource
{
    /// <summary>What it gives; the same parts for everybody. They are read one after the other, from one state of the database.</summary>
    IReadOnlyList<ExportPart> Parts { get; }
}
