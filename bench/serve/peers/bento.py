"""BENCH_MODELS=<folder of models> bentoml serve bento:Decide"""

import os

import bentoml
from heads import Heads


@bentoml.service(workers=1, traffic={"timeout": 60})
class Decide:
    def __init__(self):
        self.heads = Heads(os.environ["BENCH_MODELS"])

    @bentoml.api
    def decide(self, entity: int, given: dict[str, float]) -> dict:
        return self.heads.decide(given)
