"""`python bench/value/readout.py <folder> <parts>`: the same readout by pandas and GrowthBook's statistics engine, and by scipy.

Reads the columns that `readout-child.ts` left in the folder, as often as there are parts. Prints one line of JSON.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from gbstats.frequentist.tests import FrequentistConfig, TwoSidedTTest
from gbstats.models.statistics import RatioStatistic, RegressionAdjustedStatistic, SampleMeanStatistic, compute_theta
from scipy import stats

folder, parts = sys.argv[1], int(sys.argv[2])
arm = np.fromfile(f"{folder}/arm.u2", dtype="<u2")
column = lambda name: np.fromfile(f"{folder}/{name}.f8", dtype="<f8")
frame = pd.DataFrame({"arm": arm, "size": column("size"), **{f"{c}{m}": column(f"{c}{m}") for m in range(20) for c in "yx"}})


def sums_of(part):
    """One pass for each metric: the sums that GrowthBook asks a warehouse for."""
    found = {}
    for m in range(20):
        y, x, d = part[f"y{m}"], part[f"x{m}"], part["size"]
        products = {"y": y, "yy": y * y, "x": x, "xx": x * x, "xy": x * y}
        if m >= 16:
            products |= {"d": d, "dd": d * d, "dy": d * y}
        found[m] = pd.DataFrame(products).groupby(part["arm"]).sum()
    return part.groupby("arm").size(), found


def mean_statistic(n, s, name):
    return SampleMeanStatistic(n=n, sum=float(s[name]), sum_squares=float(s[name * 2]))


def statistic_of(n, s, m, theta=0.0):
    if m >= 16:  # the engine adjusts a ratio by a ratio; here it is read without its past
        return RatioStatistic(n=n, m_statistic=mean_statistic(n, s, "y"), d_statistic=mean_statistic(n, s, "d"), m_d_sum_of_products=float(s["dy"]))
    return RegressionAdjustedStatistic(n=n, post_statistic=mean_statistic(n, s, "y"), pre_statistic=mean_statistic(n, s, "x"), post_pre_sum_of_products=float(s["xy"]), theta=theta)


def read(counts, sums):
    results = []
    for m in range(20):
        row = []
        for treated in (1, 2):
            pair = [statistic_of(int(counts[a]), sums[m].loc[a], m) for a in (0, treated)]
            if m < 16:
                theta = compute_theta(*pair)
                pair = [statistic_of(int(counts[a]), sums[m].loc[a], m, theta) for a in (0, treated)]
            found = TwoSidedTTest(*pair, FrequentistConfig(difference_type="absolute")).compute_result()
            row.append([found.expected, found.p_value])
        results.append(row)
    return results


started = time.perf_counter()
cpu = time.process_time()
total = None
for _ in range(parts):
    counts, sums = sums_of(frame)
    total = (counts, sums) if total is None else (total[0] + counts, {m: total[1][m] + sums[m] for m in sums})
summed = time.perf_counter()
summed_cpu = time.process_time()
results = read(*total)
done = time.perf_counter()

# What a notebook does: the values themselves, adjusted and tested. On one part, because all would not fit.
small = time.perf_counter()
small_cpu = time.process_time()
for m in range(20):
    y, x = frame[f"y{m}"].to_numpy(), frame[f"x{m}"].to_numpy()
    theta = np.cov(y, x)[0, 1] / np.var(x, ddof=1)
    adjusted = y - theta * (x - x.mean())
    for treated in (1, 2):
        stats.ttest_ind(adjusted[arm == treated], adjusted[arm == 0], equal_var=False)
notebook = time.perf_counter() - small

print(json.dumps({"seconds": summed - started, "cpu": summed_cpu - cpu, "readMs": (done - summed) * 1000, "notebook": notebook * parts, "notebookCpu": (time.process_time() - small_cpu) * parts, "found": results}))
