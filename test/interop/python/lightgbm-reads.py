"""Asks models that Alidade wrote the rows of `asked.json` and prints their answers: lightgbm-reads.py <directory>."""

import json
import os
import sys

import lightgbm as lgb
import numpy as np
import pandas as pd


def frame(columns):
    """Texts become categories; LightGBM finds each by its name."""
    made = {}
    for name, column in columns.items():
        values = column["values"]
        made[name] = pd.Categorical(values) if column["kind"] == "text" else np.array(values, dtype=float)
    return pd.DataFrame(made)


def main(directory):
    with open(os.path.join(directory, "asked.json")) as file:
        asked = json.load(file)
    answers = []
    for one in asked:
        rows = frame(one["columns"])
        model = lgb.Booster(model_file=os.path.join(directory, one["file"]))
        answers.append(np.asarray(model.predict(rows), dtype=float).reshape(len(rows), -1).tolist())
    print(json.dumps(answers))


main(sys.argv[1])
