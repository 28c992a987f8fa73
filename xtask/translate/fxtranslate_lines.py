"""PyPI's fxtranslate, a Rust engine for the same students: a line in, a line out, and what it took as JSON on standard error.

usage: fxtranslate_lines.py FOLDER [--threads N] [--batch N]
With one thread a sentence at a time; with more, each thread takes the next line: it has no batches. Threads cannot share a
translator, so each has its own.
"""

import argparse
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

begun = time.perf_counter()
from fxtranslate import Translator  # noqa: E402  loading is measured

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=Path)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--batch", type=int, default=1)
arguments = parser.parse_args()


def file(begins):
    return next(arguments.folder.glob(f"{begins}.*")).read_bytes()


vocabulary = file("vocab")
here = threading.local()


def load():
    here.translator = Translator(
        model=file("model"), src_vocab=vocabulary, trg_vocab=vocabulary, shortlist=file("lex")
    )
    here.translator.translate("a")


load()
loaded = time.perf_counter() - begun

lines = sys.stdin.read().splitlines()
times = []


def timed(line):
    begun = time.perf_counter()
    text = here.translator.translate_long(line)
    times.append(time.perf_counter() - begun)
    return text


begun = time.perf_counter()
if arguments.threads == 1:
    texts = [timed(line) for line in lines]
else:
    with ThreadPoolExecutor(arguments.threads, initializer=load) as pool:
        texts = list(pool.map(timed, lines))
total = time.perf_counter() - begun
for text in texts:
    print(text.replace("\n", " "))
with open("/proc/self/status", encoding="ascii") as status:
    most = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
times.sort()
report = {
    "load_ms": loaded * 1e3,
    "sentences": len(lines),
    "median_ms": times[len(times) // 2] * 1e3,
    "p95_ms": times[int(len(times) * 0.95)] * 1e3,
    "total_s": total,
    "words": sum(len(line.split()) for line in lines),
    "rss_mb": most / 1024,
    "kernel": here.translator.backend(),
}
print(json.dumps(report), file=sys.stderr)
