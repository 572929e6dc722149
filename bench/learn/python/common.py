"""What every Python competitor shares: reading a packed problem, and measuring."""

import json
import resource
import sys
import time

import numpy as np


class Problem:
    """A packed problem, split by one seed. `x` is 32-bit, row by row; a category is the number of its level."""

    def __init__(self):
        self.folder, self.seed, self.threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
        self.extras = len(sys.argv) > 4
        with open(f"{self.folder}/meta.json") as file:
            meta = json.load(file)
        self.task, self.outputs, self.rounds = meta["task"], meta["outputs"], meta["rounds"]
        rows, width = meta["rows"], len(meta["features"])
        self.categories = [i for i, feature in enumerate(meta["features"]) if feature["levels"] > 0]
        self.levels = [feature["levels"] for feature in meta["features"]]
        columns = np.fromfile(f"{self.folder}/x.f32", dtype=np.float32).reshape(width, rows)
        unseen = np.fromfile(f"{self.folder}/unseen-{self.seed}.u8", dtype=np.uint8) == 1
        label = np.fromfile(f"{self.folder}/y.f64", dtype=np.float64)
        label = label.reshape(rows, -1) if self.task == "multilabel" else label
        seen = np.flatnonzero(~unseen)
        judged = np.flatnonzero(unseen)
        if self.task == "ranking":
            groups = np.fromfile(f"{self.folder}/groups.i32", dtype=np.int32)
            seen = seen[np.argsort(groups[seen], kind="stable")]
            self.lists = np.unique(groups[seen], return_counts=True)[1]
        self.x = np.ascontiguousarray(columns[:, seen].T)
        self.judged = np.ascontiguousarray(columns[:, judged].T)
        self.y = label[seen]
        del columns


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def per_row(work, least=0.3):
    """Microseconds of `work()`, the median of calls for a third of a second."""
    taken = []
    end = time.perf_counter() + least
    while time.perf_counter() < end or len(taken) < 3:
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return float(np.median(taken)) * 1e6


def finish(problem, name, seconds, predicted, **more):
    np.ascontiguousarray(predicted, dtype=np.float64).tofile(f"{problem.folder}/{name}-{problem.seed}.f64")
    print(json.dumps({"seconds": seconds, "peakMb": more.pop("peak"), "inputMb": more.pop("before"), **more}))
