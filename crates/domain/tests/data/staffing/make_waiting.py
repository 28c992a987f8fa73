"""Makes waiting.csv: what ciw simulates of queues whose callers lose patience.

    python3 -m venv venv && venv/bin/pip install ciw==3.2.7
    venv/bin/python make_waiting.py > waiting.csv

The numbers that it simulates are made up. Each figure is the mean of 16 independent runs with some 25,000 calls each, and
half the width of its interval of 99.9 %. ciw is MIT-licensed. `waiting` is the share that is not answered at once.
"""

import math
import statistics

import ciw

# Made up: calls in half an hour, mean handling and mean patience in seconds, agents, answered within so many seconds.
CASES = [
    (100, 180, 120, 11, 20), (100, 180, 120, 9, 20), (100, 180, 300, 12, 20), (100, 180, 60, 10, 15),
    (20, 300, 90, 4, 15), (20, 300, 90, 3, 30), (8, 420, 180, 2, 15), (8, 420, 180, 3, 20),
    (250, 150, 45, 20, 10), (250, 150, 200, 23, 20), (60, 240, 30, 8, 15), (60, 240, 600, 9, 60),
    (5, 600, 120, 1, 15), (5, 600, 400, 2, 30), (400, 90, 75, 19, 15), (400, 90, 150, 22, 10),
    (35, 360, 240, 7, 20), (35, 360, 20, 6, 5), (150, 200, 100, 15, 15), (12, 200, 60, 2, 15),
]
CALLS, RUNS = 25_000, 16
# Student's t of 15 degrees of freedom, both sides together 0.1 %.
T = 4.0728


def of_run(case, seed):
    calls, handling, patience, agents, within = case
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(calls / 1800)],
        service_distributions=[ciw.dists.Exponential(1 / handling)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / patience)],
        number_of_servers=[agents],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    hours = CALLS / calls * 1800
    warm = 10 * (handling + patience)
    simulation.simulate_until_max_time(warm + hours + 10 * patience)
    records = [r for r in simulation.get_all_records() if warm <= r.arrival_date < warm + hours]
    answered = [r for r in records if r.record_type == "service"]
    reneged = [r for r in records if r.record_type == "renege"]
    every = len(answered) + len(reneged)
    return (
        sum(r.waiting_time <= within for r in answered) / every,
        len(reneged) / every,
        (sum(r.waiting_time > 0 for r in answered) + len(reneged)) / every,
    )


print("calls,handling,patience,agents,within,level,level_half,abandonment,abandonment_half,waiting,waiting_half")
for at, case in enumerate(CASES):
    runs = list(zip(*[of_run(case, 1000 * at + run) for run in range(RUNS)]))
    found = []
    for values in runs:
        half = T * statistics.stdev(values) / math.sqrt(RUNS)
        found += [f"{statistics.mean(values):.5f}", f"{half:.5f}"]
    print(*case, *found, sep=",", flush=True)
