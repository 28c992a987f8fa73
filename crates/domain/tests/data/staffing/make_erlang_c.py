"""Makes erlang_c.csv: what pyworkforce says of made-up hours.

    python3 -m venv venv && venv/bin/pip install pyworkforce==0.5.1
    venv/bin/python make_erlang_c.py > erlang_c.csv

The first is the case that the hotline's task names; the others are made up so that 1 to some 700 agents are needed, with and
without a cap on their occupancy. pyworkforce is MIT-licensed; it begins its search at the load plus one, rounded, and the targets are so high that
this leaves nothing out.
"""

from pyworkforce.queuing import ErlangC

# Calls, minutes of the interval, seconds of handling, answered within so many seconds, level, occupancy, shrinkage.
CASES = [
    (100, 30, 180, 20, 0.8, 0.85, 0.3),
    (100, 30, 180, 15, 0.95, 0.85, 0.3),
    (1, 30, 240, 15, 0.95, 0.9, 0.25),
    (3, 30, 300, 15, 0.95, 0.9, 0.25),
    (7, 30, 420, 30, 0.9, 0.85, 0.35),
    (12, 60, 600, 60, 0.8, 0.9, 0.3),
    (25, 30, 200, 10, 0.9, 0.8, 0.3),
    (40, 30, 360, 20, 0.8, 1.0, 0.0),
    (55.5, 30, 275, 20, 0.85, 0.88, 0.28),
    (80, 15, 150, 15, 0.95, 0.9, 0.4),
    (120, 30, 240, 30, 0.9, 0.92, 0.33),
    (200, 30, 180, 20, 0.8, 0.7, 0.3),
    (333, 30, 333, 33, 0.93, 0.9, 0.3),
    (500, 30, 120, 10, 0.99, 0.95, 0.2),
    (750, 60, 480, 15, 0.95, 0.85, 0.3),
    (1000, 30, 300, 20, 0.8, 0.98, 0.3),
    (2000, 30, 270, 15, 0.95, 0.95, 0.35),
    (3600, 60, 600, 20, 0.9, 0.9, 0.3),
    (10, 15, 90, 5, 0.97, 0.85, 0.1),
    (60, 60, 1200, 120, 0.75, 0.8, 0.3),
    (18, 30, 900, 15, 0.95, 0.85, 0.3),
]

print("calls,interval,handling,within,level,occupancy,shrinkage,agents,positions,found_level,found_occupancy,waiting")
for case in CASES:
    calls, interval, handling, within, level, occupancy, shrinkage = case
    erlang = ErlangC(
        transactions=calls, interval=interval, aht=handling / 60, asa=within / 60, shrinkage=shrinkage
    )
    found = erlang.required_positions(service_level=level, max_occupancy=occupancy)
    print(
        calls, interval * 60, handling, within, level, occupancy, shrinkage,
        found["raw_positions"], found["positions"],
        repr(found["service_level"]), repr(found["occupancy"]), repr(found["waiting_probability"]),
        sep=",",
    )
