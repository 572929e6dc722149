"""The job as a Python user would do it: pandas computes twenty windowed features at every event, Feast joins the rows of
them to the decisions by its point-in-time join.  python as-of.py <folder>  prints one JSON document."""

import json
import os
import resource
import sys
import time
import warnings
from datetime import timedelta

os.environ["FEAST_USAGE"] = "False"
warnings.filterwarnings("ignore")

import numpy as np
import pandas as pd

folder = sys.argv[1]


def read(name):
    return np.fromfile(f"{folder}/{name}", dtype=np.float64)


def moment(name):
    return pd.to_datetime(read(name).astype(np.int64), unit="ms", utc=True)


events = pd.DataFrame({name: read(f"events-{name}") for name in ["who", "cost", "items", "urgent", "kind"]})
events["who"] = events["who"].astype(np.int64)
events["at"], events["loaded"] = moment("events-at"), moment("events-loaded")
decisions = pd.DataFrame({"who": read("decisions-who").astype(np.int64), "event_timestamp": moment("decisions-at")})

started = time.perf_counter()
events = events.sort_values(["who", "at"], kind="stable").reset_index(drop=True)
events["urgent_one"] = events["urgent"].where(events["urgent"] == 1)
events["er_items"] = events["items"].where(events["kind"] == 2)
groups = events.set_index("at").groupby("who", sort=False)


def rolling(column, window, how):
    return getattr(groups[column].rolling(window), how)().to_numpy()


made = {}
for days in [1, 7, 30, 90]:
    made[f"count{days}"] = rolling("cost", f"{days}D", "count")
    made[f"spend{days}"] = rolling("cost", f"{days}D", "sum")
made["mean30"] = rolling("cost", "30D", "mean")
made["mean90"] = rolling("items", "90D", "mean")
made["min30"] = rolling("cost", "30D", "min")
made["max90"] = rolling("cost", "90D", "max")
made["lastKind"] = events["kind"].to_numpy()
made["lastCost"] = events["cost"].to_numpy()
kinds = pd.get_dummies(events["kind"]).astype(float)
distinct = np.zeros(len(events))
for kind in kinds.columns:
    events[f"is{kind}"] = kinds[kind]
    groups = events.set_index("at").groupby("who", sort=False)
    distinct += rolling(f"is{kind}", "30D", "max")
made["kinds30"] = distinct
made["lastAt"] = events["at"].astype("int64").to_numpy().astype(float)
made["lastUrgentAt"] = events["at"].where(events["urgent"] == 1).groupby(events["who"]).ffill().astype("int64").to_numpy().astype(float)
made["urgent7"] = rolling("urgent_one", "7D", "count")
made["emergency90"] = rolling("er_items", "90D", "sum")
hours = (events["at"] - events["at"].min()).dt.total_seconds() / 3600
events["hours"], events["product"], events["square"] = hours, hours * events["cost"], hours**2
groups = events.set_index("at").groupby("who", sort=False)
n, t, y = rolling("cost", "30D", "count"), rolling("hours", "30D", "sum"), rolling("cost", "30D", "sum")
with np.errstate(all="ignore"):
    made["trend30"] = (n * rolling("product", "30D", "sum") - t * y) / (n * rolling("square", "30D", "sum") - t * t)
frame = pd.DataFrame({"who": events["who"], "at": events["at"], "loaded": events["loaded"], **made})
frame.to_parquet(f"{folder}/features.parquet")
windows = time.perf_counter() - started

from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType
from feast.types import Float64

config = RepoConfig(project="bench", registry=f"{folder}/registry.db", provider="local", entity_key_serialization_version=3)
store = FeatureStore(config=config)
who = Entity(name="who", join_keys=["who"], value_type=ValueType.INT64)
source = FileSource(path=f"{folder}/features.parquet", timestamp_field="at", created_timestamp_column="loaded")
view = FeatureView(
    name="visits", entities=[who], ttl=timedelta(days=90), source=source, online=False, schema=[Field(name=name, dtype=Float64) for name in made]
)
store.apply([who, view])
started = time.perf_counter()
joined = store.get_historical_features(entity_df=decisions, features=[f"visits:{name}" for name in made]).to_df()
join = time.perf_counter() - started

# Feast may give the rows in another order: compare by entity and time, of which there is one row each nearly always.
key = ["who", "event_timestamp"]
ours = decisions.assign(known=read("last-known"), happened=read("last-happened")).drop_duplicates(key, keep=False)
both = ours.merge(joined[[*key, "lastCost"]].drop_duplicates(key), on=key)


def differing(name):
    a, b = both[name].to_numpy(), both["lastCost"].to_numpy()
    return float(np.mean(~((a == b) | (np.isnan(a) & np.isnan(b)))))


peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(json.dumps({"windows": windows, "join": join, "peakMb": peak, "unlikeHappened": differing("happened"), "unlikeKnown": differing("known")}))
