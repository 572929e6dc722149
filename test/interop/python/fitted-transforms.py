"""Encodes categories and hashes texts with scikit-learn, for what is read from the file named, and prints what came out."""

import json
import sys

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.preprocessing import OrdinalEncoder, StandardScaler, TargetEncoder
from sklearn.utils import murmurhash3_32

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)

cities = np.array(given["cities"], dtype=object).reshape(-1, 1)
asked = np.array(given["asked"], dtype=object).reshape(-1, 1)
texts = given["texts"]


def encoded(target, kind):
    encoder = TargetEncoder(target_type=kind, smooth=given["smoothing"])
    return encoder.fit(cities, np.array(target)).transform(asked).tolist()


def hashed(**options):
    vectors = HashingVectorizer(n_features=given["width"], **options)
    return vectors.transform(texts)


def pieces():
    analyse = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4)).build_analyzer()
    rows = np.zeros((len(texts), given["width"]))
    for row, text in enumerate(texts):
        for token in analyse(text):
            found = murmurhash3_32(token, seed=1)
            rows[row, abs(found) % given["width"]] += 1 if found >= 0 else -1
        rows[row] /= np.linalg.norm(rows[row]) or 1
    return rows


counts = hashed(norm=None)
# A column in which +1 and -1 cancel out stays stored as a zero, and would count as filled.
counts.eliminate_zeros()
tf_idf = TfidfTransformer().fit_transform(counts)
numbers = np.array(given["numbers"], dtype=float).reshape(-1, 1)
print(
    json.dumps(
        {
            "binary": encoded(given["binary"], "binary"),
            "continuous": encoded(given["continuous"], "continuous"),
            "multiclass": encoded(given["multiclass"], "multiclass"),
            "words": hashed().toarray().tolist(),
            "runs": hashed(ngram_range=(1, 3)).toarray().tolist(),
            "pieces": pieces().tolist(),
            "tfIdf": tf_idf.toarray().tolist(),
            "hashes": [murmurhash3_32(text, seed=0) for text in texts],
            "standard": StandardScaler().fit_transform(numbers).ravel().tolist(),
            "ordinal": OrdinalEncoder().fit_transform(cities).ravel().tolist(),
            "quantiles": np.quantile(numbers, [0.01, 0.99]).tolist(),
        }
    )
)
