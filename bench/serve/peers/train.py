"""python train.py <folder>: trains the three models on offers.csv, and leaves opens.txt, buys.txt and returns.txt beside it."""

import sys

import lightgbm
import pandas
from heads import NAMES

LABELS = {"opens": "opened", "buys": "bought", "returns": "returned"}

folder = sys.argv[1]
rows = pandas.read_csv(f"{folder}/offers.csv")
for name, label in LABELS.items():
    model = lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, n_jobs=1, random_state=1, deterministic=True, verbose=-1)
    model.fit(rows[NAMES].astype("float64"), rows[label])
    model.booster_.save_model(f"{folder}/{name}.txt")
