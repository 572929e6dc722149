"""Trains LightGBM for Alidade: reads the job that ALIDADE_JOB names, leaves model.txt in its output folder."""

import json
import os
import sys

try:
    import lightgbm
    import pandas
    import pyarrow  # noqa: F401, what pandas reads Parquet with
except ImportError as missing:
    sys.exit(f"This trainer needs the Python package {missing.name}: pip install lightgbm pandas pyarrow")

with open(os.environ["ALIDADE_JOB"]) as file:
    job = json.load(file)

rows = pandas.read_parquet(job["training"])
features = rows[[feature["name"] for feature in job["features"]]].copy()
for feature in job["features"]:
    # The names of the categories go into model.txt, so that Alidade knows them again.
    features[feature["name"]] = features[feature["name"]].astype("category" if feature["kind"] == "text" else "float64")

model = lightgbm.LGBMClassifier(
    n_estimators=80,
    num_leaves=15,
    min_child_samples=200,
    reg_lambda=10,
    colsample_bytree=0.3,
    cat_smooth=100,
    # The same model from the same rows, which Alidade checks by training twice.
    random_state=job["seed"],
    deterministic=True,
    force_row_wise=True,
    verbose=-1,
)
weights = rows[job["weight"]] if "weight" in job else None
model.fit(features, rows[job["labels"][0]], sample_weight=weights)
model.booster_.save_model(os.path.join(job["output"], "model.txt"))
print(f"LightGBM {lightgbm.__version__}: {model.booster_.num_trees()} trees on {job['rows']} rows")
