"""scikit-learn's histogram boosting with the same sizes: one fit, binning included. No lists, and 255 levels at most."""

import json
import os
import time

from common import Problem, finish, peak_mb

problem = Problem()
os.environ["OMP_NUM_THREADS"] = str(problem.threads)
import numpy as np  # noqa: E402
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor  # noqa: E402

reason = "it ranks no lists" if problem.task == "ranking" else "a category has more than 255 levels" if max(problem.levels) > 255 else None
if reason is not None:
    print(json.dumps({"skipped": reason}))
    raise SystemExit
kind = HistGradientBoostingRegressor if problem.task == "regression" else HistGradientBoostingClassifier
before = peak_mb()


def fit(label):
    return kind(
        max_iter=problem.rounds, max_leaf_nodes=31, learning_rate=0.1, min_samples_leaf=20, max_bins=255,
        early_stopping=False, categorical_features=problem.categories or None, random_state=1,
    ).fit(problem.x, label)


started = time.perf_counter()
if problem.task == "multilabel":
    models = [fit(problem.y[:, k]) for k in range(problem.outputs)]
else:
    models = [fit(problem.y)]
seconds = time.perf_counter() - started
peak = peak_mb()
if problem.task == "regression":
    predicted = models[0].predict(problem.judged)
elif problem.task == "multiclass":
    predicted = models[0].predict_proba(problem.judged)
else:
    predicted = np.stack([model.predict_proba(problem.judged)[:, 1] for model in models], axis=-1)
finish(problem, "sklearn", seconds, predicted, peak=peak, before=before)
