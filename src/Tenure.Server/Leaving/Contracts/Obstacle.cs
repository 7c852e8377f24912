namespace Tenure.Server.Leaving.Contracts;

/// <summary>Something that stands in the way of deleting an account.</summary>
/// <param name="Kind">One of <c>device_held</c>, <c>device_lost</c>, <c>case_open</c>, <c>dispute_open</c>; the page has a text for each, and for the way to clear it.</param>
/// <param name="Name">What it is called: a device's model, a case's number; <c>null</c> for none.</param>
/// <param name="Path">The page of this server where it is cleared; <c>null</c> for none.</param>
/// <param name="Subject">The device's id where it is one; <c>null</c> otherwise.</param>
internal sealed record Obstacle(string Kind, string? Name, string? Path, string? Subject = null);
