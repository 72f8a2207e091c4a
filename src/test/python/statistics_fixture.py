"""Makes src/test/resources/org/pellucid/evaluate/statistics.json with scikit-learn 1.2.1, statsmodels 0.13.5,
SciPy 1.10.1 and NumPy 1.24.2.

Run from the project's root, after metrics_fixture.py:  python3 src/test/python/statistics_fixture.py

The predictions are those of scikit-learn.json, whose probabilities are whole 1024ths and so hold many ties.
"""

import json

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy import optimize, stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    f1_score,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

FOLDER = "src/test/resources/org/pellucid/evaluate/"
FLOOR = 1e-15  # Metrics.PROBABILITY_FLOOR
BINS = 15  # Reliability.BINS
RESAMPLES, SEED, LEVEL = 400, 7, 0.95

with open(FOLDER + "scikit-learn.json", encoding="utf-8") as file:
    given = json.load(file)
p = np.array(given["counts"]) / given["unit"]
y = np.array(given["labels"])
n, k = p.shape
predicted = p.argmax(axis=1)
right = predicted == y

roc, pr = {}, {}
for c in range(k):
    truth = y == c
    if truth.any():
        fpr, tpr, _ = roc_curve(truth, p[:, c], drop_intermediate=False)
        precision, recall, _ = precision_recall_curve(truth, p[:, c])
        roc[c] = {"auc": roc_auc_score(truth, p[:, c]), "fpr": fpr.tolist(), "tpr": tpr.tolist()}
        pr[c] = {
            "average_precision": average_precision_score(truth, p[:, c]),
            "recall": recall[::-1].tolist(),
            "precision": precision[::-1].tolist(),
        }

confidence = p.max(axis=1)
accuracy_of_bin, confidence_of_bin = calibration_curve(right, confidence, n_bins=BINS)  # bins that are not empty
size = np.histogram(np.ceil(confidence * BINS), bins=np.arange(0.5, BINS + 1))[0]
size = size[size > 0]
assert len(size) == len(accuracy_of_bin)

logs = np.log(np.maximum(p, FLOOR))


def log_loss_at(beta):
    z = beta * logs
    return np.mean(scipy.special.logsumexp(z, axis=1) - z[np.arange(n), y])


found = optimize.minimize_scalar(log_loss_at, bounds=(0.01, 100), method="bounded", options={"xatol": 1e-10})


def resample():
    """The indices of Bootstrap: 32 bits of a Mersenne twister each."""
    raw = np.random.RandomState(SEED)._bit_generator.random_raw(RESAMPLES * n).astype(np.uint64)
    return ((raw * np.uint64(n)) >> np.uint64(32)).astype(int).reshape(RESAMPLES, n)


def bounds(values):
    return np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist()


every = list(range(k))
macro_f1 = [f1_score(y[i], predicted[i], labels=every, average="macro", zero_division=0) for i in resample()]
# A second model: the first, its rows of every third example rolled by one class.
rolled = p.copy()
rolled[::3] = np.roll(rolled[::3], 1, axis=1)
right2 = rolled.argmax(axis=1) == y
difference = [right[i].mean() - right2[i].mean() for i in resample()]
b, c = int((right & ~right2).sum()), int((~right & right2).sum())

mcnemar_cases = [[0, 0], [0, 1], [5, 5], [3, 11], [150, 86], [1, 40], [700, 640], [b, c]]
p_values = [0.001, 0.04, 0.01, 0.01, 0.5, 0.9, 0.03, 0.049]
sample = [0.6612, 0.6704, 0.6587, 0.6651, 0.6633]
mean, sd = np.mean(sample), np.std(sample, ddof=1)
t_low, t_high = stats.t.interval(0.95, len(sample) - 1, loc=mean, scale=sd / np.sqrt(len(sample)))

fixture = {
    "made_by": "src/test/python/statistics_fixture.py, scikit-learn %s, statsmodels %s, SciPy %s, NumPy %s"
    % (sklearn.__version__, statsmodels.__version__, scipy.__version__, np.__version__),
    "roc": roc,
    "pr": pr,
    "brier": sum(brier_score_loss(y == c, p[:, c]) for c in every),
    "reliability": {
        "bins": BINS,
        "n": size.tolist(),
        "accuracy": accuracy_of_bin.tolist(),
        "confidence": confidence_of_bin.tolist(),
        "ece": float(np.sum(size / n * np.abs(accuracy_of_bin - confidence_of_bin))),
        "mce": float(np.max(np.abs(accuracy_of_bin - confidence_of_bin))),
    },
    "temperature": {"value": 1 / found.x, "loss": found.fun, "bits": 1e-10},
    "bootstrap": {
        "resamples": RESAMPLES,
        "seed": SEED,
        "level": LEVEL,
        "first_indices": resample()[0][:10].tolist(),
        "macro_f1": bounds(macro_f1),
        "difference": bounds(difference),
        "only_first": b,
        "only_second": c,
    },
    "mcnemar": [{"b": b, "c": c, "p": mcnemar([[50, b], [c, 9]], exact=True).pvalue if b + c else 1.0}
                for b, c in mcnemar_cases],
    "holm": {"p": p_values, "adjusted": multipletests(p_values, method="holm")[1].tolist()},
    "sample": {"values": sample, "mean": mean, "sd": sd, "low": t_low, "high": t_high},
}

with open(FOLDER + "statistics.json", "w", encoding="utf-8") as out:
    out.write("{\n" + ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in fixture.items()) + "\n}\n")
