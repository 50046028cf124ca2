using Optimizer.Model.Acting;

namespace Optimizer.Host.Configuration;

/// <summary>
/// Every setting, once. The reader, the sample file, the documentation and the reload report are all made from this table,
/// so a setting is added here, in <see cref="SettingValues"/>, and in its configuration record; nowhere else.
/// </summary>
internal static partial class Settings
{
    /// <summary>How far the daemon goes by itself.</summary>
    public static readonly ChoiceSetting<OperatingMode> Mode = new()
    {
        Key = "mode",
        Default = OperatingMode.Observe,
        Words = [new("observe", OperatingMode.Observe), new("recommend", OperatingMode.Recommend), new("approve", OperatingMode.Approve), new("enforce", OperatingMode.Enforce)],
        Summary = "How far the daemon goes by itself. observe: read and export, change nothing. recommend: also plan, and show what it would do. approve: carry out a plan after gpu-optimizer approve. enforce: carry out its plans by itself.",
        Why = "A new node is observed until its operator has seen what would be done to it.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Where HTTP is served.</summary>
    public static readonly AddressSetting Listen = new()
    {
        Key = "listen",
        Default = new ListenAddress(System.Net.IPAddress.Loopback, 9838),
        Summary = "Address and port of the HTTP server, IPv6 in brackets.",
        Why = "Loopback until the operator decides otherwise: readings tell who runs what. Set web_config_file before opening it to a network.",
    };

    /// <summary>File with TLS and users.</summary>
    public static readonly TextSetting WebConfigFile = new()
    {
        Key = "web_config_file",
        Default = null,
        Expected = "an absolute path",
        Accepts = IsAbsolutePath,
        Summary = "File with TLS, users and headers, in the shape of the Prometheus exporter toolkit. null: plain HTTP, no users.",
    };

    /// <summary>Folder of journal and history.</summary>
    public static readonly TextSetting StateDirectory = new()
    {
        Key = "state_directory",
        Default = "/var/lib/gpu-optimizer",
        Expected = "an absolute path",
        Accepts = IsAbsolutePath,
        Summary = "Folder for what must survive a restart.",
    };

    /// <summary>The NVML library.</summary>
    public static readonly TextSetting NvmlLibrary = new()
    {
        Key = "nvml.library",
        Default = "libnvidia-ml.so.1",
        Expected = "a library name without slashes, or an absolute path",
        Accepts = text => text.Length is > 0 and < 4096 && !text.Any(char.IsControl) && (!text.Contains('/', StringComparison.Ordinal) || text[0] == '/'),
        Summary = "The driver's management library, by name or absolute path.",
        Why = "The name the driver package installs; the dynamic linker finds it.",
    };

    private static bool IsAbsolutePath(string text) => text.Length is > 0 and < 4096 && text[0] == '/' && !text.Any(char.IsControl);
}
