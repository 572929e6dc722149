"""Trains XGBoost models of every kind that the import reads: xgboost-models.py <directory> <seed> …."""

import json
import sys

import numpy as np
import pandas as pd
import xgboost as xgb
from frames import COLOURS, Cases, asked, mixed, numbers, signal

ROWS = 400
ASCII = [name for name in COLOURS if name.isascii()]
SHARED = {"max_depth": 4, "eta": 0.3, "nthread": 1, "seed": 7, "tree_method": "hist"}


def dump_of(model, path, options):
    """Writes both dumps; returns what they leave for the caller to tell."""
    model.dump_model(f"{path}-dump.json", dump_format="json", with_stats=True)
    model.dump_model(f"{path}-dump.txt", with_stats=True)
    learner = json.loads(model.save_config())["learner"]
    base = json.loads(learner["learner_model_param"]["base_score"])
    return {"objective": learner["objective"]["name"], "baseScore": base, **options}


def models(cases, seed):
    rng = np.random.default_rng(seed)
    cases.prefix = f"{seed}-"

    def train(name, frame, label, params, rounds=8, rows=None, ask=None, options=None, dump=None, data=None, **more):
        given = {"feature_types": more.pop("feature_types", None), "enable_categorical": True}
        used = data or xgb.DMatrix(frame, label, **given, **more)
        model = xgb.train({**SHARED, **params}, used, rounds)
        rows = asked(rng, frame) if rows is None else rows
        matrix = xgb.DMatrix(rows if ask is None else ask, **given)
        model.save_model(cases.path(f"{name}.json"))
        model.save_model(cases.path(f"{name}.ubj"))
        extra = {"dump": dump_of(model, cases.path(name), dump)} if dump is not None else {}
        raw, out = model.predict(matrix, output_margin=True), model.predict(matrix)
        gain = model.get_score(importance_type="total_gain")
        if "multi_strategy" not in params:
            first = xgb.DMatrix((rows if ask is None else ask)[:5], **given)
            extra["contributions"] = model.predict(first, pred_contribs=True).reshape(5, raw.size // len(rows), -1).tolist()
        cases.add(name, rows, raw, out, gain=gain, options=options or {}, **extra)
        return model

    plain, gappy, frame = numbers(rng, ROWS, gaps=False), numbers(rng, ROWS), mixed(rng, ROWS, colours=ASCII)
    score = (signal(frame) + rng.normal(size=ROWS) * 0.2) / 2
    yes = (score > np.median(score)).astype(int)
    classes = np.digitize(score, np.quantile(score, [0.3, 0.7]))
    positive = np.exp(score / 2)

    train("numbers", plain, signal(plain) / 2, {"objective": "reg:squarederror"})
    train("gaps", gappy, signal(gappy) / 2, {"objective": "reg:squarederror"}, dump={})
    train("unnamed", gappy.rename(columns=dict(zip("abzc", ["f0", "f1", "f2", "f3"]))), signal(gappy) / 2,
          {"objective": "reg:squarederror", "tree_method": "exact"}, rows=asked(rng, gappy).set_axis(["f0", "f1", "f2", "f3"], axis=1))
    for objective in ["reg:squarederror", "reg:pseudohubererror", "reg:absoluteerror"]:
        train(objective.replace(":", "-"), frame, score, {"objective": objective})
    for objective in ["count:poisson", "reg:gamma", "reg:tweedie", "reg:squaredlogerror", "survival:cox"]:
        train(objective.replace(":", "-"), frame, positive, {"objective": objective})
    train("binary", gappy, yes, {"objective": "binary:logistic"}, dump={})
    train("base-score", frame, yes, {"objective": "binary:logistic", "base_score": 0.2})
    train("reg-logistic", frame, 1 / (1 + np.exp(-score)), {"objective": "reg:logistic"})
    train("logitraw", frame, yes, {"objective": "binary:logitraw"}, options={"task": "regression"})
    train("softprob", gappy, classes, {"objective": "multi:softprob", "num_class": 3},
          dump={"classes": ["low", "middle", "high"]})
    train("categories-softprob", frame, classes, {"objective": "multi:softprob", "num_class": 3})
    train("quantile", frame, score, {"objective": "reg:quantileerror", "quantile_alpha": 0.7})
    train("quantiles", frame, score, {"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.5, 0.9]},
          options={"task": "multilabel"})
    for objective in ["rank:ndcg", "rank:pairwise", "rank:map"]:
        label = yes if objective == "rank:map" else classes
        train(objective.replace(":", "-"), frame, label, {"objective": objective}, qid=np.repeat(range(ROWS // 20), 20))
    train("one-hot", frame, score, {"objective": "reg:squarederror", "max_cat_to_onehot": 50})
    train("partition", frame, score, {"objective": "reg:squarederror", "max_cat_to_onehot": 1})
    train("lossguide", frame, score, {"objective": "reg:squarederror", "grow_policy": "lossguide", "max_leaves": 20, "max_depth": 0})
    train("dart", frame, yes, {"objective": "binary:logistic", "booster": "dart", "rate_drop": 0.5})
    forest = {"num_parallel_tree": 3, "subsample": 0.6, "colsample_bynode": 0.7}
    train("forest", frame, yes, {"objective": "binary:logistic", **forest, "eta": 1}, rounds=1)
    train("forest-classes", frame, classes, {"objective": "multi:softprob", "num_class": 3, **forest}, rounds=3)
    train("pruned", frame, score, {"objective": "reg:squarederror", "gamma": 5.0, "tree_method": "approx"})
    train("stump", frame, score, {"objective": "reg:squarederror", "min_child_weight": 1e9})

    both = np.c_[yes, classes == 1]
    train("labels", frame, both, {"objective": "binary:logistic"})
    train("targets", frame, np.c_[score, positive], {"objective": "reg:squarederror"}, options={"task": "multilabel"})
    vectors = {"multi_strategy": "multi_output_tree"}
    train("vectors", gappy, np.c_[score, positive, yes], {"objective": "reg:squarederror", **vectors}, options={"task": "multilabel"})
    train("vector-labels", gappy, both, {"objective": "binary:logistic", **vectors})
    train("vector-classes", gappy, classes, {"objective": "multi:softprob", "num_class": 3, **vectors})

    # Codes without names: the file does not say how many there are.
    codes = frame.assign(colour=frame["colour"].cat.codes.replace(-1, np.nan).astype(float), size=frame["size"].astype(float))
    kinds = ["float", "float", "float", "float", "c", "c"]
    ask = asked(rng, codes)
    ask.loc[10:20, "size"] = rng.integers(40, 60, 11).astype(float)
    rows = ask.assign(colour=pd.Categorical(ask["colour"]), size=pd.Categorical(ask["size"]))
    train("codes", codes, score, {"objective": "reg:squarederror"}, rows=rows, ask=ask, feature_types=kinds,
          dump={})
    train("codes-one-hot", codes, yes, {"objective": "binary:logistic", "max_cat_to_onehot": 50}, rows=rows, ask=ask,
          feature_types=kinds, dump={})

    # XGBoost counts letters where it stores bytes: beyond ASCII its category names are cut at the wrong places.
    beyond = mixed(rng, ROWS)
    levels = beyond["colour"].cat.categories.tolist()
    train("beyond-ascii", beyond, signal(beyond), {"objective": "reg:squarederror"},
          options={"features": {"colour": {"levels": levels}}})

    xgb.train({**SHARED, "booster": "gblinear", "tree_method": "auto"}, xgb.DMatrix(plain, score), 2).save_model(cases.path("linear.json"))
    xgb.train({**SHARED, "objective": "binary:hinge"}, xgb.DMatrix(plain, yes), 2).save_model(cases.path("hinge.json"))


def main(directory, seeds):
    cases = Cases(directory)
    for seed in seeds:
        models(cases, int(seed))
    cases.write()


main(sys.argv[1], sys.argv[2:])
