"""How often and how soon the others notice: `python judge.py <streams> <out>` joins what was measured to `<out>/peers.json`.

Each tool is judged twice: as it comes, and with the most sensitive threshold that gives at most one false alarm a quarter on the
quiet months. For columns that threshold is common to all of them and counted in standard deviations of each column's own quiet
days; for river it is chosen from the settings that were run. Days of alarm that follow each other are one false alarm.
What the same month says on the same day with nothing wrong does not count as noticed; a last day that is not whole is not looked at.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

DAY = 86_400_000
QUARTER = 90
QUIET_DAYS = 28
HORIZON = 14
DEFAULTS = {"ADWIN": "ADWIN 0.002", "DDM": "DDM 3", "PageHinkley": "PageHinkley 50"}


def episodes(days):
    """Runs of days that follow each other."""
    return sum(1 for day in days if day - 1 not in days)


def lines(folder):
    for path in sorted(folder.glob("*.ndjson")):
        for line in path.read_text().splitlines():
            yield json.loads(line)


class Columns:
    """What one tool said of columns, day by day: by month and case."""

    def __init__(self, found, pick):
        self.days = {key: {day: pick(told) for day, told in days.items()} for key, days in found.items()}
        values = defaultdict(list)
        for (_, case), days in self.days.items():
            if case != "quiet":
                continue
            for told in days.values():
                for name, one in told.items():
                    if one["value"] is not None:
                        values[name].append(one["value"])
        self.usual = {name: (np.mean(of), max(np.std(of), 1e-9)) for name, of in values.items()}

    def deviation(self, name, one, both):
        """In standard deviations of quiet days; what could not be measured is as far off as can be."""
        if one["value"] is None or name not in self.usual:
            return np.inf if one["alert"] else 0.0
        mean, sd = self.usual[name]
        z = (one["value"] - mean) / sd
        return abs(z) if both else z

    def alarmed(self, rule):
        """By month and case, the days of alarm with the columns that are accused."""
        return {
            key: {day: accused for day, told in days.items() if (accused := rule(told))}
            for key, days in self.days.items()
        }

    def calibrated(self, both=False):
        """The lowest threshold with at most one false alarm a quarter."""
        months = {month for month, case in self.days if case == "quiet"}
        allowed = len(months) * QUIET_DAYS / QUARTER
        levels = [k / 10 for k in range(10, 200)]
        for level in levels:
            rule = self.above(level, both)
            if self.false_alarms(self.alarmed(rule)) <= allowed:
                return level, rule
        return levels[-1], self.above(levels[-1], both)

    def above(self, level, both):
        return lambda told: [name for name, one in told.items() if self.deviation(name, one, both) >= level]

    @staticmethod
    def false_alarms(alarmed):
        return sum(episodes(set(days)) for (_, case), days in alarmed.items() if case == "quiet")


def judged(alarmed, months):
    """By case that was measured: how many months, in how many it was noticed and the right part accused, and after how long."""
    found = defaultdict(lambda: {"n": 0, "noticed": 0, "named": 0, "after": []})
    for number, about in months.items():
        for case in about["cases"]:
            if (number, case["case"]) not in alarmed:
                continue
            wait = about["within"] if case["needsOutcomes"] else 0
            until = about["onset"] + HORIZON * DAY + wait
            usual = alarmed.get((number, "quiet"), {})
            days = {day: beside(accused, usual.get(day, [])) for day, accused in alarmed[number, case["case"]].items()}
            told = {day: of for day, of in days.items() if of and about["onset"] < (day + 1) * DAY <= until}
            row = found[case["case"]]
            row["n"] += 1
            if told:
                row["noticed"] += 1
                row["after"].append((min(told) + 1) * DAY - about["onset"])
                row["named"] += any(is_named(case, accused) for accused in told.values())
    return {case: summed(row) for case, row in found.items()}


def beside(accused, usual):
    """What the same day does not accuse with nothing wrong."""
    return [name for name in accused if name not in usual]


def is_named(case, accused):
    if case["names"] is not None and case["part"] in ("field", "feature"):
        return any(name in case["names"] for name in accused)
    if case["needsOutcomes"]:
        return "cbpe" in accused or "losses" in accused
    return case["part"] in ("head", "score", "action") and ("score" in accused or "cbpe" in accused)


def summed(row):
    after = sorted(row["after"])
    return {
        "n": row["n"],
        "noticed": row["noticed"],
        "named": row["named"],
        "afterMs": after[(len(after) - 1) // 2] if after else None,
    }


def arm(name, setting, alarmed, months):
    quiet_days = len(months) * QUIET_DAYS
    false = Columns.false_alarms(alarmed)
    return {
        "name": name,
        "setting": setting,
        "months": len(months),
        "falseAlarms": false,
        "perQuarter": false * QUARTER / quiet_days,
        "cases": judged(alarmed, months),
    }


def column_arms(found, months):
    evidently = Columns(found, lambda told: told["evidently"])
    accused = lambda told: [name for name, one in told.items() if one["alert"]]
    most = lambda told: accused(told) if len(accused(told)) >= 0.5 * len(told) else []
    yield arm("Evidently", "default: half of the columns", evidently.alarmed(most), months)
    yield arm("Evidently", "default thresholds, any column", evidently.alarmed(accused), months)
    level, rule = evidently.calibrated()
    yield arm("Evidently", f"calibrated: {level} sd", evidently.alarmed(rule), months)
    drift = Columns(found, lambda told: {name: one for name, one in told["nannyml"].items() if name != "cbpe"})
    yield arm("NannyML drift", "default", drift.alarmed(accused), months)
    level, rule = drift.calibrated()
    yield arm("NannyML drift", f"calibrated: {level} sd", drift.alarmed(rule), months)
    quality = Columns(found, lambda told: {name: one for name, one in told["nannyml"].items() if name == "cbpe"})
    yield arm("NannyML CBPE", "default", quality.alarmed(accused), months)
    level, rule = quality.calibrated(both=True)
    yield arm("NannyML CBPE", f"calibrated: {level} sd", quality.alarmed(rule), months)


def loss_arms(found, months):
    settings = sorted({setting for calls in found.values() for setting in calls})
    days = {
        setting: {key: {int(at // DAY): ["losses"] for at in calls[setting]} for key, calls in found.items()}
        for setting in settings
    }
    allowed = len(months) * QUIET_DAYS / QUARTER
    for name, usual in DEFAULTS.items():
        yield arm(f"river {name}", "default", days[usual], months)
        own = [setting for setting in settings if setting.split(" ")[0] == name]
        quiet = [one for one in own if Columns.false_alarms(days[one]) <= allowed]
        sensitive = lambda one: float(one.split(" ")[1]) * (-1 if name == "ADWIN" else 1)
        if quiet:
            best = min(quiet, key=sensitive)
            yield arm(f"river {name}", f"calibrated: {best.split(' ')[1]}", days[best], months)


def main():
    streams, out = Path(sys.argv[1]), Path(sys.argv[2])
    columns, calls = defaultdict(lambda: defaultdict(dict)), defaultdict(dict)
    for line in lines(out / "columns"):
        columns[line["world"]][line["month"], line["case"]][line["day"]] = line
    for line in lines(out / "losses"):
        calls[line["world"]][line["month"], line["case"]] = line["calls"]
    found = {}
    for world in sorted(columns):
        about = {
            int(path.parent.name): json.loads(path.read_text()) for path in (streams / world).glob("*/month.json")
        }
        of = lambda kept: {number: about[number] for number in about if (number, "quiet") in kept}
        found[world] = [*column_arms(columns[world], of(columns[world])), *loss_arms(calls[world], of(calls[world]))]
    (out / "peers.json").write_text(json.dumps(found, indent=1))
    for world, arms in found.items():
        for one in arms:
            print(world, one["name"], one["setting"], f"{one['perQuarter']:.1f} a quarter of {one['months']} months")


main()
