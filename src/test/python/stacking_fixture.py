"""Makes src/test/resources/org/pellucid/evaluate/stacking.json with NumPy and SciPy.

Run from the project's root:  python3 src/test/python/stacking_fixture.py

Multinomial logistic regression with a ridge of 1e-4 on standardised features and a constant, by SciPy's trust-region Newton method with an
exact Hessian written as one einsum, down to a gradient of 1e-13. Features are whole 64ths, which doubles hold exactly.
"""

import json

import numpy as np
from scipy.optimize import minimize

N, D, K, UNIT, RIDGE = 120, 4, 3, 64, 1e-4

rng = np.random.default_rng(20261121)
labels = rng.integers(0, K, N)
centres = rng.normal(size=(K, D))
x = np.rint((centres[labels] + rng.normal(size=(N, D))) * UNIT)
x[:, D - 1] = 17  # which tells nothing
z = x / UNIT
deviation = z.std(0)
z = (z - z.mean(0)) / np.where(deviation > 0, deviation, 1)
z = np.hstack([z, np.ones((N, 1))])
one_hot = np.eye(K)[labels]


def probabilities(w):
    logits = z @ w.reshape(K, -1).T
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def loss(w):
    return -np.log((probabilities(w) * one_hot).sum(1)).mean() + RIDGE * (w**2).sum()


def gradient(w):
    return ((probabilities(w) - one_hot).T @ z / N).ravel() + 2 * RIDGE * w


def hessian(w):
    p = probabilities(w)
    inner = np.einsum("nk,kl->nkl", p, np.eye(K)) - np.einsum("nk,nl->nkl", p, p)
    return np.einsum("nkl,ni,nj->kilj", inner, z, z).reshape(w.size, w.size) / N + 2 * RIDGE * np.eye(w.size)


w = np.zeros(K * (D + 1))
found = minimize(loss, w, jac=gradient, hess=hessian, method="trust-exact", options={"gtol": 1e-13})
w = found.x
for _ in range(3):
    w = w - np.linalg.solve(hessian(w), gradient(w))
assert np.abs(gradient(w)).max() < 1e-14

with open("src/test/resources/org/pellucid/evaluate/stacking.json", "w") as out:
    json.dump(
        {"unit": UNIT, "x": x.astype(int).tolist(), "labels": labels.tolist(), "probabilities": probabilities(w).tolist()}, out
    )
    out.write("\n")
