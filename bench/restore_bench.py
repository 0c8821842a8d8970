#!/usr/bin/env python3
"""dotnet restore of a project with N packages of the set "seq" and one of "many" from a feed alone, every cache cold.

  restore_bench.py INDEX_URL [N=100] [RUNS=3]      N = newest: Bench.Thousands 1.2999.0 alone, the newest of 3,000 versions

Prints a line of JSON for each run.
"""
import json
import os
import subprocess
import sys
import tempfile
import time


def references(what):
    if what == "newest":
        return [("Bench.Thousands", "1.2999.0")]
    return [(f"P{i}", "1.0.0") for i in range(int(what))] + [("Bench.Many", "1.0.50")]


def main(index, what, runs):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "app.csproj"), "w", encoding="utf-8") as project:
            wanted = "".join(f'<PackageReference Include="{name}" Version="{version}"/>' for name, version in references(what))
            project.write('<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost>'
                          f'<NuGetAudit>false</NuGetAudit></PropertyGroup><ItemGroup>{wanted}</ItemGroup></Project>')
        with open(os.path.join(folder, "nuget.config"), "w", encoding="utf-8") as config:
            config.write(f'<configuration><packageSources><clear/><add key="feed" value="{index}" allowInsecureConnections="true"/>'
                         "</packageSources></configuration>")
        for run in range(runs):
            caches = {name: os.path.join(folder, f"{name}{run}") for name in ("NUGET_PACKAGES", "NUGET_HTTP_CACHE_PATH", "NUGET_SCRATCH")}
            os.makedirs(caches["NUGET_SCRATCH"])
            began = time.perf_counter()
            done = subprocess.run(["dotnet", "restore", "app.csproj", "--force", "--disable-build-servers"], cwd=folder,
                                  env={**os.environ, **caches, "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}, capture_output=True, text=True, check=False)
            took = time.perf_counter() - began
            if done.returncode:
                raise SystemExit(done.stdout[-2000:])
            print(json.dumps({"run": run, "what": what, "packages": len(os.listdir(caches["NUGET_PACKAGES"])), "restore_s": round(took, 2)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "100", int(sys.argv[3]) if len(sys.argv) > 3 else 3)
