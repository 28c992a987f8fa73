"""Reads the places and the districts of a city as other programs do, with `geojson` and shapely.

Standard input: a line with the collection of places, a line with that of districts. Standard output: what was read, as JSON;
every complaint of either library is among `wrong`.
"""

import json
import sys

import geojson
from shapely.geometry import shape

places, districts = (geojson.loads(line) for line in sys.stdin.read().splitlines())
wrong = []
for name, collection in (("places", places), ("districts", districts)):
    if not isinstance(collection, geojson.FeatureCollection):
        wrong.append(f"{name}: is a {type(collection).__name__}")
    for feature in collection["features"]:
        if feature["geometry"] is not None:
            errors = feature.errors()
            if errors:
                wrong.append(f"{name}/{feature['id']}: {errors}")

outlines = {}
for feature in districts["features"]:
    outline = shape(feature["geometry"])
    if not outline.is_valid:
        wrong.append(f"{feature['id']}: crosses itself")
    if not outline.exterior.is_ccw:
        wrong.append(f"{feature['id']}: goes clockwise")
    outlines[feature["properties"]["code"]] = outline

points = [feature for feature in places["features"] if feature["geometry"] is not None]
inside = 0
for feature in points:
    own = outlines.get(feature["properties"]["district"])
    point = shape(feature["geometry"])
    near = [own] if own else outlines.values()
    inside += any(outline.distance(point) < 0.05 for outline in near)

print(
    json.dumps(
        {
            "places": len(places["features"]),
            "points": len(points),
            "inside": inside,
            "districts": len(outlines),
            "wrong": wrong,
        }
    )
)
