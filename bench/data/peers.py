"""peers.py <what> <before.parquet> <after.parquet>: what a Python user would run; prints seconds and peak memory as JSON."""
import json
import resource
import sys
import time

import pandas as pd

what, before, after = sys.argv[1:4]


def columns(frame, kinds):
    return [name for name in frame.columns if name.split("_")[0] in kinds]


def run():
    frame = pd.read_parquet(before)
    if what == "pandas describe":
        frame.describe(include="all")
        frame.isna().mean()
        frame.nunique()
        for name in frame.columns:
            frame[name].value_counts().head(10)
        frame.select_dtypes(["number", "bool"]).corrwith(frame["label"].astype(float))
    elif what == "pandera check":
        import pandera.pandas as pa

        schema = {"label": pa.Column(bool)}
        for name in columns(frame, {"amount"}):
            schema[name] = pa.Column(float, pa.Check.in_range(-1e4, 1e4), nullable=True)
        for name in columns(frame, {"count"}):
            schema[name] = pa.Column("int32", pa.Check.in_range(0, 10 * int(name.split("_")[1])))
        for name in columns(frame, {"flag"}):
            schema[name] = pa.Column(bool)
        for name in columns(frame, {"kind"}):
            schema[name] = pa.Column(str, pa.Check.str_length(max_value=40), nullable=True)
        schema["customer"] = pa.Column(str, pa.Check.str_matches("^cust-[0-9]+$"))
        schema["id"] = pa.Column(str, pa.Check.str_matches("^d[0-9]+$"))
        for name in columns(frame, {"at"}):
            schema[name] = pa.Column(checks=pa.Check.in_range(pd.Timestamp("2025-01-01"), pd.Timestamp("2026-01-01")))
        pa.DataFrameSchema(schema).validate(frame, lazy=True)
    else:
        from evidently import Dataset, DataDefinition, Report
        from evidently.presets import DataDriftPreset, DataSummaryPreset

        numbers = columns(frame, {"amount", "count"})
        kinds = columns(frame, {"kind", "flag", "label"})
        definition = DataDefinition(numerical_columns=numbers, categorical_columns=kinds)
        chosen = numbers + kinds
        now = Dataset.from_pandas(frame[chosen], data_definition=definition)
        if what == "evidently summary":
            Report([DataSummaryPreset()]).run(now, None).dict()
        else:
            then = Dataset.from_pandas(pd.read_parquet(after)[chosen], data_definition=definition)
            Report([DataDriftPreset()]).run(now, then).dict()


started = time.perf_counter()
run()
seconds = time.perf_counter() - started
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": seconds, "peakMb": usage.ru_maxrss * 1024 / 1e6, "cpu": usage.ru_utime + usage.ru_stime}))
