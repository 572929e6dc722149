"""`python bench/value/bootstrap.py <file> <rows> <replicates>`: the percentile interval of a mean by scipy; one line of JSON.

Its BCa takes a jackknife of a million means over a million rows each, which is not waited for.
"""

import json
import sys
import time

import numpy as np
from scipy import stats

values = np.fromfile(sys.argv[1], dtype="<f8", count=int(sys.argv[2]))
started = time.perf_counter()
cpu = time.process_time()
found = stats.bootstrap(
    (values,), np.mean, n_resamples=int(sys.argv[3]), batch=4, vectorized=True, method="percentile", random_state=1
)
interval = found.confidence_interval
seconds, used = time.perf_counter() - started, time.process_time() - cpu
print(json.dumps({"seconds": seconds, "cpu": used, "low": interval.low, "high": interval.high}))
