namespace Torrone.Server.Accounts.Outside;

/// <summary>An outside provider did not do its part. The message is for the log and holds no secret.</summary>
public sealed class OutsideException : Exception
{
    public OutsideException(string message)
        : base(message)
    {
    }

    public OutsideException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
