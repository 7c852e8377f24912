namespace Tenure.Server.Flashing.Contracts;

/// <summary>A workshop as operators see it.</summary>
internal sealed record SeenWorkshop(string Name, DateTimeOffset CreatedAt, DateTimeOffset? RemovedAt, IReadOnlyList<SeenMember> Members, IReadOnlyList<SeenComputer> Computers);

/// <summary>Who works for it: the number of the account.</summary>
internal sealed record SeenMember(string Number, bool IsHead, DateTimeOffset AddedAt);

/// <summary>A computer of it.</summary>
internal sealed record SeenComputer(string Name, string Id, DateTimeOffset BoundAt);
