using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Names;

/// <summary>
/// Called inside the transaction that renames or removes an owner, while the owner's packages are still its own: the room of the packages
/// then tells its log, whose readers (search) show owners' names. This room knows no packages.
/// </summary>
/// <param name="principalId">The person or organization.</param>
public delegate Task PackagesTouched(WriteTransaction write, long principalId, Actor who);
