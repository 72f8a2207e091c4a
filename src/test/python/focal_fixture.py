"""Makes src/test/resources/org/pellucid/fixtures/focal.json with PyTorch 1.13: the focal loss in double precision, its
gradient by automatic differentiation.

Run from the project's root:  python3 src/test/python/focal_fixture.py
"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(2013)
cases = []
for focus, soft, weighted in [(2.0, False, False), (2.0, True, True), (0.5, False, True), (0.0, True, False)]:
    n, k = 4, 5
    z = (torch.randn(n, k, dtype=torch.float64) * 2).round(decimals=3).requires_grad_()
    t = torch.rand(n, k, dtype=torch.float64).round(decimals=3) if soft else F.one_hot(torch.arange(n) % k, k).double()
    w = (torch.rand(k, dtype=torch.float64) + 0.5).round(decimals=3) if weighted else None
    a = t if w is None else t * w
    p = F.softmax(z, dim=1)
    loss = -(a * (1 - p) ** focus * F.log_softmax(z, dim=1)).sum() / a.sum()
    loss.backward()
    flat = lambda x: x.detach().flatten().tolist()
    cases.append({"n": n, "k": k, "focus": focus, "z": flat(z), "t": flat(t), "w": None if w is None else flat(w),
                  "loss": loss.item(), "dz": flat(z.grad)})

with open("src/test/resources/org/pellucid/fixtures/focal.json", "w", encoding="utf-8") as out:
    out.write('{"made_by": "src/test/python/focal_fixture.py, PyTorch %s",\n"cases": [\n' % torch.__version__)
    out.write(",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
