"""Reads a calendar as other programs do, with `icalendar`.

Standard input: the calendar. Standard output: what was read, as JSON; every complaint is among `wrong`.
"""

import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
wrong = [f"{calendar.name}: {error}" for error in calendar.errors]
events = []
for event in calendar.walk("VEVENT"):
    wrong.extend(f"{event.get('UID')}: {error}" for error in event.errors)
    for key in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"):
        if event.get(key) is None:
            wrong.append(f"{event.get('UID')}: no {key}")
    events.append(
        {
            "uid": str(event.get("UID")),
            "summary": str(event.get("SUMMARY")),
            "starts": event.decoded("DTSTART").isoformat(),
            "ends": event.decoded("DTEND").isoformat(),
            "status": str(event.get("STATUS")),
            "location": str(event.get("LOCATION", "")),
        }
    )
print(json.dumps({"version": str(calendar.get("VERSION")), "events": events, "wrong": wrong}))
