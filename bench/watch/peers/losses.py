"""When river's detectors call a change of the losses: `python losses.py <streams> <out>`.

Each label that becomes known is one loss: its log loss for ADWIN and Page-Hinkley, right or wrong for DDM. They begin with the
month, so that they have learned four weeks before anything is wrong. Every detector runs at its default and at other settings,
of which `judge.py` takes the most sensitive that stays quiet.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from river import drift

ADWIN = [0.1, 0.01, 0.002, 1e-4, 1e-6, 1e-9]
DDM = [2, 3, 4, 5, 7]
PAGE_HINKLEY = [3, 6, 12, 25, 50, 100, 200]


def detectors():
    """By name and setting, the defaults of the library among them."""
    opened = {}
    for delta in ADWIN:
        opened["ADWIN", delta] = drift.ADWIN(delta=delta)
    for level in DDM:
        opened["DDM", level] = drift.binary.DDM(warning_threshold=min(2.0, level), drift_threshold=level)
    for threshold in PAGE_HINKLEY:
        opened["PageHinkley", threshold] = drift.PageHinkley(threshold=threshold)
    return opened


def losses(table):
    """In the order in which labels became known."""
    known = table.dropna(subset=["label", "score"]).sort_values("label_at", kind="stable")
    p = known["score"].clip(1e-6, 1 - 1e-6).to_numpy()
    label = known["label"].to_numpy()
    log = -np.where(label > 0, np.log(p), np.log(1 - p))
    wrong = (p >= 0.5) != (label > 0)
    return known["label_at"].to_numpy(), log, wrong


def alarms(table, since):
    """By detector and setting, when it called a change after an instant."""
    at, log, wrong = losses(table)
    found = {}
    for (name, setting), detector in detectors().items():
        calls = []
        values = wrong if name == "DDM" else log
        update = detector.update
        for when, value in zip(at.tolist(), values.tolist()):
            update(value)
            if detector.drift_detected and when > since:
                calls.append(when)
        found[f"{name} {setting}"] = calls[:200]
    return found


def month(folder):
    about = json.loads((folder / "month.json").read_text())
    base = pd.read_csv(folder / "base.csv", usecols=["at", "score", "label", "label_at"])
    base = base[base["label_at"] <= about["to"]]

    def line(case, table, since):
        return {"world": about["world"], "month": about["month"], "case": case, "calls": alarms(table, since)}

    yield line("quiet", base, about["learnt"])
    before = base[base["at"] < about["onset"]]
    for case in about["cases"]:
        if case["file"] is None or not (case["needsOutcomes"] or case["of"] == "none"):
            continue
        after = pd.read_csv(folder / case["file"], usecols=["at", "score", "label", "label_at"])
        until = about["onset"] + 14 * 86_400_000 + about["within"]
        both = pd.concat([before, after], ignore_index=True)
        yield line(case["case"], both[both["label_at"] <= until], about["onset"])


def main():
    streams, out = Path(sys.argv[1]), Path(sys.argv[2])
    kept = out / "losses"
    kept.mkdir(parents=True, exist_ok=True)
    worlds = sys.argv[3].split(",") if len(sys.argv) > 3 else sorted(one.name for one in streams.iterdir())
    for world in worlds:
        for folder in sorted((streams / world).iterdir(), key=lambda one: int(one.name)):
            path = kept / f"{world}-{folder.name}.ndjson"
            if path.exists() or not (folder / "month.json").exists():
                continue
            lines = list(month(folder))
            path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
            print(f"{world} {folder.name}", file=sys.stderr)


main()
