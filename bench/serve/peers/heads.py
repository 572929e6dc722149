"""Three LightGBM models and how they decide together: what bench/serve/systems/scored.mts declares, written by hand."""

import lightgbm
import numpy

NAMES = ["price", "discount", "basket", "minutes", "pages", "tenure", "distance", "rating", "hour", "stock"]
WEIGHTS = {"opens": 0.1, "buys": 1.0, "returns": -0.5}
THRESHOLD = 0.3


class Heads:
    def __init__(self, folder):
        self.boosters = {name: lightgbm.Booster(model_file=f"{folder}/{name}.txt") for name in WEIGHTS}

    def decide(self, given):
        row = numpy.array([[given.get(name, numpy.nan) for name in NAMES]], dtype=numpy.float64)
        heads = {name: float(booster.predict(row, num_threads=1)[0]) for name, booster in self.boosters.items()}
        score = sum(WEIGHTS[name] * said for name, said in heads.items())
        acts = score >= THRESHOLD and not given["stock"] < 1
        return {"action": "offer" if acts else "skip", "score": score, "heads": heads}
