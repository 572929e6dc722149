"""Rows for training and for asking, and how they travel to the tests: one JSON file of cases per directory."""

import json
import os

import numpy as np
import pandas as pd

COLOURS = ["blue", "green", "red", "teal", "violet", "späť", "1"]


def numbers(rng, rows, gaps=True):
    """Numbers of several shapes: continuous, whole, mostly zero, coarse. Some are missing."""
    frame = pd.DataFrame(
        {
            "a": rng.normal(size=rows),
            "b": rng.integers(-3, 6, rows).astype(float),
            "z": np.where(rng.random(rows) < 0.6, 0.0, rng.normal(size=rows)),
            "c": np.round(rng.normal(size=rows), 1),
        }
    )
    if gaps:
        for name in ["a", "b", "z"]:
            frame.loc[rng.random(rows) < 0.15, name] = np.nan
    return frame


def mixed(rng, rows, gaps=True, colours=COLOURS):
    """Numbers, and categories of text and of whole numbers; some are missing."""
    frame = numbers(rng, rows, gaps)
    colour = rng.choice(colours, rows).astype(object)
    size = rng.integers(3, 40, rows).astype(object)
    if gaps:
        colour[rng.random(rows) < 0.1] = None
        size[rng.random(rows) < 0.1] = None
    frame["colour"] = pd.Categorical(colour)
    frame["size"] = pd.Categorical(size)
    return frame


def signal(frame):
    """A score that depends on every column of the frame, roughly standard."""
    score = frame["a"].fillna(-0.5) + 0.3 * frame["b"].fillna(2) + frame["z"].fillna(1) * (frame["c"] > 0)
    if "colour" in frame:
        score = score + frame["colour"].isin(["red", "teal", "1"]) - frame["colour"].isna()
        score = score + (frame["size"].astype(float).fillna(0) * 7 % 11) / 5
    return score.to_numpy(dtype=float)


def asked(rng, frame):
    """Rows to predict: as in training, with more gaps, with extremes."""
    rows = frame.sample(120, random_state=int(rng.integers(1 << 30))).reset_index(drop=True)
    for name in frame.columns:
        rows.loc[rng.random(len(rows)) < 0.2, name] = np.nan
    for i, value in enumerate([0.0, -0.0, 1e-36, 1e30, -1e30, 3.4e38]):
        for name in ["a", "b", "z"]:
            rows.loc[i, name] = value
    return rows


def column(series):
    """A column as the tests build it: texts for categories, numbers otherwise, null where missing."""
    if not isinstance(series.dtype, pd.CategoricalDtype):
        return {"kind": "number", "values": [None if np.isnan(v) else float(v) for v in series]}
    values = [None if pd.isna(v) else v if isinstance(v, str) else str(int(v)) for v in series]
    return {"kind": "text", "values": values}


def matrix(values, rows):
    return np.asarray(values, dtype=float).reshape(rows, -1).tolist()


class Cases:
    """Collects cases; each names its files, its rows and what the framework predicts for them."""

    def __init__(self, directory):
        self.directory = directory
        self.prefix = ""
        self.cases = []

    def path(self, name):
        return os.path.join(self.directory, self.prefix + name)

    def add(self, name, rows, raw, out, **more):
        columns = {key: column(rows[key]) for key in rows.columns}
        case = {"name": self.prefix + name, "columns": columns, "raw": matrix(raw, len(rows)), "out": matrix(out, len(rows))}
        self.cases.append({**case, **more})

    def write(self):
        with open(os.path.join(self.directory, "cases.json"), "w") as file:
            json.dump(self.cases, file)
