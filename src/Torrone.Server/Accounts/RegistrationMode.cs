namespace Torrone.Server.Accounts;

/// <summary>Who may create an account by the page.</summary>
public enum RegistrationMode
{
    /// <summary>Nobody; administrators add people.</summary>
    Closed,

    /// <summary>Whom an administrator adds or invites.</summary>
    Invitation,

    /// <summary>Everybody.</summary>
    Open,
}
