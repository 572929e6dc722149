"""divergences.py <seed>: distances, tests and associations by SciPy and scikit-learn, as JSON."""
import json
import sys

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon
from sklearn.feature_selection import r_regression

rng = np.random.default_rng(int(sys.argv[1]))
cases = []
for n, m, shift in [(50, 80, 0.0), (300, 200, 0.4), (1500, 1200, 0.05), (4000, 3000, 0.1)]:
    x = np.sort(rng.normal(size=n))
    y = np.sort(rng.normal(size=m) + shift)
    found = stats.ks_2samp(x, y)
    limit = stats.ks_2samp(x, y, method="asymp")
    counts = rng.integers(1, 200, size=(2, 6))
    chi = stats.chi2_contingency(counts, correction=False)
    p = rng.random(6) < 0.5
    cases.append(
        {
            "x": x.tolist(),
            "y": y.tolist(),
            "distance": found.statistic,
            "exact": found.pvalue,
            "limit": limit.pvalue,
            "wasserstein": stats.wasserstein_distance(x, y),
            "counts": counts.tolist(),
            "chi": chi.statistic,
            "chiP": chi.pvalue,
            "cramer": float(stats.contingency.association(counts, method="cramer")),
            "jensenShannon": float(jensenshannon(counts[0], counts[1], base=2)),
            "entropy": float(stats.entropy(counts[0], counts[1])),
        }
    )
pvalues = rng.random(40) ** 3
label = rng.random(2000) < 0.3
number = rng.normal(size=2000) + label
print(
    json.dumps(
        {
            "cases": cases,
            "pvalues": pvalues.tolist(),
            "adjusted": stats.false_discovery_control(pvalues).tolist(),
            "number": number.tolist(),
            "label": label.astype(int).tolist(),
            "correlation": float(r_regression(number[:, None], label)[0]),
            "pointBiserial": float(stats.pointbiserialr(label, number).statistic),
            "variance": float(number.var(ddof=1)),
            "quantiles": np.quantile(number, [0.01, 0.25, 0.5, 0.99]).tolist(),
        }
    )
)
