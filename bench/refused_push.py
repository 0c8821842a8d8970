#!/usr/bin/env python3
"""Times pushes that are refused, in a gallery with so many API keys.

  refused_push.py TORRONE PORT KEYS...        (TORRONE is the built program; each KEYS is a number such as 1000)

For each number: a fresh data folder, the keys as rows, the server, and five kinds of refusal over one keep-alive connection. Prints a
line of JSON for each. Stops only what it started.
"""
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

from coldstart import answers
from feed import Client, resources
from gen_packages import write

TRIES = 1000
WARM = 200


def main(program, port, sizes):
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(program, port, int(size), os.path.join(folder, "data"))


def measure(program, port, size, data):
    environment = {**os.environ, "Torrone__Data": data, "Torrone__Limits__PushesPerHour": "0"}

    def run(*arguments, text=None):
        return subprocess.run([program, *arguments], env=environment, input=text, capture_output=True, text=True, check=True).stdout.strip()

    run("users", "add", "bench", "--email", "bench@example.org", "--password-stdin", text="a long enough Passphrase 7\n")
    create = ("keys", "create", "--user", "bench", "--name", "bench", "--glob", "Nothing.*", "--expires", "1d", "--actions")
    revoked, good, unlister = run(*create, "push"), run(*create, "push"), run(*create, "unlist")
    fill(os.path.join(data, "torrone.db"), size)
    write(data, "Bench.Refused", "1.0.0", 8400, random.Random(42))
    with open(os.path.join(data, "Bench.Refused.1.0.0.nupkg"), "rb") as file:
        package = file.read()
    kinds = {"no key": "", "a mistyped key": good[:-1] + ("a" if good[-1] != "a" else "b"), "a revoked key": revoked,
             "no scope for it, known once the package is read": unlister, "another pattern, known once the package is read": good}
    index = f"http://localhost:{port}/v3/index.json"
    with subprocess.Popen([program, "serve", "--urls", f"http://localhost:{port}"], env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as server:
        try:
            while not answers(index):
                if server.poll() is not None:
                    raise SystemExit("The server ended.")
                time.sleep(0.05)
            address = resources(index)["PackagePublish/2.0.0"]
            for kind, key in kinds.items():
                print(json.dumps({"keys": size, "refused": kind, **times(Client(address, key), address, package)}), flush=True)
        finally:
            server.terminate()
            server.wait()


def fill(path, size):
    with sqlite3.connect(path) as database:
        # The first key is the revoked one.
        database.execute("UPDATE api_keys SET revoked_at = 1 WHERE id = (SELECT min(id) FROM api_keys)")
        database.execute("""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, name, created_at, expires_at, lifetime_days)
            SELECT 'fill' || i, 'p', (SELECT max(id) FROM principals), (SELECT max(id) FROM principals), 'Key', 0, 9000000000000, 90 FROM n""", (size,))
        database.execute("""
            INSERT INTO api_key_secrets (key_id, hash, pepper_version, hint, created_at)
            SELECT id, randomblob(32), 1, 'aaaa', 0 FROM api_keys WHERE public_id LIKE 'fill%'""")
        database.execute("""
            INSERT INTO api_key_scopes (key_id, feed_id, owner_id, action, subject_kind, subject)
            SELECT id, (SELECT min(id) FROM feeds), principal_id, 'push', 'glob', 'Contoso.*' FROM api_keys WHERE public_id LIKE 'fill%'""")
    database.close()


def times(client, address, package):
    took = []
    for _ in range(WARM + TRIES):
        began = time.perf_counter()
        status, _, _, reason = client.push(address, package)
        took.append(time.perf_counter() - began)
        if status < 400:
            raise SystemExit(f"{status} {reason}")
    took = sorted(took[WARM:])
    return {"status": status, **{f"p{p}_ms": round(took[min(TRIES - 1, TRIES * p // 100)] * 1000, 2) for p in (50, 99)}}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
