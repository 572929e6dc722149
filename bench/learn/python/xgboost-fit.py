"""XGBoost's histogram trees, grown by loss to 31 leaves: one fit, binning included."""

import time

import numpy as np
import xgboost
from common import Problem, finish, peak_mb

problem = Problem()
objectives = {"binary": "binary:logistic", "multilabel": "binary:logistic", "multiclass": "multi:softprob", "regression": "reg:squarederror", "ranking": "rank:ndcg"}
parameters = {
    "objective": objectives[problem.task], "nthread": problem.threads, "seed": 1, "tree_method": "hist",
    "grow_policy": "lossguide", "max_leaves": 31, "max_depth": 0, "eta": 0.1, "max_bin": 255, "lambda": 0, "verbosity": 0,
}
if problem.task == "multiclass":
    parameters["num_class"] = problem.outputs
types = ["c" if levels > 0 else "q" for levels in problem.levels]
before = peak_mb()
started = time.perf_counter()
lists = {}
if problem.task == "ranking":
    lists["qid"] = np.repeat(np.arange(len(problem.lists)), problem.lists)
data = xgboost.QuantileDMatrix(problem.x, problem.y, feature_types=types, enable_categorical=True, max_bin=255, nthread=problem.threads, **lists)
model = xgboost.train(parameters, data, problem.rounds)
seconds = time.perf_counter() - started
peak = peak_mb()
predicted = model.inplace_predict(problem.judged) if not problem.categories else model.predict(
    xgboost.DMatrix(problem.judged, feature_types=types, enable_categorical=True))
finish(problem, "xgboost", seconds, predicted, peak=peak, before=before)
