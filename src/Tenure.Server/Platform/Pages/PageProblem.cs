namespace Tenure.Server.Platform.Pages;

/// <summary>Why a form was refused, in the person's language: a text for each field, or for the form as a whole.</summary>
public sealed class PageProblem
{
    private readonly List<(string? Field, string Text)> items = [];

    /// <summary>What is wrong, in the order of the form.</summary>
    public IReadOnlyList<(string? Field, string Text)> Items => items;

    /// <summary>The text for one field; <c>null</c> when nothing is wrong with it.</summary>
    public string? Of(string field) => items.Where(i => i.Field == field).Select(i => i.Text).FirstOrDefault();

    internal void Add(string? field, string text) => items.Add((field, text));
}
