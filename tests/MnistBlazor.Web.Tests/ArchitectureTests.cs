using Mono.Cecil;
using Assembly = System.Reflection.Assembly;

namespace MnistBlazor.Web.Tests;

/// <summary>
/// What may use what: projects in one direction, and the folders of a project in the order of the table, each only those before it.
/// Read from the compiled assemblies, the bodies of methods included.
/// </summary>
public class ArchitectureTests
{
    /// <summary>From the one that knows least to the one that nothing references.</summary>
    private static readonly string[] Projects =
        ["MnistBlazor.ML", "MnistBlazor.Runs", "MnistBlazor.Lessons", "MnistBlazor.Cluster", "MnistBlazor.Web"];

    /// <summary>A project's folders in order; what lies in none of them comes last. A folder within a folder belongs to it.</summary>
    public static readonly TheoryData<string, string[]> Folders = new()
    {
        { "MnistBlazor.Runs", ["Contracts", "Operation", "Log", "Signals", "Storage", "Execution", "Scheduling"] },
        {
            "MnistBlazor.Lessons",
            [
                "Operation", "Parameters", "Texts", "Code", "Datasets", "Cells", "Notebook", "Predictions", "Digits",
                "Softmax", "Mlp", "Cnn", "Maps",
                "Exports",
            ]
        },
    };

    [Fact]
    public void Projects_reference_only_those_below_them()
    {
        for (var i = 0; i < Projects.Length; i++)
        {
            var references = Assembly.Load(Projects[i]).GetReferencedAssemblies().Select(reference => reference.Name!);
            Assert.DoesNotContain(references, name => Projects[i..].Contains(name));
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folders_use_only_those_before_them(string project, string[] folders)
    {
        using var module = ModuleDefinition.ReadModule(Assembly.Load(project).Location);
        var found = module.GetTypes().Select(type => Folder(type.FullName)).ToHashSet();

        var wrong = module.GetTypes()
            .SelectMany(type => Uses(type).Select(used => (User: type.FullName, Used: used)))
            .Where(use => IsInProject(use.Used) && Place(use.Used) > Place(use.User))
            .Select(use => $"{use.User} uses {use.Used}")
            .Distinct()
            .Order();

        Assert.Empty(wrong);
        Assert.All(folders, folder => Assert.Contains(folder, found)); // a table of folders that are gone would hold nothing

        bool IsInProject(string type) => type.StartsWith(project + ".", StringComparison.Ordinal);
        string Folder(string type) => IsInProject(type) ? type[(project.Length + 1)..].Split('.', '/')[0] : "";
        int Place(string type) => Array.IndexOf(folders, Folder(type)) is var place and >= 0 ? place : folders.Length;
    }

    [Fact]
    public void What_stands_below_the_components_knows_none_but_the_root()
    {
        using var module = ModuleDefinition.ReadModule(typeof(MnistBlazor.Web.Hubs.RunHub).Assembly.Location);
        string[] below = ["Hosting", "Hubs", "Models", "Words"];
        var outside = module.GetTypes()
            .Where(type => below.Any(folder => type.FullName.StartsWith($"MnistBlazor.Web.{folder}.", StringComparison.Ordinal)));

        var components = outside.SelectMany(Uses)
            .Where(used => used.StartsWith("MnistBlazor.Web.Components.", StringComparison.Ordinal)).Distinct();

        Assert.Equal(["MnistBlazor.Web.Components.App"], components);
    }

    /// <summary>The full names of all types that a type names, in its declaration, its members and their bodies.</summary>
    private static IEnumerable<string> Uses(TypeDefinition type)
    {
        var references = new List<TypeReference?> { type.BaseType };
        references.AddRange(type.Interfaces.Select(one => one.InterfaceType));
        references.AddRange(type.Fields.Select(field => field.FieldType));
        references.AddRange(type.GenericParameters.SelectMany(Constraints));
        references.AddRange(Attributes(type));
        foreach (var member in type.Fields.Cast<ICustomAttributeProvider>().Concat(type.Properties).Concat(type.Methods))
            references.AddRange(Attributes(member));
        foreach (var method in type.Methods) references.AddRange(Uses(method));
        return references.SelectMany(Parts).Distinct();
    }

    private static IEnumerable<TypeReference?> Uses(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature =
        [
            method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method.GenericParameters.SelectMany(Constraints),
        ];
        if (!method.HasBody) return signature;
        return signature
            .Concat(method.Body.Variables.Select(variable => variable.VariableType))
            .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType))
            .Concat(method.Body.Instructions.SelectMany(instruction => instruction.Operand switch
            {
                TypeReference used => [used],
                GenericInstanceMethod used => [used.DeclaringType, used.ReturnType, .. used.GenericArguments],
                MethodReference used =>
                    [used.DeclaringType, used.ReturnType, .. used.Parameters.Select(parameter => parameter.ParameterType)],
                FieldReference used => [used.DeclaringType, used.FieldType],
                _ => Array.Empty<TypeReference>(),
            }));
    }

    private static IEnumerable<TypeReference> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider member) => member.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>().Append(attribute.AttributeType));

    /// <summary>A type and what it is made of: the elements of arrays, the arguments of generics.</summary>
    private static IEnumerable<string> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => Parts(generic.ElementType).Concat(generic.GenericArguments.SelectMany(Parts)),
        TypeSpecification made => Parts(made.ElementType),
        _ => [type.FullName],
    };
}
