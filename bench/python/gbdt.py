"""LightGBM on the simulated rows of the `gbdt` benchmark, with its defaults and one thread. Prints one JSON document.

    python3 gbdt.py rows.f32 --rows 100000 --features 45 --categories 30 --rounds 100
"""

import argparse
import json
import time

import lightgbm
import numpy as np
from sklearn.metrics import roc_auc_score

parser = argparse.ArgumentParser()
parser.add_argument("file")
for name in ("rows", "features", "categories", "rounds"):
    parser.add_argument(f"--{name}", type=int, required=True)
asked = parser.parse_args()

cells = np.fromfile(asked.file, dtype=np.float32).reshape(-1, asked.features + 1).astype(float)
values, label = cells[:, :-1], cells[:, -1]
seen, unseen = slice(0, asked.rows), slice(asked.rows, None)
parameters = {"objective": "binary", "num_threads": 1, "seed": 1, "verbose": -1}
categories = list(range(asked.categories))

started = time.perf_counter()
data = lightgbm.Dataset(values[seen], label[seen], categorical_feature=categories, params=parameters).construct()
binned = time.perf_counter()
model = lightgbm.train(parameters, data, asked.rounds)
ended = time.perf_counter()
area = roc_auc_score(label[unseen], model.predict(values[unseen]))
print(json.dumps({"binning": binned - started, "perTree": (ended - binned) / asked.rounds, "rocAuc": area}))
