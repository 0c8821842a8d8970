#!/usr/bin/env python3
"""Turns the lines of JSON that bench/run collected into docs/benchmarks.md.

  write_page.py RESULTS
"""
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys


def main(results):
    with open(results, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    starts = [r for r in rows if "first_200_s" in r]
    pushes = [r for r in rows if "pushes" in r]
    reads = [r for r in rows if "target" in r]
    restores = {(feed, what): [r["restore_s"] for r in rows if r.get("feed") == feed and r["what"] == what]
                for feed in ("torrone", "nginx") for what in ("100", "newest")}

    print("# Benchmarks\n")
    print(f"Measured on {datetime.date.today():%Y-%m-%d} by `bench/run` on {os.cpu_count()} cores ({processor()}), "
          f"{platform.system()} {platform.release()}, SQLite and files, everything on loopback on the same machine: "
          "the load, the server and nginx share the cores. Numbers of two machines cannot be compared; the ratio to nginx can.\n")
    print("## Reads beside nginx\n")
    print("`wrk -t1 -c32`, keep-alive, gzip accepted. nginx (one worker, sendfile, open file cache, gzip_static) serves the very same bytes "
          "as a static file, right after each target. The server is warmed up once before the first.\n")
    print("| Target | Bytes on the wire | Torrone, requests/s | p99 ms | nginx, requests/s | p99 ms | Ratio |\n|---|--:|--:|--:|--:|--:|--:|")
    for row in reads:
        server, static = row["server"], row.get("nginx")
        trouble = ", ".join(f"{k}: {v}" for k, v in server.items() if k in ("not_2xx", "socket_errors", "said") and row["status"] == 200)
        print(f"| {row['target']}{' (' + trouble + ')' if trouble else ''} | {row['bytes']:,} | {server['rps']:,.0f} | {server['p99_ms']} | "
              + (f"{static['rps']:,.0f} | {static['p99_ms']} | {row['ratio']:.2f} |" if static else "| | |"))
    print(f"\nMemory after all of it: {max(r['rss_MB'] for r in reads)} MB resident.\n")
    print("## Pushes\n")
    print("10 KB packages (one of 1 MB), each flushed to the disk and committed before it is answered. One keep-alive connection for each client.\n")
    print("| Set | Packages | Clients | Pushes/s | Median ms | p99 ms | Slowest ms |\n|---|--:|--:|--:|--:|--:|--:|")
    names = {"one": "first push", "big": "1 MB", "seq": "different ids", "par": "different ids", "many": "versions of one id",
             "thousands": "3,000 versions of one id"}
    for row in pushes:
        print(f"| {names[row['set']]} | {row['pushes']} | {row['concurrency']} | {row['per_s']} | {row['p50_ms']} | {row['p99_ms']} | {row['p100_ms']} |")
    print("\n## Start and restore\n")
    print("| What | Median | Runs |\n|---|--:|---|")
    print(f"| Start of the built program to its first answer, empty data folder in the first run | {middle(r['first_200_s'] for r in starts)} s | "
          f"{listed(r['first_200_s'] for r in starts)} |")
    print(f"| Memory, idle | {middle(r['rss_idle_MB'] for r in starts)} MB | {listed(r['rss_idle_MB'] for r in starts)} |")
    for what, words in (("100", "of 101 packages"), ("newest", "of the newest of 3,000 versions")):
        for feed, served in (("torrone", "from Torrone"), ("nginx", "from a static feed under nginx")):
            print(f"| `dotnet restore` {words}, every cache cold, {served} | {middle(restores[feed, what])} s | {listed(restores[feed, what])} |")
    ratio = statistics.median(restores["torrone", "newest"]) / statistics.median(restores["nginx", "newest"])
    print(f"\nThe newest of 3,000 versions is restored in {ratio:.2f} times what the static feed takes.")

def middle(values):
    return round(statistics.median(values), 3)


def listed(values):
    return ", ".join(str(v) for v in values)


def processor():
    lines = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout.splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("Model name")), platform.machine())


if __name__ == "__main__":
    main(sys.argv[1])
