"""Explains rows of LightGBM models, by LightGBM itself and, where it is there, by the package shap: shap-values.py <seed>.

Prints JSON: for each model its text, the rows that were asked about, `pred_contrib` (rows × outputs × features and the
expected value), and the interventional values against the first rows (rows × outputs × features; null without shap)."""

import json
import sys

import lightgbm as lgb
import numpy as np
from frames import asked, mixed, numbers, signal

try:
    import shap
except ImportError:
    shap = None

ROWS, ASKED, BACKGROUND = 400, 40, 15
SHARED = {"verbose": -1, "num_threads": 1, "num_leaves": 15, "min_data_in_leaf": 5, "min_data_per_group": 5,
          "cat_smooth": 1, "learning_rate": 0.2, "seed": 7, "deterministic": True}


def explain(name, frame, label, params, rng, rounds=15):
    model = lgb.train({**SHARED, **params}, lgb.Dataset(frame, label, free_raw_data=False), rounds)
    rows = asked(rng, frame).iloc[:ASKED] if frame.isna().any().any() else frame.iloc[:ASKED]
    width = params.get("num_class", 1)
    contrib = np.asarray(model.predict(rows, pred_contrib=True)).reshape(ASKED, width, -1)
    if params.get("boosting") == "rf":
        contrib = contrib / rounds  # LightGBM averages a random forest's predictions, and forgets to average these.
    plain = not any(str(kind) == "category" for kind in frame.dtypes)
    against = None
    if shap is not None and plain and not rows.isna().any().any() and width == 1:
        explainer = shap.TreeExplainer(model, rows.iloc[:BACKGROUND], feature_perturbation="interventional")
        against = np.asarray(explainer.shap_values(rows, check_additivity=False)).reshape(ASKED, 1, -1).tolist()
    columns = {}
    for column in rows:
        text = str(rows[column].dtype) == "category"
        values = [None if v is None or v != v else str(v) if text else float(v) for v in rows[column].tolist()]
        columns[column] = {"kind": "text" if text else "number", "values": values}
    return {"name": name, "text": model.model_to_string(), "columns": columns, "contrib": contrib.tolist(),
            "against": against, "background": BACKGROUND}


def main(seed):
    rng = np.random.default_rng(seed)
    plain, gappy, frame = numbers(rng, ROWS, gaps=False), numbers(rng, ROWS), mixed(rng, ROWS)
    score = signal(frame) + rng.normal(size=ROWS) * 0.2
    classes = np.digitize(score, np.quantile(score, [0.3, 0.7]))
    yes = (score > np.median(score)).astype(int)
    forest = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}
    print(json.dumps([
        explain("numbers", plain, signal(plain), {"objective": "regression"}, rng),
        explain("missing numbers", gappy, signal(gappy), {"objective": "regression"}, rng),
        explain("zeros as missing", gappy, signal(gappy), {"objective": "regression", "zero_as_missing": True}, rng),
        explain("categories", frame, yes, {"objective": "binary"}, rng),
        explain("classes", frame, classes, {"objective": "multiclass", "num_class": 3}, rng),
        explain("a random forest", frame, score, {"objective": "regression", **forest}, rng),
    ]))


main(int(sys.argv[1]))
