using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Torrone.Architecture.Tests.Imports;

/// <summary>
/// Reads a compiled assembly and says which type names which other: in base types, members, attributes, constraints, locals, and in the
/// bodies of methods. What the compiler folds away (constants, nameof) leaves no trace and is not seen.
/// </summary>
public sealed class AssemblyScan
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly SignatureTypes _signatures;
    private readonly HashSet<TypeUse> _uses = [];

    private AssemblyScan(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _signatures = new SignatureTypes(this);
        AssemblyName = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
        References = [.. _metadata.AssemblyReferences.Select(r => _metadata.GetString(_metadata.GetAssemblyReference(r).Name))];
        Types = [.. _metadata.TypeDefinitions.Select(Name)];
    }

    public string AssemblyName { get; }

    /// <summary>The assemblies it refers to.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Every type defined in it, nested ones under the name of the outermost.</summary>
    public IReadOnlyList<TypeName> Types { get; }

    public IReadOnlySet<TypeUse> Uses => _uses;

    /// <param name="assembly">The assembly, as it was loaded from a file.</param>
    public static AssemblyScan Of(System.Reflection.Assembly assembly)
    {
        using PEReader file = new(new MemoryStream(File.ReadAllBytes(assembly.Location)));
        AssemblyScan scan = new(file);
        scan.ReadAll();
        return scan;
    }

    internal TypeName Name(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Name(outer)
            : new TypeName(AssemblyName, _metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    internal TypeName Name(TypeReferenceHandle handle)
    {
        TypeReference type = _metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => Name((TypeReferenceHandle)type.ResolutionScope),
            HandleKind.AssemblyReference => new TypeName(
                _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
                _metadata.GetString(type.Namespace), _metadata.GetString(type.Name)),
            _ => new TypeName(AssemblyName, _metadata.GetString(type.Namespace), _metadata.GetString(type.Name)),
        };
    }

    private void ReadAll()
    {
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            TypeDefinition type = _metadata.GetTypeDefinition(handle);
            TypeName user = Name(handle);
            Add(user, Entity(type.BaseType));
            AddAttributes(user, type.GetCustomAttributes());
            AddConstraints(user, type.GetGenericParameters());
            foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
            {
                Add(user, Entity(_metadata.GetInterfaceImplementation(implemented).Interface));
            }

            foreach (FieldDefinition field in type.GetFields().Select(_metadata.GetFieldDefinition))
            {
                Add(user, field.DecodeSignature(_signatures, null));
                AddAttributes(user, field.GetCustomAttributes());
            }

            foreach (PropertyDefinition property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
            {
                AddAttributes(user, property.GetCustomAttributes());
            }

            foreach (MethodDefinition method in type.GetMethods().Select(_metadata.GetMethodDefinition))
            {
                ReadMethod(user, method);
            }
        }
    }

    private void ReadMethod(TypeName user, MethodDefinition method)
    {
        Add(user, SignatureTypes.All(method.DecodeSignature(_signatures, null)));
        AddAttributes(user, method.GetCustomAttributes());
        AddConstraints(user, method.GetGenericParameters());
        foreach (ParameterHandle parameter in method.GetParameters())
        {
            AddAttributes(user, _metadata.GetParameter(parameter).GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            Add(user, _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null).SelectMany(t => t));
        }

        foreach (ExceptionRegion region in body.ExceptionRegions.Where(r => r.Kind == ExceptionRegionKind.Catch))
        {
            Add(user, Entity(region.CatchType));
        }

        foreach (EntityHandle token in IlTokens.Of(body))
        {
            Add(user, Entity(token));
        }
    }

    private IEnumerable<TypeName> Entity(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeDefinition => [Name((TypeDefinitionHandle)handle)],
        HandleKind.TypeReference => [Name((TypeReferenceHandle)handle)],
        HandleKind.TypeSpecification => _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null),
        HandleKind.FieldDefinition => Field(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle)),
        HandleKind.MethodDefinition => Method(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle)),
        HandleKind.MemberReference => Member(_metadata.GetMemberReference((MemberReferenceHandle)handle)),
        HandleKind.MethodSpecification => Generic(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle)),
        HandleKind.StandaloneSignature => [],
        _ => throw new NotSupportedException($"An instruction names a {handle.Kind}."),
    };

    private IEnumerable<TypeName> Field(FieldDefinition field) => [Name(field.GetDeclaringType()), .. field.DecodeSignature(_signatures, null)];

    private IEnumerable<TypeName> Method(MethodDefinition method) =>
        [Name(method.GetDeclaringType()), .. SignatureTypes.All(method.DecodeSignature(_signatures, null))];

    private IEnumerable<TypeName> Generic(MethodSpecification method) =>
        [.. Entity(method.Method), .. method.DecodeSignature(_signatures, null).SelectMany(t => t)];

    private IEnumerable<TypeName> Member(MemberReference member)
    {
        ImmutableArray<TypeName> signature = member.GetKind() == MemberReferenceKind.Method
            ? SignatureTypes.All(member.DecodeMethodSignature(_signatures, null))
            : member.DecodeFieldSignature(_signatures, null);
        return [.. Entity(member.Parent), .. signature];
    }

    private void AddAttributes(TypeName user, CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes)
        {
            Add(user, Entity(_metadata.GetCustomAttribute(attribute).Constructor));
        }
    }

    private void AddConstraints(TypeName user, GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterConstraintHandle constraint in parameters.SelectMany(p => _metadata.GetGenericParameter(p).GetConstraints()))
        {
            Add(user, Entity(_metadata.GetGenericParameterConstraint(constraint).Type));
        }
    }

    private void Add(TypeName user, IEnumerable<TypeName> used)
    {
        foreach (TypeName type in used)
        {
            if (type != user)
            {
                _uses.Add(new TypeUse(user, type));
            }
        }
    }
}
