"""Makes src/test/resources/org/pellucid/evaluate/label-noise.json with NumPy 1.24.2 alone.

Run from the project's root:  python3 src/test/python/label_noise_fixture.py

The confident joint of Northcutt, Jiang and Chuang (JAIR 70, 2021), written from its equations by masks over whole arrays and not
by loops over examples. Probabilities are whole 1024ths that sum to 1, so floats hold them exactly. A sixth of the labels is
moved on purpose; class "none" labels no example.
"""

import json

import numpy as np

CLASSES = ["angry", "happy", "sad", "none"]
N = 90
UNIT = 1024

rng = np.random.default_rng(20261121)
k = len(CLASSES)
true = rng.integers(0, k - 1, N)
given = np.where(rng.random(N) < 1 / 6, (true + 1) % (k - 1), true)
counts = []
for y in true:
    alpha = np.full(k, 0.6)
    alpha[y] += 3
    units = np.floor(rng.dirichlet(alpha) * UNIT).astype(int)
    units[np.argmax(units)] += UNIT - units.sum()
    counts.append(units)
p = np.array(counts) / UNIT

with np.errstate(invalid="ignore"):
    one_hot = given[:, None] == np.arange(k)
    t = (p * one_hot).sum(0) / one_hot.sum(0)
    reaches = p >= t  # NaN is reached by nothing
star = np.where(reaches.any(1), np.argmax(np.where(reaches, p, -1), 1), -1)
joint_counts = np.array([[int(((given == i) & (star == j)).sum()) for j in range(k)] for i in range(k)])
support = one_hot.sum(0)
rows = joint_counts.sum(1)
q = np.zeros((k, k))
for i in range(k):
    if support[i]:
        q[i] = joint_counts[i] / rows[i] * support[i]
q /= q.sum()
margin = p[np.arange(N), given] - np.where(one_hot, -1, p).max(1)
off = np.flatnonzero((star >= 0) & (star != given))
ranked = off[np.argsort(margin[off], kind="stable")]

with open("src/test/resources/org/pellucid/evaluate/label-noise.json", "w") as out:
    json.dump(
        {
            "classes": CLASSES,
            "unit": UNIT,
            "counts": np.array(counts).tolist(),
            "labels": given.tolist(),
            "thresholds": [None if np.isnan(v) else v for v in t],
            "confident_joint": joint_counts.tolist(),
            "joint": q.tolist(),
            "suspects": ranked.tolist(),
            "suggested": star[ranked].tolist(),
            "margins": margin[ranked].tolist(),
            "noise": float(q.sum() - np.trace(q)),
        },
        out,
    )
    out.write("\n")
