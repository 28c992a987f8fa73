"""What the engines from PyPI have in common: a line in, a line out, and what it took as JSON on standard error."""

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def asked():
    """What is asked for on the command line: FOLDER [--threads N] [--batch N]."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=1)
    return parser.parse_args()


def translated(translate, threads, loaded_s, begin_thread=None, **more):
    """With one thread a sentence at a time; with more, each thread takes the next line."""
    lines = sys.stdin.read().splitlines()
    times = []

    def timed(line):
        begun = time.perf_counter()
        text = translate(line)
        times.append(time.perf_counter() - begun)
        return text

    begun = time.perf_counter()
    if threads == 1:
        texts = [timed(line) for line in lines]
    else:
        with ThreadPoolExecutor(threads, initializer=begin_thread) as pool:
            texts = list(pool.map(timed, lines))
    total = time.perf_counter() - begun
    for text in texts:
        print(text.replace("\n", " "))
    with open("/proc/self/status", encoding="ascii") as status:
        most = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    times.sort()
    report = {
        "load_ms": loaded_s * 1e3,
        "sentences": len(lines),
        "median_ms": times[len(times) // 2] * 1e3,
        "p95_ms": times[int(len(times) * 0.95)] * 1e3,
        "total_s": total,
        "words": sum(len(line.split()) for line in lines),
        "rss_mb": most / 1024,
        **more,
    }
    print(json.dumps(report), file=sys.stderr)
