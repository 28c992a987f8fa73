"""Reads what public pages tell programs, as other programs do.

The sitemap is held against the schema of sitemaps.org, as `sitemap-verify` has it; the data of schema.org in pages is read
by rdflib, which knows all the words of schema.org.

Standard input: JSON, `sitemap` and `pages`, the HTML of each by its address. Standard output: what was read, as JSON; every
complaint is among `wrong`.
"""

import json
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

from lxml import etree
from rdflib import RDF, SDO, Graph

# The package is not imported: of what it needs to run, nothing is wanted here.
SCHEMA = Path(find_spec("sitemap_verify").submodule_search_locations[0]) / "schemas/sitemap.xsd"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
# What their own context says, which lies on their server.
CONTEXT = {"@vocab": str(SDO)}


class Data(HTMLParser):
    """Gathers the data of schema.org in a page."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found.append(data)


def sitemap(text, wrong):
    """The addresses that are listed; each names the others of its page, and is named by them."""
    tree = etree.fromstring(text.encode())
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    if not schema.validate(tree):
        wrong.extend(str(error) for error in schema.error_log)
    others = {}
    for url in tree.findall("s:url", NAMES):
        links = url.findall("x:link", NAMES)
        others[url.find("s:loc", NAMES).text] = {link.get("href") for link in links if link.get("hreflang") != "x-default"}
    for address, named in others.items():
        if address not in named or any(others.get(other) != named for other in named):
            wrong.append(f"{address}: is not named by the pages that it names")
    return len(others)


def linked(address, html, wrong):
    """The types of the things that a page tells of."""
    reader = Data()
    reader.feed(html)
    types = []
    for text in reader.found:
        data = json.loads(text)
        if data.pop("@context", None) != "https://schema.org":
            wrong.append(f"{address}: is not in the words of schema.org")
        graph = Graph().parse(data=json.dumps({"@context": CONTEXT, **data}), format="json-ld")
        types.extend(str(kind).removeprefix(str(SDO)) for kind in graph.objects(None, RDF.type))
        terms = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
        wrong.extend(f"{address}: {term} is no word of schema.org" for term in terms if term not in SDO)
    return sorted(set(types))


told = json.load(sys.stdin)
wrong = []
addresses = sitemap(told["sitemap"], wrong)
pages = {address: linked(address, html, wrong) for address, html in told["pages"].items()}
print(json.dumps({"addresses": addresses, "pages": pages, "wrong": wrong}))
