using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Optimizer.Workloads.Booted;

/// <summary>The metrics page of a load balancer: a counter of requests that rises as fast as it is told.</summary>
internal sealed class DemandPage : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 18480);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private double _served;
    private double _rate;
    private TimeSpan _since;

    public DemandPage()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Requests per second from now on.</summary>
    public void Set(double rate)
    {
        lock (_gate)
        {
            _served = Served();
            _since = _watch.Elapsed;
            _rate = rate;
        }
    }

    public void Dispose() => _listener.Dispose();

    private double Served() => _served + (_rate * (_watch.Elapsed - _since).TotalSeconds);

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                NetworkStream stream = client.GetStream();
                byte[] asked = new byte[4096];
                int count = await stream.ReadAsync(asked);
                double served;
                lock (_gate)
                {
                    served = Served();
                }

                string page = string.Create(CultureInfo.InvariantCulture, $"# TYPE svc_requests_total counter\nsvc_requests_total {served:0}\n");
                string answer = $"HTTP/1.1 {(count > 0 ? "200 OK" : "400 Bad Request")}\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n{page}";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            }
            catch (IOException)
            {
                // A client that went away costs its own page.
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
