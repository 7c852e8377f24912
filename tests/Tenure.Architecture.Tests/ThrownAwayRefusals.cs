using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tenure.Architecture.Tests;

/// <summary>Awaited refusals that nobody looks at. The compiler's own rule (CA1806) sees only those that are not awaited.</summary>
internal sealed class ThrownAwayRefusals
{
    // What the SDKs import on their own.
    private const string GlobalUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Net.Http.Json; global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    // Finding out what an await gives costs more than all else here: of those that cannot throw it away some are enough.
    private const int Enough = 100;
    private readonly List<string> found = [];

    private ThrownAwayRefusals()
    {
    }

    /// <summary>File, line and text of each.</summary>
    public IReadOnlyList<string> Found => found;

    /// <summary>How many awaits of a refusal, or of an answer that may be one, there are at all, of those that somebody looks at about a hundred: none would mean that the reading failed.</summary>
    public int Awaited { get; private set; }

    /// <summary>Reads all C# and the code of all pages below a folder of <paramref name="project"/> as one program and looks at every await in it.</summary>
    public static ThrownAwayRefusals In(string project, string folder = "")
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var root = Path.Combine(project, folder);
        var pages = Directory.EnumerateFiles(root, "*.razor", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "_Imports.razor")
            .Select(file => CSharpSyntaxTree.ParseText(RazorCode.Of(project, file), options, file));
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Concat(pages)
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings, options))
            .ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Tenure.Server.dll" or "Tenure.Architecture.Fixtures.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        // Internal types of the sources' own projects are seen; unresolved names of generated code do no harm.
        var compilation = CSharpCompilation.Create("Tenure.Server", trees, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var refusals = new ThrownAwayRefusals();
        foreach (var tree in trees)
        {
            refusals.Look(tree, compilation.GetSemanticModel(tree));
        }

        return refusals;
    }

    private void Look(SyntaxTree tree, SemanticModel model)
    {
        foreach (var await in tree.GetRoot().DescendantNodes().OfType<AwaitExpressionSyntax>())
        {
            if (Awaited >= Enough && await.Parent is not (ExpressionStatementSyntax or AssignmentExpressionSyntax or LambdaExpressionSyntax or ArrowExpressionClauseSyntax))
            {
                continue;
            }

            if (model.GetTypeInfo(await).Type is not { Name: "Refusal" or "Answer" })
            {
                continue;
            }

            Awaited++;
            if (IsThrownAway(await, model))
            {
                // Lines of a page's code are not those of its file.
                var line = tree.FilePath.EndsWith(".razor", StringComparison.Ordinal) ? "" : $":{tree.GetLineSpan(await.Span).StartLinePosition.Line + 1}";
                found.Add($"{Path.GetFileName(tree.FilePath)}{line}: {await}");
            }
        }
    }

    private static bool IsThrownAway(AwaitExpressionSyntax await, SemanticModel model) => await.Parent switch
    {
        ExpressionStatementSyntax => true,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } => true,
        // () => await AskAsync() as a Func<Task>: the answer is lost in the conversion.
        LambdaExpressionSyntax lambda => model.GetSymbolInfo(lambda).Symbol is IMethodSymbol { ReturnType: INamedTypeSymbol { Arity: 0 } },
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => model.GetDeclaredSymbol(method) is { ReturnType: INamedTypeSymbol { Arity: 0 } },
        _ => false,
    };
}
