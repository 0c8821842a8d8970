#!/usr/bin/env python3
"""Turns what bench/keys measured into docs/benchmarks-keys.md.

  write_keys_page.py FOLDER       (results/*KeyRules*.json, results/*KeyCheck*.json, refused.jsonl)
"""
import datetime
import glob
import json
import os
import platform
import sys

from write_page import processor

RULES = {
    "Read": "reading the text: form and checksum",
    "Mac": "its HMAC-SHA-256",
    "Allowed": "all rules, an ordinary key, allowed",
    "AllowedWithEveryLimit": "all rules, 50 patterns, 2 ranges, a version, a parent of the same size, allowed",
    "Refused": "all rules, refused, with the sentence",
}


def main(folder):
    print("# What a key check costs\n")
    print(f"Measured on {datetime.date.today():%Y-%m-%d} by `bench/keys` on {os.cpu_count()} cores ({processor()}), {platform.system()} "
          f"{platform.release()}, load average {os.getloadavg()[1]:.1f} meanwhile, everything on loopback on the same machine.\n")
    print("## Without the database\n")
    print("| Part | Mean | Allocated |\n|---|--:|--:|")
    for row in benchmarks(folder, "KeyRules"):
        print(f"| {RULES[row['Method']]} | {shown(row)} | {allocated(row)} |")
    print("\n## From the header's text to the decision, on SQLite\n")
    print("The key's row, its scopes and what has become of their owners are read for every use, so that a revoked key fails at once.\n")
    print("| Keys in the database | A good key | Allocated | An unknown key | Allocated |\n|--:|--:|--:|--:|--:|")
    checks = {}
    for row in benchmarks(folder, "KeyCheck"):
        checks.setdefault(int(row["Parameters"].split("=")[1]), {})[row["Method"]] = row
    for keys, row in sorted(checks.items()):
        print(f"| {keys:,} | {shown(row['Known'])} | {allocated(row['Known'])} | {shown(row['Unknown'])} | {allocated(row['Unknown'])} |")
    print("\n## A refused push\n")
    print("One keep-alive connection, 10 KB of body, 1,000 tries of each kind. Median and 99th percentile in milliseconds.\n")
    with open(os.path.join(folder, "refused.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    sizes = sorted({row["keys"] for row in rows})
    print("| Refused because of | Status | " + " | ".join(f"{size:,} keys" for size in sizes) + " |\n|---|--:|" + "--:|" * len(sizes))
    for kind in dict.fromkeys(row["refused"] for row in rows):
        of = {row["keys"]: row for row in rows if row["refused"] == kind}
        print(f"| {kind} | {of[sizes[0]]['status']} | " + " | ".join(f"{of[s]['p50_ms']} / {of[s]['p99_ms']}" for s in sizes) + " |")


def benchmarks(folder, name):
    (path,) = glob.glob(os.path.join(folder, "results", f"*{name}*.json"))
    with open(path, encoding="utf-8") as file:
        return json.load(file)["Benchmarks"]


def shown(row):
    mean = row["Statistics"]["Mean"]
    return f"{mean:,.0f} ns" if mean < 10_000 else f"{mean / 1000:,.1f} µs"


def allocated(row):
    return f"{row['Memory']['BytesAllocatedPerOperation']:,} B"


if __name__ == "__main__":
    main(sys.argv[1])
