"""Trains models with scikit-learn, LightGBM and XGBoost, converts them to ONNX, and writes what both sides predict.

Usage: onnx-models.py DIRECTORY. Writes NAME.onnx and cases.json.
"""

import json
import sys
import warnings

import lightgbm
import numpy as np
import onnx
import onnxmltools
import onnxruntime
import pandas as pd
import skl2onnx.common._container as container
import skl2onnx.common.data_types as types
import xgboost
from onnx import TensorProto, helper, numpy_helper
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import convert_sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    AdaBoostClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, PoissonRegressor, SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")


# The converter hands on scikit-learn's unsigned node numbers and truth values, which onnx refuses.
def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    value = value.item() if isinstance(value, np.generic) else value
    return int(value) if isinstance(value, bool) else value


original = container.make_node
container.make_node = lambda *args, **attributes: original(
    *args, **{name: plain(value) for name, value in attributes.items()}
)

directory = sys.argv[1]
random = np.random.default_rng(7)
ROWS = 400
X = random.normal(size=(ROWS, 4)).astype(np.float32)
noisy = X[:, 0] + 0.5 * X[:, 1] ** 2 + 0.3 * random.normal(size=ROWS)
binary = (noisy > 0.3).astype(int)
words = np.array(["no", "yes"])[binary]
three = np.digitize(noisy, [-0.2, 0.8])
value = noisy * 3 + 10
holes = X.copy()
holes[random.random(X.shape) < 0.15] = np.nan
levels = holes.copy()
levels[:, 3] = random.integers(0, 12, ROWS)
level_label = ((levels[:, 3] % 3 == 0) ^ (X[:, 0] > 0.5)).astype(int)
frame = pd.DataFrame(
    {
        "age": holes[:, 0],
        "pay": X[:, 1],
        "city": random.choice(["Oslo", "Rīga", "Bern"], ROWS),
        "job": random.choice(["x", "y"], ROWS),
    }
)
frame_new = frame.iloc[:100].copy()
frame_new.loc[:5, "city"] = "Lima"

cases = []


def predictions(onnx_model, feeds):
    session = onnxruntime.InferenceSession(onnx_model.SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = session.run(None, feeds)
    out = outputs[-1]
    if isinstance(out, list):
        return [[float(row[key]) for key in row] for row in out]
    return [[float(x) for x in np.atleast_1d(row)] for row in out]


def add(name, onnx_model, columns, feeds, truth, options=None, near=1e-6, foreign=False):
    """`near`: how close the framework itself, which may compute in other precision, is expected to be."""
    with open(f"{directory}/{name}.onnx", "wb") as file:
        file.write(onnx_model.SerializeToString())
    rows = [[float(x) for x in np.atleast_1d(row)] for row in truth]
    runtime = predictions(onnx_model, feeds)
    cases.append(
        {
            "name": name,
            "columns": columns,
            "runtime": runtime,
            "truth": rows,
            "options": options or {},
            "near": near,
            "foreign": foreign,
            "operators": sorted({node.op_type for node in onnx_model.graph.node}),
        }
    )


def number_column(values):
    return {"kind": "number", "values": [None if np.isnan(x) else float(x) for x in values]}


def matrix_columns(matrix):
    return {f"f{i}": number_column(matrix[:, i]) for i in range(matrix.shape[1])}


def truth_of(model, data):
    return model.predict_proba(data) if hasattr(model, "predict_proba") else model.predict(data)


def sklearn_matrix(name, model, data, label, zipmap=True, **kwargs):
    model.fit(data, label)
    options = {} if zipmap or not hasattr(model, "predict_proba") else {"zipmap": False}
    converted = convert_sklearn(
        model,
        initial_types=[("X", types.FloatTensorType([None, data.shape[1]]))],
        target_opset=kwargs.pop("target_opset", {"": 18, "ai.onnx.ml": 3}),
        options=options,
    )
    add(name, converted, matrix_columns(data), {"X": data}, truth_of(model, data), **kwargs)


def prepared(ordinal=False):
    numbers = make_pipeline(SimpleImputer(strategy="median"), MinMaxScaler() if ordinal else StandardScaler())
    texts = OrdinalEncoder() if ordinal else OneHotEncoder(handle_unknown="ignore")
    return ColumnTransformer([("n", numbers, ["age", "pay"]), ("t", texts, ["city", "job"])])


FRAME_TYPES = [
    ("age", types.FloatTensorType([None, 1])),
    ("pay", types.FloatTensorType([None, 1])),
    ("city", types.StringTensorType([None, 1])),
    ("job", types.StringTensorType([None, 1])),
]


def sklearn_frame(name, model, label, ordinal=False, zipmap=True, **kwargs):
    pipeline = make_pipeline(prepared(ordinal), model)
    pipeline.fit(frame, label)
    options = {} if zipmap or not hasattr(model, "predict_proba") else {"zipmap": False}
    converted = convert_sklearn(
        pipeline, initial_types=FRAME_TYPES, target_opset={"": 18, "ai.onnx.ml": 3}, options=options
    )
    asked = frame.iloc[:100] if ordinal else frame_new
    columns = {
        column: number_column(asked[column].to_numpy())
        if column in ("age", "pay")
        else {"kind": "text", "values": list(asked[column])}
        for column in frame.columns
    }
    feeds = {column: asked[[column]].to_numpy() for column in frame.columns}
    feeds = {
        column: values.astype(np.float32) if column in ("age", "pay") else values.astype(object)
        for column, values in feeds.items()
    }
    add(name, converted, columns, feeds, truth_of(pipeline, asked), **kwargs)


sklearn_frame("frame-logistic", LogisticRegression(), words)
sklearn_frame("frame-logistic-matrix", LogisticRegression(), words, zipmap=False)
sklearn_frame("frame-softmax", LogisticRegression(), three)
sklearn_frame("frame-forest", RandomForestClassifier(20, max_depth=6, random_state=1), words)
sklearn_frame("frame-boosting", GradientBoostingClassifier(n_estimators=20, random_state=1), binary)
# Standardised in singles, a few values cross a threshold that they do not cross in doubles: the file's own loss.
sklearn_frame("frame-histogram", HistGradientBoostingClassifier(max_iter=20), binary, near=0.05)
sklearn_frame("frame-linear", LinearRegression(), value, near=1e-5)
sklearn_frame("frame-perceptron", MLPClassifier((8,), max_iter=60, random_state=1), three, near=1e-5)
sklearn_frame("frame-ordinal-forest", RandomForestClassifier(20, max_depth=6, random_state=1), words, ordinal=True)
sklearn_frame("frame-ordinal-histogram", HistGradientBoostingRegressor(max_iter=20), value, ordinal=True, near=1e-5)

sklearn_matrix("logistic", LogisticRegression(), X, binary)
sklearn_matrix("logistic-old", LogisticRegression(), X, three, target_opset={"": 9, "ai.onnx.ml": 1})
sklearn_matrix("forest", RandomForestClassifier(20, max_depth=6, random_state=1), X, three)
sklearn_matrix("forest-words", RandomForestClassifier(20, max_depth=6, random_state=1), X, words, zipmap=False)
sklearn_matrix("tree", DecisionTreeClassifier(max_depth=4), X, three)
sklearn_matrix("boosting-three", GradientBoostingClassifier(n_estimators=20, random_state=1), X, three)
sklearn_matrix("boosting-value", GradientBoostingRegressor(n_estimators=30, random_state=1), X, value, near=1e-5)
sklearn_matrix("forest-value", RandomForestRegressor(20, max_depth=6, random_state=1), X, value, near=1e-5)
sklearn_matrix("extra-trees-value", ExtraTreesRegressor(20, max_depth=6, random_state=1), X, value, near=1e-5)
sklearn_matrix("histogram", HistGradientBoostingClassifier(max_iter=20), holes, binary)
sklearn_matrix("histogram-three", HistGradientBoostingClassifier(max_iter=20), holes, three)
sklearn_matrix("histogram-value", HistGradientBoostingRegressor(max_iter=20), holes, value, near=1e-5)
sklearn_matrix("perceptron", MLPClassifier((8,), max_iter=60, activation="tanh", random_state=1), X, binary, near=1e-5)
sklearn_matrix("perceptron-value", MLPRegressor(hidden_layer_sizes=(8,), max_iter=60, random_state=1), X, value, near=1e-5)
sklearn_matrix("gradient", SGDClassifier(loss="log_loss", random_state=1), X, three, near=1e-5)
sklearn_matrix("elastic-net", ElasticNet(0.01), X, value, near=1e-5)
sklearn_matrix("poisson", PoissonRegressor(), X, np.abs(value), near=1e-5)
sklearn_matrix("bayes", GaussianNB(), X, binary, near=1e-5)
sklearn_matrix("calibrated", CalibratedClassifierCV(LogisticRegression(), cv=2), X, binary, near=1e-5)
sklearn_matrix("ada", AdaBoostClassifier(n_estimators=5, random_state=1), X, three, near=1e-5)
sklearn_matrix("polynomial", make_pipeline(PolynomialFeatures(2), StandardScaler(), LinearRegression()), X, value, near=1e-5)
sklearn_matrix("scaled", make_pipeline(RobustScaler(), MaxAbsScaler(), LogisticRegression()), X, binary)
sklearn_matrix("normalised", make_pipeline(Normalizer(), Binarizer(), LogisticRegression()), X, binary)
sklearn_matrix("power", make_pipeline(PowerTransformer(), LogisticRegression()), X, binary, near=1e-4)
sklearn_matrix("components", make_pipeline(PCA(2), LogisticRegression()), X, binary)
sklearn_matrix("neighbours", KNeighborsClassifier(3), X, binary, foreign=True, near=1e-5)


def lightgbm_matrix(name, model, data, label, **fit):
    model.fit(data, label, **fit)
    converted = onnxmltools.convert_lightgbm(
        model, initial_types=[("X", FloatTensorType([None, data.shape[1]]))], target_opset=15
    )
    add(name, converted, matrix_columns(data), {"X": data}, truth_of(model, data), near=1e-5)


quiet = {"n_estimators": 30, "num_leaves": 15, "verbose": -1, "n_jobs": 1}
lightgbm_matrix("lightgbm", lightgbm.LGBMClassifier(**quiet), holes, binary)
lightgbm_matrix("lightgbm-three", lightgbm.LGBMClassifier(**quiet), holes, three)
lightgbm_matrix("lightgbm-value", lightgbm.LGBMRegressor(**quiet), holes, value)
lightgbm_matrix("lightgbm-poisson", lightgbm.LGBMRegressor(objective="poisson", **quiet), holes, np.abs(value))
lightgbm_matrix(
    "lightgbm-categories",
    lightgbm.LGBMClassifier(min_data_per_group=1, cat_smooth=0, **quiet),
    levels,
    level_label,
    categorical_feature=[3],
)


def xgboost_matrix(name, model, label):
    model.fit(holes, label)
    converted = onnxmltools.convert_xgboost(model, initial_types=[("X", FloatTensorType([None, 4]))], target_opset=15)
    add(name, converted, matrix_columns(holes), {"X": holes}, truth_of(model, holes), near=1e-5)


xgboost_matrix("xgboost", xgboost.XGBClassifier(n_estimators=30, max_depth=4, n_jobs=1), binary)
xgboost_matrix("xgboost-three", xgboost.XGBClassifier(n_estimators=30, max_depth=4, n_jobs=1), three)
xgboost_matrix("xgboost-value", xgboost.XGBRegressor(n_estimators=30, max_depth=4, n_jobs=1), value)


def perceptron_like_torch(name, batch, out_features, last):
    """What torch.onnx.export writes for Linear, ReLU, Linear and an end."""
    weights = {
        "0.weight": random.normal(size=(8, 4)),
        "0.bias": random.normal(size=8),
        "2.weight": random.normal(size=(out_features, 8)) * 0.5,
        "2.bias": random.normal(size=out_features),
    }
    nodes = [
        helper.make_node("Gemm", ["input", "0.weight", "0.bias"], ["a"], alpha=1.0, beta=1.0, transB=1),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Gemm", ["b", "2.weight", "2.bias"], ["c"], alpha=1.0, beta=1.0, transB=1),
        last,
    ]
    graph = helper.make_graph(
        nodes,
        "main_graph",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [batch, 4])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [batch, out_features])],
        [numpy_helper.from_array(array.astype(np.float32), key) for key, array in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    if batch == 1:
        session = onnxruntime.InferenceSession(model.SerializeToString())
        truth = np.concatenate([session.run(None, {"input": X[i : i + 1]})[0] for i in range(50)])
    else:
        truth = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"input": X})[0]
    return model, truth


def add_network(name, batch, out_features, last, options):
    model, truth = perceptron_like_torch(name, batch, out_features, last)
    with open(f"{directory}/{name}.onnx", "wb") as file:
        file.write(model.SerializeToString())
    rows = [[float(x) for x in row] for row in truth]
    if options["task"] == "binary":
        rows = [[1 - row[0], row[0]] for row in rows]
    cases.append(
        {
            "name": name,
            "columns": matrix_columns(X[: len(rows)]),
            "runtime": rows,
            "truth": rows,
            "options": options,
            "near": 1e-6,
            "foreign": False,
            "operators": sorted({node.op_type for node in model.graph.node}),
        }
    )


add_network("network-value", None, 1, helper.make_node("Identity", ["c"], ["output"]), {"task": "regression"})
add_network("network-sigmoid", 1, 1, helper.make_node("Sigmoid", ["c"], ["output"]), {"task": "binary"})
add_network(
    "network-softmax",
    None,
    3,
    helper.make_node("Softmax", ["c"], ["output"], axis=1),
    {"task": "multiclass", "classes": ["a", "b", "c"]},
)

with open(f"{directory}/cases.json", "w") as file:
    json.dump(cases, file)
