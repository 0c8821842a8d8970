#!/usr/bin/env python3
"""Starts a server, times it to the first 200 of its index, and reads its memory after five idle seconds.

  coldstart.py INDEX_URL RUNS COMMAND...      (COMMAND must be the server itself, so that its process id is the server's)

Stops only what it started. Prints a line of JSON for each run.
"""
import json
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def main(address, runs, command):
    for run in range(runs):
        began = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while not answers(address):
                if process.poll() is not None or time.perf_counter() - began > 60:
                    raise SystemExit(f"did not start: {process.returncode}")
                time.sleep(0.005)
            took = time.perf_counter() - began
            time.sleep(5)
            with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
                resident = int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) // 1024
            print(json.dumps({"run": run, "first_200_s": round(took, 3), "rss_idle_MB": resident}), flush=True)
            process.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
