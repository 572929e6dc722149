"""Runs ONNX files that Alidade wrote through onnxruntime.

Usage: onnx-predictions.py DIRECTORY. Reads asked.json, [{name, inputs: {feature: {kind, values}}}], and NAME.onnx; prints
JSON: for each, its last output, row by row, or the refusal.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime

directory = sys.argv[1]


def feed(column):
    if column["kind"] == "text":
        return np.array([["" if x is None else x] for x in column["values"]], dtype=object)
    return np.array([[np.nan if x is None else x] for x in column["values"]], dtype=np.float32)


answers = {}
for case in json.load(open(f"{directory}/asked.json")):
    path = f"{directory}/{case['name']}.onnx"
    try:
        onnx.checker.check_model(onnx.load(path), full_check=True)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        feeds = {name: feed(column) for name, column in case["inputs"].items()}
        answers[case["name"]] = session.run(None, feeds)[-1].tolist()
    except Exception as refusal:
        answers[case["name"]] = str(refusal)
print(json.dumps(answers))
