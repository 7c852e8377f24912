namespace Tenure.Acceptance.Tests.Pages;

/// <summary>How far somebody has come when they see a page.</summary>
public enum Scene
{
    /// <summary>Nobody is signed in.</summary>
    Stranger,

    /// <summary>A code was sent to an address.</summary>
    Registering,

    /// <summary>The address is proven.</summary>
    ChoosingPassword,

    /// <summary>The password was right; the code is asked for.</summary>
    SigningIn,

    /// <summary>The password was forgotten and an address was typed.</summary>
    Resetting,

    /// <summary>The code of that was right.</summary>
    ResettingPassword,

    /// <summary>The same in an account that always asks and has a recovery code on paper for long.</summary>
    ResettingWithProof,

    /// <summary>Signed in, without a name and without a device.</summary>
    Newcomer,

    /// <summary>Signed in, with a name, a device and two sessions.</summary>
    Holder,

    /// <summary>Signed in, with recovery codes that work.</summary>
    CodesMade,

    /// <summary>A window in which somebody else signs in at each visit.</summary>
    Anybody,

    /// <summary>Signed in, and has lifted so many freezes that one proof sets none for a time.</summary>
    Lifter,

    /// <summary>Signed in, with a device that is lost and said to be found.</summary>
    Loser,

    /// <summary>Signed in, with a phone that has no network.</summary>
    Leaver,

    /// <summary>Signed in, and has given a phone to somebody else.</summary>
    Giver,

    /// <summary>Signed in, and gives two phones away: of one somebody typed the code, of the other nobody did.</summary>
    Giving,

    /// <summary>Signed in, while somebody asks for the account and for the phone.</summary>
    Asked,

    /// <summary>Signed in, and has asked for the account's deletion.</summary>
    Departing,

    /// <summary>An operator is signed in and has found an account; a maker has named its device and another one that says it is it.</summary>
    Operator,

    /// <summary>An agent is signed in who was drawn for a case with a document.</summary>
    Agent,
}
