using Torrone.Server.Cli;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Cli;

/// <summary>The lock on a data folder: shared by servers and small commands, alone for what replaces the data.</summary>
public sealed class DataLockTests
{
    [Fact]
    public void Many_share_and_one_alone_waits_for_none()
    {
        using TemporaryFolder folder = new();
        using (DataLock.Share(folder.Path))
        using (DataLock.Share(folder.Path))
        {
            Assert.Throws<DataInUseException>(() => DataLock.Alone(folder.Path));
        }

        using (DataLock.Alone(folder.Path))
        {
            Assert.Throws<DataInUseException>(() => DataLock.Share(folder.Path));
        }

        DataLock.Share(folder.Path).Dispose();
    }
}
