"""What Evidently and NannyML measure of each day: `python columns.py <streams> <out>`.

Reads the months that `truth.ts --peers` wrote, and appends one line for each day of each month to `<out>/columns.ndjson`. Of
Evidently it is the test that its data drift preset chooses for each column, run by itself: the whole report says the same and
takes a hundred times as long. Of NannyML it is the univariate drift calculator and CBPE, each day a chunk. Where only outcomes
change there is nothing in it for them but the quiet month. Months that are already there are left out, so it can be stopped and
started again.
"""

import json
import os
import sys
import warnings
from pathlib import Path

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
warnings.filterwarnings("ignore")

import logging

logging.disable(logging.ERROR)

import nannyml
import pandas as pd
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType

DAY = 86_400_000


def read(path, columns):
    """A stream as a table; the columns of the calendar are left out."""
    kinds = {name: (str if kind == "text" else float) for name, kind in columns.items()}
    table = pd.read_csv(path, dtype={**kinds, "score": float, "label": float, "label_at": float})
    table["day"] = (table["at"] // DAY).astype(int)
    table["time"] = pd.to_datetime(table["at"], unit="ms")
    return table


class Evidently:
    """The test of each column: which one it is depends on how many rows and values the good stretch has."""

    def __init__(self, reference, columns):
        self.kinds = {
            name: ColumnType.Numerical if kind == "number" else ColumnType.Categorical for name, kind in columns.items()
        }
        self.reference = {name: reference[name].dropna() for name in columns}
        self.tests = {name: get_stattest(then, then[:0], self.kinds[name], None) for name, then in self.reference.items()}

    def day(self, table):
        """By column: how far it is off, and whether that is drift; a column of which nothing is left is called an error."""
        found = {}
        for name, then in self.reference.items():
            now = table[name].dropna()
            if len(now) == 0:
                found[name] = {"value": None, "alert": True}
                continue
            result = self.tests[name](then, now, self.kinds[name], None)
            found[name] = {"value": float(result.drift_score), "alert": bool(result.drifted)}
        return found


class NannyML:
    """Both calculators, fitted to the good stretch."""

    def __init__(self, reference, columns):
        self.columns = list(columns)
        self.drift = nannyml.UnivariateDriftCalculator(
            column_names=self.columns, timestamp_column_name="time", chunk_period="D"
        )
        self.drift.fit(reference[[*self.columns, "time"]])
        labelled = reference.dropna(subset=["label", "score"])
        self.quality = nannyml.CBPE(
            problem_type="classification_binary",
            y_pred_proba="score",
            y_pred="guess",
            y_true="label",
            timestamp_column_name="time",
            chunk_period="D",
            metrics=["roc_auc"],
        )
        self.quality.fit(labelled.assign(guess=(labelled["score"] >= 0.5).astype(int)))

    def days(self, table):
        """By day, by column: how far it is off, and whether that is an alert; `cbpe` beside the columns."""
        found = {}
        drift = self.drift.calculate(table[[*self.columns, "time"]]).filter(period="analysis").to_df()
        for _, row in drift.iterrows():
            day = int(pd.Timestamp(row[("chunk", "chunk", "start_date")]).timestamp() * 1_000 // DAY)
            found[day] = {
                name: told(row[(name, "jensen_shannon", "value")], row[(name, "jensen_shannon", "alert")])
                for name in self.columns
            }
        scored = table.dropna(subset=["score"])
        if len(scored) > 0:
            guessed = scored.assign(guess=(scored["score"] >= 0.5).astype(int))
            quality = self.quality.estimate(guessed).filter(period="analysis").to_df()
            for _, row in quality.iterrows():
                day = int(pd.Timestamp(row[("chunk", "start_date")]).timestamp() * 1_000 // DAY)
                found.setdefault(day, {})["cbpe"] = told(row[("roc_auc", "value")], row[("roc_auc", "alert")])
        return found


def told(value, alert):
    return {"value": None if pd.isna(value) else float(value), "alert": bool(alert)}


def measure(evidently, nanny, table):
    """One line for each day on which somebody came."""
    found = {}
    try:
        found = nanny.days(table)
    except Exception as error:  # An error is something that its user would notice.
        found = {int(day): {"error": {"value": None, "alert": True}} for day in table["day"].unique()}
        print(f"NannyML: {type(error).__name__}: {error}"[:200], file=sys.stderr)
    for day, rows in table.groupby("day"):
        yield int(day), evidently.day(rows), found.get(int(day), {})


def month(folder, write):
    about = json.loads((folder / "month.json").read_text())
    columns = {**about["columns"], "score": "number"}
    base = read(folder / "base.csv", about["columns"])
    reference = base[base["at"] < about["learnt"]]
    tests, nanny = Evidently(reference, columns), NannyML(reference, columns)

    def tell(case, table):
        for day, evidently, other in measure(tests, nanny, table):
            told = {"day": day, "evidently": evidently, "nannyml": other}
            write({"world": about["world"], "month": about["month"], "case": case, **told})

    tell("quiet", base[base["at"] >= about["learnt"]])
    begun = (about["onset"] // DAY) * DAY
    before = base[(base["at"] >= begun) & (base["at"] < about["onset"])]
    for case in about["cases"]:
        if case["file"] is None or case["of"] in ("outcomes", "machine"):
            continue
        after = read(folder / case["file"], about["columns"])
        if len(after) > 0:
            tell(case["case"], pd.concat([before, after], ignore_index=True))


def main():
    streams, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    kept = out / "columns"
    kept.mkdir(exist_ok=True)
    worlds = sys.argv[3].split(",") if len(sys.argv) > 3 else sorted(one.name for one in streams.iterdir())
    for world in worlds:
        for folder in sorted((streams / world).iterdir(), key=lambda one: int(one.name)):
            path = kept / f"{world}-{folder.name}.ndjson"
            if path.exists() or not (folder / "month.json").exists():
                continue
            lines = []
            month(folder, lines.append)
            path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
            print(f"{world} {folder.name}: {len(lines)} days", file=sys.stderr)


main()
