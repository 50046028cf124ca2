using System.Text;

namespace Optimizer.Host.Yaml;

/// <summary>Reads an operator's text file, with every failure as a message instead of an exception.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null with one error reported: missing, forbidden, a folder, too large, not UTF-8.</summary>
    public static string? Read(string path, FileErrors errors)
    {
        try
        {
            // A bounded read, not ReadAllBytes: the path may name /dev/zero or a log.
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[YamlTreeReader.LargestText + 1];
            int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read > YamlTreeReader.LargestText)
            {
                errors.Add(YamlPosition.Start, "", $"the file is larger than {YamlTreeReader.LargestText} bytes");
                return null;
            }

            ReadOnlySpan<byte> text = bytes.AsSpan(0, read);
            return Strict.GetString(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            errors.Add(YamlPosition.Start, "", Explain(path, failure));
            return null;
        }
    }

    /// <summary>Why a file could not be read and what to do, one sentence.</summary>
    public static string Explain(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "the file does not exist; check the path",
        UnauthorizedAccessException when Directory.Exists(path) => "this is a folder, expected a file",
        UnauthorizedAccessException => "the file may not be read by this user; check its owner and mode",
        DecoderFallbackException => "the file is not UTF-8 text",
        _ => $"the file cannot be read: {failure.Message}",
    };
}
