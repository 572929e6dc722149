"""`python bench/value/events.py make <folder> <units> <events>`: an experiment's exposures and events as Parquet, by DuckDB.
`python bench/value/events.py read <folder> <threads>`: what GrowthBook has a warehouse do, by DuckDB: sums per unit, then
sums per arm of values, squares and products. Prints one line of JSON.
"""

import json
import resource
import sys
import time

import duckdb

mode, folder = sys.argv[1], sys.argv[2]
NAMES = ["view", "click", "purchase", "return"]
DAY = 86_400_000


def make(units, events):
    db = duckdb.connect()
    # Unit ids as they are: texts. The exposure lies on day 20 to 30, events from day 6 to 46; few kinds are rare.
    db.execute(
        f"""COPY (SELECT 'u' || u AS unit, ['control', 'b', 'c'][1 + (hash(u) % 3)::INT] AS arm,
        ({20 * DAY} + (hash(u + 1) % {10 * DAY}))::BIGINT AS "at" FROM range({units}) r(u)) TO '{folder}/exposures.parquet'"""
    )
    db.execute(
        f"""COPY (SELECT 'u' || (hash(e) % {units}) AS unit,
        ['view', 'view', 'view', 'view', 'click', 'click', 'purchase', 'return'][1 + (hash(e + 7) % 8)::INT] AS name,
        ({6 * DAY} + (hash(e + 13) % {40 * DAY}))::BIGINT AS "at", (hash(e + 29) % 1000) / 10.0::DOUBLE AS value
        FROM range({events}) r(e)) TO '{folder}/events.parquet'"""
    )


def read(threads):
    db = duckdb.connect(f"{folder}/warehouse.db")
    db.execute(f"SET threads TO {threads}; SET memory_limit = '4GB'; SET temp_directory = '{folder}/spill'; SET preserve_insertion_order = false")
    started, cpu = time.perf_counter(), time.process_time()
    columns, sums = [], []
    for name in NAMES:
        for when, test in (("", 'e."at" >= x."at" AND e."at" < x."at" + $w'), ("_before", 'e."at" < x."at" AND e."at" >= x."at" - $w')):
            cond = f"e.name = '{name}' AND " + test.replace("$w", str(14 * DAY))
            columns += [f"coalesce(sum(e.value) FILTER ({cond}), 0) AS {name}_money{when}"]
            columns += [f"count(*) FILTER ({cond}) AS {name}_count{when}"]
            columns += [f"(count(*) FILTER ({cond}) > 0)::INT AS {name}_any{when}"]
        for kind in ("money", "count", "any"):
            y, x = f"{name}_{kind}", f"{name}_{kind}_before"
            sums += [f"sum({y}) AS {y}, sum({y}::DOUBLE * {y}), sum({x}), sum({x}::DOUBLE * {x}), sum({y}::DOUBLE * {x})"]
    rows = db.execute(
        f"""WITH units AS (SELECT x.unit, any_value(x.arm) AS arm, {", ".join(columns)}
        FROM '{folder}/exposures.parquet' x LEFT JOIN '{folder}/events.parquet' e ON e.unit = x.unit GROUP BY x.unit)
        SELECT arm, count(*), {", ".join(sums)} FROM units GROUP BY arm"""
    ).fetchall()
    by_arm = {row[0]: row for row in rows}
    means = {arm: [row[2 + 5 * m] / row[1] for m in range(12)] for arm, row in by_arm.items()}
    found = [[means[arm][m] - means["control"][m] for arm in ("b", "c")] for m in range(12)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    seconds, used = time.perf_counter() - started, time.process_time() - cpu
    print(json.dumps({"seconds": seconds, "cpu": used, "peakMb": peak, "units": sum(row[1] for row in rows), "found": found}))


if mode == "make":
    make(int(sys.argv[3]), int(sys.argv[4]))
else:
    read(int(sys.argv[3]))
