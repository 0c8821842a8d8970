#!/usr/bin/env python3
"""Makes valid packages of random, incompressible content, so that sizes on the wire are what they say.

  gen_packages.py OUT             seq/ P0..P199 and par/ Q0..Q199: 10 KB, one version each
                                  many/ Bench.Many 1.0.0..1.0.99, 10 KB; one/ Bench.One 10 KB; big/ Bench.Big 1 MB
                                  thousands/ Bench.Thousands 1.0.0..1.2999.0, 10 KB
  gen_packages.py OUT --bulk N    bulk/: N small ids, to fill a feed before measuring search
"""
import os
import random
import sys
import uuid
import zipfile

CONTENT_TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Default Extension="bin" ContentType="application/octet"/><Default Extension="nuspec" ContentType="application/octet"/>
<Override PartName="/lib/net8.0/_._" ContentType="application/octet"/></Types>"""

WORDS = "core data web json http text xml log auth net grid mail pdf chart sql cache queue test build deploy".split()


def nuspec(name, version, dependencies):
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
<id>{name}</id><version>{version}</version><title>{name}</title><authors>bench</authors><license type="expression">MIT</license>
<projectUrl>https://example.org/bench</projectUrl>
<description>Bench package {name}. A generated package of the bench set, used to measure a NuGet server.</description>
<tags>bench load test</tags><dependencies><group targetFramework="net8.0">{dependencies}</group></dependencies></metadata></package>"""


def relationships(name, properties):
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/{name}.nuspec" Id="R1"/>
<Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/{properties}" Id="R2"/>
</Relationships>"""


def write(folder, name, version, size, chance, dependencies=""):
    os.makedirs(folder, exist_ok=True)
    properties = f"package/services/metadata/core-properties/{uuid.UUID(int=chance.getrandbits(128)).hex}.psmdcp"
    with zipfile.ZipFile(f"{folder}/{name}.{version}.nupkg", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relationships(name, properties))
        archive.writestr(f"{name}.nuspec", nuspec(name, version, dependencies))
        archive.writestr("lib/net8.0/_._", "")
        archive.writestr("data/payload.bin", chance.randbytes(size))
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(properties, '<?xml version="1.0" encoding="utf-8"?><coreProperties '
                         'xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>')


def bulk(out, count):
    chance = random.Random(7)
    for i in range(count):
        write(f"{out}/bulk", f"{chance.choice(WORDS).title()}.{chance.choice(WORDS).title()}.B{i}", "1.0.0", 600, chance)


def sets(out):
    chance = random.Random(42)
    for i in range(200):
        write(f"{out}/seq", f"P{i}", "1.0.0", 8400, chance)
        write(f"{out}/par", f"Q{i}", "1.0.0", 8400, chance)
    for i in range(100):
        write(f"{out}/many", "Bench.Many", f"1.0.{i}", 8400, chance,
              '<dependency id="P0" version="1.0.0"/><dependency id="P1" version="1.0.0"/>')
    for i in range(3000):
        write(f"{out}/thousands", "Bench.Thousands", f"1.{i}.0", 8400, chance)
    write(f"{out}/one", "Bench.One", "1.0.0", 8400, chance)
    write(f"{out}/big", "Bench.Big", "1.0.0", (1 << 20) - 1800, chance)


if __name__ == "__main__":
    if "--bulk" in sys.argv:
        bulk(sys.argv[1], int(sys.argv[3]))
    else:
        sets(sys.argv[1])
