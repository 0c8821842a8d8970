#!/usr/bin/env python3
"""dotnet restore of a project with N packages of the set "seq" and one of "many" from a feed alone, every cache cold.

  restore_bench.py INDEX_URL [N=100] [RUNS=3]

Prints a line of JSON for each run.
"""
import json
import os
import subprocess
import sys
import tempfile
import time


def main(index, count, runs):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "app.csproj"), "w", encoding="utf-8") as project:
            references = "".join(f'<PackageReference Include="P{i}" Version="1.0.0"/>' for i in range(count))
            project.write('<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost>'
                          f'<NuGetAudit>false</NuGetAudit></PropertyGroup><ItemGroup>{references}'
                          '<PackageReference Include="Bench.Many" Version="1.0.50"/></ItemGroup></Project>')
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
            print(json.dumps({"run": run, "packages": len(os.listdir(caches["NUGET_PACKAGES"])), "restore_s": round(took, 2)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in (sys.argv[2:4] + ["100", "3"][len(sys.argv) - 2:])))
