namespace Optimizer.Planning.Online;

/// <summary>Why a request was not placed.</summary>
public enum OnlineRejection
{
    /// <summary>No GPU of the fleet has the profile.</summary>
    UnknownProfile,

    /// <summary>It fits nowhere, and no moves the policy may make would change that.</summary>
    NoRoom,

    /// <summary>Moves would make room, but better uses of the moves are expected soon.</summary>
    MovesTooDear,
}
