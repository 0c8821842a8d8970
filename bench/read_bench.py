#!/usr/bin/env python3
"""Load on the read addresses of a server, each followed at once by the same load on nginx with the same bytes.

  read_bench.py INDEX_URL --nginx PORT --work FOLDER [--secs 10] [--conns 32] [--only "service index,nuspec"] [--rss PID]

wrk with one thread, keep-alive, gzip accepted as the NuGet client does. nginx gets the body as a file, and beside it a .gz
(zlib, level 6) where that saves a tenth. Prints a line of JSON for each target.
"""
import argparse
import gzip
import json
import os
import re
import subprocess

from feed import Client, read_targets
from nginx import Nginx


def load(address, seconds, connections):
    """Requests a second, median and 99th percentile in milliseconds, and whatever went wrong."""
    text = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s", "-H", "Accept-Encoding: gzip", address],
        capture_output=True, text=True, check=False)
    text = text.stdout + text.stderr
    result = {"rps": float(first(r"Requests/sec:\s+([\d.]+)", text) or 0),
              "p50_ms": milliseconds(first(r"\n\s+50%\s+([\d.]+\w+)", text)),
              "p99_ms": milliseconds(first(r"\n\s+99%\s+([\d.]+\w+)", text))}
    if failed := first(r"Non-2xx or 3xx responses: (\d+)", text):
        result["not_2xx"] = int(failed)
    if errors := first(r"Socket errors: (.*)", text):
        result["socket_errors"] = errors
    if not result["rps"]:
        result["said"] = text[-300:]
    return result


def first(pattern, text):
    found = re.search(pattern, text)
    return found[1] if found else None


def milliseconds(text):
    if text is None:
        return None
    number, unit = re.match(r"([\d.]+)(\w+)", text).groups()
    return round(float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit], 3)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("index")
    parser.add_argument("--nginx", type=int, required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--secs", type=int, default=10)
    parser.add_argument("--conns", type=int, default=32)
    parser.add_argument("--only")
    parser.add_argument("--rss", type=int)
    asked = parser.parse_args()
    wanted = asked.only.split(",") if asked.only else None
    with Nginx(os.path.join(asked.work, "nginx"), asked.nginx) as nginx:
        for at, (name, address) in enumerate(read_targets(asked.index)):
            if wanted and name not in wanted:
                continue
            status, headers, body, _ = Client(address).request("GET", address, headers={"Accept-Encoding": "gzip"})
            if at == 0:
                # A server that has just started is still being compiled; what is asked here is how a running one does.
                load(address, max(asked.secs, 8), asked.conns)
            row = {"target": name, "status": status, "bytes": len(body), "encoding": headers.get("content-encoding"),
                   "etag": "etag" in headers, "cache_control": headers.get("cache-control"),
                   "server": load(address, asked.secs, asked.conns)}
            if asked.rss:
                with open(f"/proc/{asked.rss}/status", encoding="utf-8") as process:
                    row["rss_MB"] = int(first(r"VmRSS:\s+(\d+)", process.read())) // 1024
            if status == 200:
                plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
                save(nginx.root, str(at), plain)
                row["nginx"] = load(f"{nginx.address}/{at}", asked.secs, asked.conns)
                row["ratio"] = round(row["server"]["rps"] / row["nginx"]["rps"], 2)
            print(json.dumps(row), flush=True)


def save(folder, name, content):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content)
    small = gzip.compress(content, 6, mtime=0)
    if len(content) > 256 and len(small) < len(content) * 0.9:
        with open(os.path.join(folder, name + ".gz"), "wb") as file:
            file.write(small)


if __name__ == "__main__":
    main()
