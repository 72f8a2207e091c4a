"""Makes src/test/resources/org/pellucid/evaluate/scikit-learn.json with scikit-learn 1.2.1 and NumPy 1.24.2.

Run from the project's root:  python3 src/test/python/metrics_fixture.py

Probabilities are whole 1024ths that sum to 1, so floats hold them exactly and no tolerance has to cover their rounding.
Class "disgust" is never predicted and class "contempt" has no support: the two conventions of zero division.
"""

import json

import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    log_loss,
    precision_recall_fscore_support,
    top_k_accuracy_score,
)

CLASSES = ["angry", "disgust", "fear", "happy", "sad", "surprise", "contempt"]
N = 120
UNIT = 1024
FLOOR = 1e-15  # Metrics.PROBABILITY_FLOOR

rng = np.random.default_rng(20261120)
k = len(CLASSES)
rows, labels = [], []
while len(rows) < N:
    label = int(rng.integers(k - 1))
    strengths = np.full(k, 0.25)
    strengths[label] = 0.6
    row = rng.multinomial(UNIT, rng.dirichlet(strengths))
    # Ties are settled by our own rule and tested apart: here the first three differ.
    a, b, c = np.sort(row)[::-1][:3]
    if a == b or b == c or np.argmax(row) == CLASSES.index("disgust"):
        continue
    rows.append(row)
    labels.append(label)

counts = np.array(rows)
probabilities = counts / UNIT
predicted = probabilities.argmax(axis=1)
every = list(range(k))
precision, recall, f1, support = precision_recall_fscore_support(labels, predicted, labels=every, zero_division=0)

fixture = {
    "made_by": "src/test/python/metrics_fixture.py, scikit-learn " + sklearn.__version__,
    "classes": CLASSES,
    "unit": UNIT,
    "counts": counts.tolist(),
    "labels": labels,
    "accuracy": accuracy_score(labels, predicted),
    "macro_f1": f1_score(labels, predicted, labels=every, average="macro", zero_division=0),
    "loss": log_loss(labels, probabilities, labels=every, eps=FLOOR),
    "top2": top_k_accuracy_score(labels, probabilities, k=2, labels=every),
    "precision": precision.tolist(),
    "recall": recall.tolist(),
    "f1": f1.tolist(),
    "support": support.tolist(),
    "confusion": confusion_matrix(labels, predicted, labels=every).tolist(),
}
assert min(counts[i, y] for i, y in enumerate(labels)) == 0, "the floor of the loss must be met"
assert 0 in support and 0 in np.bincount(predicted, minlength=k)

with open("src/test/resources/org/pellucid/evaluate/scikit-learn.json", "w", encoding="utf-8") as out:
    out.write("{\n" + ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in fixture.items()) + "\n}\n")
