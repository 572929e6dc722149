"""python by-bentoml.py <folder of models> <port>: serves the models with BentoML."""

import os
import sys

folder, port = sys.argv[1:]
os.environ["BENCH_MODELS"] = folder
os.environ["BENTOML_DO_NOT_TRACK"] = "True"
os.chdir(os.path.dirname(os.path.abspath(__file__)))
serve = ["-m", "bentoml", "serve", "bento:Decide", "--host", "127.0.0.1", "--port", port]
os.execv(sys.executable, [sys.executable, *serve])
