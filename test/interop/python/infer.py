"""Asks a server by the published client of the Open Inference Protocol, in JSON and in bytes; prints what came back."""

import json
import sys

import numpy
import tritonclient.http as http
from tritonclient.utils import InferenceServerException

client = http.InferenceServerClient(url=sys.argv[1])
model = sys.argv[2]


def ask(binary):
    columns = [
        ("visits", "FP64", numpy.array([0.0, 1.0, 2.0, 4.0])),
        ("age", "BYTES", numpy.array(["young", "old", "old", "young"], dtype=object)),
        ("insured", "BOOL", numpy.array([False, True, True, False])),
    ]
    inputs = []
    for name, datatype, values in columns:
        tensor = http.InferInput(name, list(values.shape), datatype)
        tensor.set_data_from_numpy(values, binary_data=binary)
        inputs.append(tensor)
    outputs = [http.InferRequestedOutput("scores", binary_data=binary)]
    result = client.infer(model, inputs, outputs=outputs, request_id="r1")
    return result.as_numpy("scores").tolist()


try:
    client.get_model_metadata("nobody")
    refused = None
except InferenceServerException as thrown:
    refused = thrown.message()

print(
    json.dumps(
        {
            "live": client.is_server_live(),
            "ready": client.is_server_ready(),
            "model_ready": client.is_model_ready(model),
            "unknown_ready": client.is_model_ready("nobody"),
            "server": client.get_server_metadata(),
            "model": client.get_model_metadata(model),
            "json": ask(False),
            "bytes": ask(True),
            "refused": refused,
        }
    )
)
