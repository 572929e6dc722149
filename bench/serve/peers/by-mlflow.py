"""python by-mlflow.py <folder of models> <port>: saves the three models as one MLflow model, and serves it with MLflow's server."""

import os
import shutil
import sys

import mlflow
from heads import Heads

folder, port = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
saved = os.path.join(folder, "mlflow-model")


class Decide(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        self.heads = Heads(context.artifacts["models"])

    def predict(self, context, model_input, params=None):
        rows = model_input.astype("float64").to_dict("records")
        return [self.heads.decide(row) for row in rows]


models = os.path.join(folder, "mlflow-files")
shutil.rmtree(saved, ignore_errors=True)
os.makedirs(models, exist_ok=True)
for name in ["opens", "buys", "returns"]:
    shutil.copy(os.path.join(folder, f"{name}.txt"), models)
mlflow.pyfunc.save_model(
    saved, python_model=Decide(), artifacts={"models": models}, code_paths=[os.path.join(here, "heads.py")]
)
# It looks for uvicorn by name.
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
serve = ["-m", "mlflow", "models", "serve", "-m", saved, "-h", "127.0.0.1", "-p", port, "-w", "1", "--env-manager", "local"]
os.execv(sys.executable, [sys.executable, *serve])
