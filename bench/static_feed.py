#!/usr/bin/env python3
"""The floor for restore: the same packages as a static V3 feed under nginx.

  static_feed.py PACKAGES PORT WORK -- COMMAND...    serves PACKAGES/{seq,many,one,big,thousands}, runs COMMAND, stops nginx.
"""
import collections
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

from nginx import Nginx


def main(packages, port, work, command):
    nginx = Nginx(os.path.join(work, "static"), port)
    versions = collections.defaultdict(list)
    for path in [p for s in ("seq", "many", "one", "big", "thousands") for p in glob.glob(f"{packages}/{s}/*.nupkg")]:
        with zipfile.ZipFile(path) as archive:
            nuspec = archive.read(next(n for n in archive.namelist() if n.endswith(".nuspec"))).decode()
        name, version = (re.search(f"<{tag}>(.*?)</{tag}>", nuspec)[1].lower() for tag in ("id", "version"))
        versions[name].append(version)
        folder = f"{nginx.root}/flat/{name}/{version}"
        os.makedirs(folder)
        shutil.copy(path, f"{folder}/{name}.{version}.nupkg")
    for name, each in versions.items():
        write(f"{nginx.root}/flat/{name}/index.json", {"versions": sorted(each, key=lambda v: [int(p) for p in v.split(".")])})
    os.makedirs(f"{nginx.root}/v3")
    write(f"{nginx.root}/v3/index.json", {"version": "3.0.0", "resources": [{"@id": nginx.address + "/flat/", "@type": "PackageBaseAddress/3.0.0"}]})
    with nginx:
        raise SystemExit(subprocess.run(command, check=False).returncode)


def write(path, document):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)


if __name__ == "__main__":
    split = sys.argv.index("--")
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[split + 1:])
