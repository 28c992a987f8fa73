"""Reads a feed as other programs do, with `feedparser`.

Standard input: the feed. Standard output: what was read, as JSON; every complaint is among `wrong`.
"""

import json
import sys

import feedparser

read = feedparser.parse(sys.stdin.buffer.read(), response_headers={"content-type": "application/atom+xml; charset=utf-8"})
wrong = [] if not read.bozo else [str(read.bozo_exception)]
for entry in [read.feed, *read.entries]:
    for key in ("id", "title", "updated_parsed", "link"):
        if not entry.get(key):
            wrong.append(f"{entry.get('id')}: no {key}")
entries = [
    {"id": entry.id, "title": entry.title, "language": entry.title_detail.language, "link": entry.link, "about": entry.summary}
    for entry in read.entries
]
print(json.dumps({"version": read.version, "title": read.feed.get("title"), "entries": entries, "wrong": wrong}))
