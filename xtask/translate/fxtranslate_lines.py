"""PyPI's fxtranslate, a Rust engine for the same students: a line in, a line out, and what it took as JSON on standard error.

usage: fxtranslate_lines.py FOLDER [--threads N] [--batch N]
It has no batches. Threads cannot share a translator, so each has its own.
"""

import threading
import time

import lines

begun = time.perf_counter()
from fxtranslate import Translator  # noqa: E402  loading is measured

asked = lines.asked()


def file(begins):
    return next(asked.folder.glob(f"{begins}.*")).read_bytes()


vocabulary = file("vocab")
here = threading.local()


def load():
    here.translator = Translator(
        model=file("model"), src_vocab=vocabulary, trg_vocab=vocabulary, shortlist=file("lex")
    )
    here.translator.translate("a")


load()
loaded = time.perf_counter() - begun
lines.translated(
    lambda line: here.translator.translate_long(line),
    asked.threads,
    loaded,
    begin_thread=load,
    kernel=here.translator.backend(),
)
