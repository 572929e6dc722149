"""python by-ray.py <folder of models> <port>: serves the models with Ray Serve, by one proxy and one replica."""

import os
import signal
import sys

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import ray
from heads import Heads
from ray import serve
from starlette.requests import Request

folder, port = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))


@serve.deployment(num_replicas=1, max_ongoing_requests=100, ray_actor_options={"num_cpus": 0.1})
class Decide:
    def __init__(self):
        self.heads = Heads(folder)

    async def __call__(self, request: Request):
        body = await request.json()
        return self.heads.decide(body["given"])


ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, runtime_env={"env_vars": {"PYTHONPATH": here}})
serve.start(http_options={"host": "127.0.0.1", "port": int(port)})
serve.run(Decide.bind(), route_prefix="/")
signal.sigwait([signal.SIGTERM, signal.SIGINT])
serve.shutdown()
ray.shutdown()
