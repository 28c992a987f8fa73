"""Reads leaflets as other programs do: pikepdf opens them, pdfua looks for what keeps them from being PDF/UA-1.

Arguments: files. Standard output: of each, its language, its title, the size of its pages in millimetres, how often each
structure type is there, and what is wrong with it, as JSON.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pikepdf


def types(element, counted):
    """Counts the structure types below an element."""
    if isinstance(element, pikepdf.Array):
        for each in element:
            types(each, counted)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            counted[str(element["/S"])[1:]] += 1
        if "/K" in element:
            types(element["/K"], counted)


def read(path):
    with pikepdf.open(path) as pdf:
        counted = Counter()
        types(pdf.Root.StructTreeRoot.K, counted)
        box = [round(float(side) * 25.4 / 72) for side in pdf.pages[0].mediabox]
        return {
            "language": str(pdf.Root.Lang),
            "title": str(pdf.docinfo["/Title"]),
            "pages": len(pdf.pages),
            "size": box[2:],
            "types": dict(counted),
            "wrong": [str(problem) for problem in pdf.check_pdf_syntax()],
        }


checker = Path(sys.executable).with_name("pdfua")
found = []
for name in sys.argv[1:]:
    checked = subprocess.run([checker, "check", name], capture_output=True, text=True, check=False)
    one = read(name)
    if checked.returncode != 0:
        one["wrong"].append(checked.stdout)
    found.append(one)
print(json.dumps(found))
