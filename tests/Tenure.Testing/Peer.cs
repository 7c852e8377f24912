namespace Tenure.Testing;

/// <summary>The real programs that tests talk to, by the names under which <c>./check</c> lists them.</summary>
public static class Peer
{
    public const string Sqlite = "SQLite";
    public const string PostgreSql = "PostgreSQL";
    public const string Smtp = "SMTP server";
    public const string Kannel = "Kannel";
    public const string Fastboot = "fastboot";
    public const string Chromium = "Chromium";
    public const string Axe = "axe";
    public const string Sgdisk = "sgdisk";
    public const string Libsparse = "libsparse";
    public const string Mkbootimg = "mkbootimg";
    public const string OpenSsl = "OpenSSL";
    public const string Sqlmap = "sqlmap";
    public const string Ffuf = "ffuf";
    public const string Tpm = "swtpm";
    public const string Zbar = "zbarimg";
    public const string Qemu = "QEMU, Linux, usbip";
    public const string Qdl = "qdl";
    public const string Poppler = "pdftoppm";
    public const string Heif = "libheif";
    public const string TusClient = "tus-js-client";
    public const string Ofono = "ofono by dbusmock";
    public const string Keyring = "GNOME Keyring";
    public const string Systemd = "systemd";
}
