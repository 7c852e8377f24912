using Tenure.Domain.Accounts;

namespace Tenure.Server.Exports.Contracts;

/// <summary>A kind of data in the archive: a JSON file of rows, or a folder of files. Never a secret of the account, nor anything of another person.</summary>
internal sealed class ExportPart
{
    private ExportPart(string name, IReadOnlyList<string> tables, Type? row, Func<AccountId, CancellationToken, IAsyncEnumerable<object>> read)
    {
        Name = name;
        Tables = tables;
        Row = row;
        Read = read;
    }

    /// <summary>Of the file, without <c>.json</c>, or of the folder; names its texts, too.</summary>
    public string Name { get; }

    /// <summary>The tables that it speaks for.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>The type of its rows: each public property is a field, with a <see cref="System.ComponentModel.DescriptionAttribute"/>; <c>null</c> for a folder, which gives <see cref="ExportedFile"/>.</summary>
    public Type? Row { get; }

    /// <summary>Reads them, as they are written: not all at once.</summary>
    public Func<AccountId, CancellationToken, IAsyncEnumerable<object>> Read { get; }

    /// <summary>A file of rows.</summary>
    public static ExportPart Rows<T>(string name, IReadOnlyList<string> tables, Func<AccountId, CancellationToken, IAsyncEnumerable<T>> read)
        where T : class => new(name, tables, typeof(T), read);

    /// <summary>A folder of files.</summary>
    public static ExportPart Files(string name, IReadOnlyList<string> tables, Func<AccountId, CancellationToken, IAsyncEnumerable<ExportedFile>> read) => new(name, tables, row: null, read);
}
