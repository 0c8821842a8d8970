#!/usr/bin/env python3
"""Pushes every package of a folder and says how fast.

  push_bench.py INDEX_URL API_KEY FOLDER [CONCURRENCY=1]

One keep-alive connection for each worker; a push's time runs from the first byte sent to the answer read. Prints a line of JSON.
"""
import collections
import glob
import json
import os
import queue
import sys
import threading
import time

from feed import Client, resources


def main(index, key, folder, concurrency):
    address = resources(index)["PackagePublish/2.0.0"]
    waiting = queue.Queue()
    for path in sorted(glob.glob(folder + "/*.nupkg")):
        with open(path, "rb") as file:
            waiting.put(file.read())
    count, times, answers, lock = waiting.qsize(), [], collections.Counter(), threading.Lock()

    def work():
        client = Client(address, key)
        while True:
            try:
                package = waiting.get_nowait()
            except queue.Empty:
                return
            began = time.perf_counter()
            try:
                status, _, _, reason = client.push(address, package)
                answer = str(status) if status == 201 else f"{status} {reason}"
            except OSError as error:
                answer = type(error).__name__
                client.close()
            took = time.perf_counter() - began
            with lock:
                times.append(took)
                answers[answer] += 1

    began = time.perf_counter()
    workers = [threading.Thread(target=work) for _ in range(concurrency)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took = time.perf_counter() - began
    times.sort()
    print(json.dumps({"set": os.path.basename(folder.rstrip("/")), "pushes": count, "concurrency": concurrency, "per_s": round(count / took, 1),
                      **{f"p{p}_ms": round(times[min(count - 1, count * p // 100)] * 1000, 2) for p in (50, 99, 100)}, "answers": answers}))
    if set(answers) != {"201"}:
        raise SystemExit(1)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else 1)
