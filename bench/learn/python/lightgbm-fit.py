"""LightGBM with its defaults: one fit, binning included.  python lightgbm-fit.py <folder> <seed> <threads> [extras]"""

import time

import lightgbm
import numpy as np
from common import Problem, finish, peak_mb, per_row

problem = Problem()
objectives = {"binary": "binary", "multilabel": "binary", "multiclass": "multiclass", "regression": "regression", "ranking": "lambdarank"}
parameters = {"objective": objectives[problem.task], "num_threads": problem.threads, "verbose": -1, "seed": 1}
if problem.task == "multiclass":
    parameters["num_class"] = problem.outputs
before = peak_mb()


def fit(label):
    lists = {"group": problem.lists} if problem.task == "ranking" else {}
    data = lightgbm.Dataset(problem.x, label, categorical_feature=problem.categories, params=parameters, **lists)
    return lightgbm.train(parameters, data, problem.rounds)


started = time.perf_counter()
if problem.task == "multilabel":
    models = [fit(problem.y[:, k]) for k in range(problem.outputs)]
else:
    models = [fit(problem.y)]
seconds = time.perf_counter() - started
peak = peak_mb()
predicted = np.stack([model.predict(problem.judged) for model in models], axis=-1)
more = {}
if problem.extras:
    model, rows = models[0], problem.judged[:20_000]
    one = np.ascontiguousarray(problem.judged[:1])
    more["oneRow"] = per_row(lambda: model.predict(one, num_threads=1))
    more["batch"] = per_row(lambda: model.predict(rows, num_threads=problem.threads)) / len(rows)
    few = rows[:500]
    more["shap"] = per_row(lambda: model.predict(few, pred_contrib=True, num_threads=problem.threads)) / len(few)
finish(problem, "lightgbm", seconds, predicted, peak=peak, before=before, **more)
