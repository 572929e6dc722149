"""Coefficients of scikit-learn's elastic nets on the data that it reads as JSON from the file named first.

In: {"x": rows of numbers, "y": numbers, "classes": class numbers, "l1": .., "l2": ..}. Out: JSON with the coefficients on the
scale of the data. Penalties are against the summed loss, on standardised columns.
"""

import json
import sys

import numpy as np
from sklearn.linear_model import ElasticNet, LogisticRegression
from sklearn.preprocessing import StandardScaler

given = json.load(open(sys.argv[1]))
x, y, k = np.array(given["x"]), np.array(given["y"]), np.array(given["classes"])
l1, l2 = given["l1"], given["l2"]
scaler = StandardScaler().fit(x)
z = scaler.transform(x)


def unscaled(coefficients, intercept):
    slopes = np.atleast_2d(coefficients) / scaler.scale_
    return {"slopes": slopes.tolist(), "intercept": (np.atleast_1d(intercept) - slopes @ scaler.mean_).tolist()}


def logistic(labels):
    share = l1 / (l1 + l2)
    model = LogisticRegression(l1_ratio=share, C=1 / (l1 + l2), solver="saga", tol=1e-12, max_iter=100_000)
    model.fit(z, labels)
    return unscaled(model.coef_, model.intercept_)


linear = ElasticNet(alpha=(l1 + l2) / len(y), l1_ratio=l1 / (l1 + l2), tol=1e-14, max_iter=100_000).fit(z, y)
print(
    json.dumps(
        {
            "linear": unscaled(linear.coef_, linear.intercept_),
            "binary": logistic((k > 0).astype(int)),
            "multiclass": logistic(k),
        }
    )
)
