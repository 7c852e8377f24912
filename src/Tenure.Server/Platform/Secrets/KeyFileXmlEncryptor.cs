using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Tenure.Server.Platform.Secrets;

/// <summary>Encrypts Data Protection's keys with the key file before they enter the database.</summary>
internal sealed class KeyFileXmlEncryptor(KeyFile keyFile) : IXmlEncryptor
{
    public const string Name = "data-protection";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("key", Convert.ToBase64String(keyFile.Protect(Name, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(KeyFileXmlDecryptor));
}

/// <inheritdoc cref="KeyFileXmlEncryptor"/>
internal sealed class KeyFileXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(
        services.GetRequiredService<KeyFile>().Unprotect(KeyFileXmlEncryptor.Name, Convert.FromBase64String(encryptedElement.Value))));
}
