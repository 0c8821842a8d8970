using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Torrone.Testing;

/// <summary>
/// A port that nothing listens on, on both loopback addresses. Taken below the range from which the system gives ports to outgoing
/// connections, so that none of those grabs it before the server does.
/// </summary>
public static class FreePort
{
    private static int s_next = RandomNumberGenerator.GetInt32(20000, 32000);

    public static int Next()
    {
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            int port = 20000 + (Interlocked.Increment(ref s_next) % 12000);
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.IPv6Loopback, port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No free port between 20000 and 32000.");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
        {
            return true;
        }

        try
        {
            using TcpListener listener = new(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
