using System.Text;
using Torrone.NuGet.Problems;
using Torrone.NuGet.Signatures;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Signatures;

/// <summary>A signature is read, compared with the content and with its own certificate. Real ones are in RealPackagesTests.</summary>
public sealed class SignatureTests
{
    private static readonly byte[] Package = new PackageBuilder().Framework("net8.0", [1, 2, 3]).Readme().Build();

    [Fact]
    public void A_signed_package_says_who_signed_it()
    {
        var inspection = Inspect(PackageSigner.Sign(Package));

        AssertGood(inspection);
        Assert.True(inspection.Manifest!.IsSigned);
        var signature = inspection.Manifest.Signature!;
        Assert.Equal((PackageSignature.Author, PackageSigner.Signer, false), (signature.Kind, signature.Signer, signature.IsTimestamped));
        Assert.Equal(64, signature.Fingerprint.Length);
        Assert.Contains(inspection.Warnings, warning => warning.Code == ProblemCode.SignatureNoTimestamp);
    }

    [Fact]
    public void A_package_without_one_is_not_signed()
    {
        var manifest = Inspect(Package).Manifest!;
        Assert.False(manifest.IsSigned);
        Assert.Null(manifest.Signature);
    }

    [Fact]
    public void A_package_that_was_changed_after_signing_is_refused() => AssertProblems(
        Inspect(PackageSigner.Insert(new PackageBuilder().Readme("another").Build(), PackageSigner.Signature(Package))),
        new PackageProblem(ProblemCode.SignatureForeign));

    [Fact]
    public void A_signature_that_its_own_certificate_does_not_bear_out_is_refused()
    {
        var signature = PackageSigner.Signature(Package);
        signature[^20] ^= 1;
        AssertProblems(Inspect(PackageSigner.Insert(Package, signature)), new PackageProblem(ProblemCode.SignatureInvalid));
    }

    [Theory]
    [InlineData("")]
    [InlineData("signature")]
    public void What_is_no_signature_at_all_is_refused(string content) => AssertProblems(
        Inspect(PackageSigner.Insert(Package, Encoding.ASCII.GetBytes(content))), new PackageProblem(ProblemCode.SignatureMalformed));

    [Fact]
    public void A_signature_that_is_packed_is_refused_because_clients_read_it_where_it_lies() => AssertProblems(
        Inspect(new PackageBuilder().Entry(".signature.p7s", PackageSigner.Signature(Package))), new PackageProblem(ProblemCode.SignatureMalformed));

    [Fact]
    public void No_damage_to_a_signature_is_an_exception()
    {
        var signature = PackageSigner.Signature(Package);
        for (var at = 0; at < signature.Length; at += 3)
        {
            var damaged = signature.ToArray();
            damaged[at] ^= 0xFF;
            Assert.All(Inspect(PackageSigner.Insert(Package, damaged)).Problems,
                problem => Assert.StartsWith("signature-", problem.Code, StringComparison.Ordinal));
        }
    }
}
