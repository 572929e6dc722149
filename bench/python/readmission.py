"""The readmission job as a Python user would do it: pandas, scikit-learn and LightGBM. Prints one JSON document.

The rows, the features, the parameters and the shape of the judgement are those of examples/readmission: deaths and
hospices left out, 32 features with texts as categories, five folds by patient, one fit on everything, Platt's sigmoid.

    python3 readmission.py diabetic_data.csv.gz --threads 2
"""

import argparse
import json
import resource
import sys
import time

import lightgbm
import numpy as np
import pandas as pd
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 200,
    "lambda_l2": 10,
    "feature_fraction": 0.3,
    "cat_smooth": 100,
    "deterministic": True,
    "verbose": -1,
}
ROUNDS = 80
DEATH_OR_HOSPICE = [11, 13, 14, 19, 20, 21]

NUMBERS = {
    "stays": "number_inpatient",
    "emergencies": "number_emergency",
    "outpatient": "number_outpatient",
    "days": "time_in_hospital",
    "medications": "num_medications",
    "labProcedures": "num_lab_procedures",
    "procedures": "num_procedures",
    "diagnoses": "number_diagnoses",
}
CATEGORIES = {
    "age": "age",
    "race": "race",
    "gender": "gender",
    "admissionType": "admission_type_id",
    "discharge": "discharge_disposition_id",
    "admissionSource": "admission_source_id",
    "payer": "payer_code",
    "specialty": "medical_specialty",
    "glucose": "max_glu_serum",
    "a1c": "A1Cresult",
    "insulin": "insulin",
    "metformin": "metformin",
    "glipizide": "glipizide",
    "glyburide": "glyburide",
    "pioglitazone": "pioglitazone",
    "rosiglitazone": "rosiglitazone",
    "glimepiride": "glimepiride",
    "repaglinide": "repaglinide",
}
DIAGNOSES = {"diagnosis1": "diag_1", "diagnosis2": "diag_2", "diagnosis3": "diag_3"}


class Laps:
    """Seconds by lap, and in all."""

    def __init__(self):
        self.started = self.last = time.perf_counter()
        self.seconds = {}

    def lap(self, name):
        now = time.perf_counter()
        self.seconds[name] = round(now - self.last, 3)
        self.last = now

    def all(self):
        return {"total": round(self.last - self.started, 3), **self.seconds}


def read(path):
    # "None" is an answer here (the test was not done), so only "?" is missing.
    table = pd.read_csv(path, na_values=["?"], keep_default_na=False, low_memory=False)
    return table[~table.discharge_disposition_id.isin(DEATH_OR_HOSPICE)].reset_index(drop=True)


def features_of(table):
    columns = {name: table[source].astype(float) for name, source in NUMBERS.items()}
    columns["medicationsPerDay"] = table.num_medications / table.time_in_hospital
    columns["changed"] = (table.change == "Ch").astype(float)
    columns["medicated"] = (table.diabetesMed == "Yes").astype(float)
    for name, source in CATEGORIES.items():
        columns[name] = table[source].astype("category")
    for name, source in DIAGNOSES.items():
        columns[name] = table[source].str.slice(0, 3).astype("category")
    return pd.DataFrame(columns)


def fit(features, label, seed, threads):
    parameters = {**PARAMETERS, "seed": seed, "num_threads": threads}
    return lightgbm.train(parameters, lightgbm.Dataset(features, label), ROUNDS)


def log_odds(scores):
    return np.log(scores / (1 - scores)).reshape(-1, 1)


def main():
    parser = argparse.ArgumentParser(description="Readmission with LightGBM, for comparison.")
    parser.add_argument("data", help="diabetic_data.csv or .csv.gz")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    laps = Laps()

    table = read(arguments.data)
    laps.lap("data")
    features = features_of(table)
    label = (table.readmitted == "<30").to_numpy()
    patient = table.patient_nbr.to_numpy()
    laps.lap("features")

    folds = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=arguments.seed)
    scores = np.zeros(len(label))
    for seen, unseen in folds.split(features, label, patient):
        model = fit(features.iloc[seen], label[seen], arguments.seed, arguments.threads)
        scores[unseen] = model.predict(features.iloc[unseen], num_threads=arguments.threads)
    fit(features, label, arguments.seed, arguments.threads)
    laps.lap("fit")

    sigmoid = LogisticRegression(C=np.inf).fit(log_odds(scores), label)
    calibrated = sigmoid.predict_proba(log_odds(scores))[:, 1]
    answer = {
        "rocAuc": roc_auc_score(label, scores),
        "logLoss": log_loss(label, calibrated),
        "rows": len(label),
        "features": features.shape[1],
    }
    laps.lap("judge")
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    usage = resource.getrusage(resource.RUSAGE_SELF)
    answer["peakMb"] = usage.ru_maxrss * unit / 1e6
    answer["cpu"] = usage.ru_utime + usage.ru_stime
    versions = {"lightgbm": lightgbm.__version__, "pandas": pd.__version__, "scikit-learn": sklearn.__version__}
    print(json.dumps({**answer, "seconds": laps.all(), "versions": versions}))


if __name__ == "__main__":
    main()
