"""Trains LightGBM models of every kind that the import reads: lightgbm-models.py <directory> <seed> …."""

import json
import sys

import lightgbm as lgb
import numpy as np
import pandas as pd
from frames import Cases, asked, mixed, numbers, signal

ROWS = 400
SHARED = {"verbose": -1, "num_threads": 1, "num_leaves": 12, "min_data_in_leaf": 5, "min_data_per_group": 5,
          "cat_smooth": 1, "learning_rate": 0.2, "seed": 7, "deterministic": True}


def models(cases, seed):
    rng = np.random.default_rng(seed)
    cases.prefix = f"{seed}-"

    def train(name, frame, label, params, rounds=12, rows=None, ask=None, options=None, **data):
        used = lgb.Dataset(frame, label, free_raw_data=False, **data)
        model = lgb.train({**SHARED, **params}, used, rounds)
        rows = asked(rng, frame) if rows is None else rows
        ask = rows if ask is None else ask
        model.save_model(cases.path(f"{name}.txt"))
        with open(cases.path(f"{name}.json"), "w") as file:
            json.dump(model.dump_model(), file)
        gain = dict(zip(model.feature_name(), model.feature_importance("gain").tolist()))
        raw, out = model.predict(ask, raw_score=True), model.predict(ask)
        shares = model.predict(ask[:5], pred_contrib=True).reshape(5, raw.size // len(ask), -1)
        cases.add(name, rows, raw, out, gain=gain, contributions=shares.tolist(), options=options or {})
        return model

    plain, gappy, frame = numbers(rng, ROWS, gaps=False), numbers(rng, ROWS), mixed(rng, ROWS)
    noise = rng.normal(size=ROWS) * 0.2
    score = (signal(frame) + noise) / 2
    yes = (score > np.median(score)).astype(int)
    classes = np.digitize(score, np.quantile(score, [0.3, 0.7]))
    positive = np.exp(score / 2)

    train("numbers", plain, signal(plain), {"objective": "regression"})
    train("gaps", gappy, signal(gappy), {"objective": "regression"})
    train("zero-as-missing", gappy, signal(gappy), {"objective": "regression", "zero_as_missing": True})
    train("without-missing", gappy, signal(gappy), {"objective": "regression", "use_missing": False})
    for objective in ["regression", "regression_l1", "huber", "fair", "quantile"]:
        train(objective, frame, score, {"objective": objective})
    for objective in ["poisson", "gamma", "tweedie", "mape"]:
        train(objective, frame, positive, {"objective": objective})
    train("sqrt", frame, np.sign(score) * score**2, {"objective": "regression", "reg_sqrt": True})
    train("binary", frame, yes, {"objective": "binary"})
    train("binary-sloped", frame, yes, {"objective": "binary", "sigmoid": 2.5})
    train("cross-entropy", frame, 1 / (1 + np.exp(-score)), {"objective": "cross_entropy"})
    train("multiclass", frame, classes, {"objective": "multiclass", "num_class": 3})
    train("one-vs-all", frame, classes, {"objective": "multiclassova", "num_class": 3, "sigmoid": 1.7})
    group = np.full(ROWS // 20, 20)
    for objective in ["lambdarank", "rank_xendcg"]:
        train(objective, frame, classes, {"objective": objective}, group=group)
    train("dart", frame, yes, {"objective": "binary", "boosting": "dart", "drop_rate": 0.4})
    forest = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6, "feature_fraction": 0.8}
    train("forest", frame, score, {"objective": "regression", **forest})
    train("forest-binary", frame, yes, {"objective": "binary", **forest})
    train("forest-classes", frame, classes, {"objective": "multiclass", "num_class": 3, **forest})
    train("goss", frame, yes, {"objective": "binary", "data_sample_strategy": "goss"})
    train("extra-trees", frame, score, {"objective": "regression", "extra_trees": True})
    train("one-hot", frame, score, {"objective": "regression", "max_cat_to_onehot": 50})
    train("stump", frame, score, {"objective": "regression", "min_data_in_leaf": ROWS})
    train("weighted", frame, yes, {"objective": "binary", "scale_pos_weight": 3.0}, weight=rng.random(ROWS) + 0.5)
    train("own-loss", frame, score, {"objective": lambda preds, data: (preds - data.get_label(), np.ones(len(preds)))},
          options={"objective": "regression"})

    # An ordered category of a data frame is a number to LightGBM: its code. The file does not say so.
    ordered = frame.assign(size=frame["size"].cat.as_ordered())
    train("ordered", ordered, score, {"objective": "regression"}, options={"categorical": ["colour", "size"]})
    train("ordered-zeros", ordered, score, {"objective": "regression", "zero_as_missing": True},
          options={"categorical": ["colour", "size"]})

    # Whole numbers declared as categories, without a data frame's names: their codes are the levels.
    codes = frame.assign(colour=frame["colour"].cat.codes.replace(-1, np.nan), size=frame["size"].astype(float))
    ask = asked(rng, codes)
    ask.loc[10:20, "size"] = rng.integers(40, 90, 11)
    rows = ask.assign(colour=pd.Categorical(ask["colour"]), size=pd.Categorical(ask["size"]))
    train("codes", codes, score, {"objective": "regression"}, rows=rows, ask=ask,
          categorical_feature=["colour", "size"])

    refused = lgb.Dataset(plain, signal(plain), free_raw_data=False)
    lgb.train({**SHARED, "objective": "regression", "linear_tree": True}, refused, 2).save_model(cases.path("linear.txt"))
    soft = lgb.Dataset(plain, 1 / (1 + np.exp(-signal(plain))))
    lgb.train({**SHARED, "objective": "cross_entropy_lambda"}, soft, 2).save_model(cases.path("lambda.txt"))


def main(directory, seeds):
    cases = Cases(directory)
    for seed in seeds:
        models(cases, int(seed))
    cases.write()


main(sys.argv[1], sys.argv[2:])
