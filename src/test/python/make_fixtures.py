"""Makes the fixtures in src/test/resources/org/pellucid/fixtures with PyTorch, in double precision.

Run from the project's root: python3 src/test/python/make_fixtures.py
The files committed were made with PyTorch 1.13 (Debian's python3-torch); each names its version and seed.

layers.json      one network a case, in the project's own JSON form: parameters, x, y, dy, dx, gradients, running statistics
loss.json        softmax cross-entropy: hard and soft targets, class weights, label smoothing
optimizers.json  five steps of each optimiser
"""

import inspect
import json
import os

import torch
import torch.optim.nadam as torch_nadam
from torch import nn
from torch.nn import functional as F

SEED = 2013
OUT = "src/test/resources/org/pellucid/fixtures"

torch.set_default_dtype(torch.float64)
torch.manual_seed(SEED)


def draw(*shape):
    """Normal values with three decimals: short to write, exact to read."""
    return (torch.randn(*shape) * 1000).round() / 1000


def flat(tensor):
    return [v if v != int(v) else int(v) for v in tensor.detach().flatten().tolist()]


def write(name, cases):
    head = {"made_by": "src/test/python/make_fixtures.py", "torch": torch.__version__, "seed": SEED}
    lines = ",\n".join(json.dumps(case) for case in cases)
    with open(os.path.join(OUT, name), "w") as file:
        file.write(json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}\n")


def case(name, input_shape, layers, module, parameters, n=2, train=True, running=None, x=None):
    """Runs a module and its backward. parameters: from full names to the module's tensors."""
    running = running or {}
    start = {key: flat(value) for key, value in {**parameters, **running}.items()}
    module.train(train)
    x = (draw(n, *input_shape) if x is None else x).requires_grad_()
    y = module(x)
    dy = draw(*y.shape)
    y.backward(dy)
    return {
        "name": name,
        "network": {"name": name, "input": list(input_shape), "layers": layers + [{"type": "flatten"}]},
        "n": n,
        "train": train,
        "parameters": start,
        "x": flat(x),
        "y": flat(y),
        "dy": flat(dy),
        "dx": flat(x.grad),
        "gradients": {key: flat(value.grad) for key, value in parameters.items()},
        "running": {key: flat(value) for key, value in running.items()},
    }


def rounded(module):
    """Draws the module's parameters anew, with three decimals."""
    for value in module.parameters():
        value.data = draw(*value.shape)
    for sub in module.modules():
        if isinstance(sub, nn.BatchNorm2d):
            sub.running_mean = draw(*sub.running_mean.shape)
            sub.running_var = draw(*sub.running_var.shape).abs() + 0.5
    return module


def named(prefix, module):
    parameters = {prefix + ".weight": module.weight}
    if module.bias is not None:
        parameters[prefix + ".bias"] = module.bias
    return parameters


def norm_named(prefix, module):
    return {prefix + ".gamma": module.weight, prefix + ".beta": module.bias}


def norm_running(prefix, module):
    return {prefix + ".running_mean": module.running_mean, prefix + ".running_variance": module.running_var}


def convolutions():
    def one(name, shape, out, kernel, stride=(1, 1), pad=(0, 0, 0, 0), dilation=(1, 1), groups=1, bias=True):
        conv = rounded(nn.Conv2d(shape[0], out, kernel, stride, 0, dilation, groups, bias))
        top, left, bottom, right = pad
        module = nn.Sequential(nn.ZeroPad2d((left, right, top, bottom)), conv)
        layer = {"type": "conv2d", "out": out, "kernel": list(kernel), "stride": list(stride), "padding": list(pad),
                 "dilation": list(dilation), "groups": groups, "bias": bias}
        return case(name, shape, [layer], module, named("conv1", conv))

    yield one("conv 3x3", (2, 5, 6), 3, (3, 3))
    yield one("conv 3x3 padded, no bias", (2, 5, 5), 2, (3, 3), pad=(1, 1, 1, 1), bias=False)
    yield one("conv 2x3, stride 2x1, uneven padding", (2, 6, 5), 2, (2, 3), (2, 1), (0, 2, 1, 0))
    yield one("conv dilated 2x3", (1, 7, 8), 2, (3, 2), dilation=(2, 3), pad=(1, 1, 1, 1))
    yield one("conv in two groups", (4, 4, 4), 6, (3, 3), pad=(1, 1, 1, 1), groups=2)
    yield one("conv depthwise, stride 2", (3, 5, 5), 3, (3, 3), (2, 2), (1, 1, 1, 1), groups=3, bias=False)
    yield one("conv 1x1", (3, 3, 3), 4, (1, 1))

    depthwise = rounded(nn.Conv2d(3, 3, 3, padding=1, groups=3, bias=False))
    pointwise = rounded(nn.Conv2d(3, 4, 1))
    yield case("separable", (3, 4, 5),
               [{"type": "separable-conv2d", "out": 4, "kernel": 3, "padding": "same"}],
               nn.Sequential(depthwise, pointwise),
               {**named("separable1.conv1", depthwise), **named("separable1.conv2", pointwise)})


def pools():
    shuffled = (torch.randperm(2 * 2 * 7 * 7).reshape(2, 2, 7, 7) - 98) / 8.0
    yield case("max-pool", (2, 7, 7), [{"type": "max-pool2d", "kernel": 3, "stride": 2, "padding": 1}],
               nn.MaxPool2d(3, 2, 1), {}, x=shuffled)
    yield case("max-pool of ties", (1, 4, 4), [{"type": "max-pool2d", "kernel": 2}], nn.MaxPool2d(2), {},
               x=torch.randint(0, 2, (2, 1, 4, 4)).to(torch.float64))
    yield case("avg-pool, padding does not count", (2, 5, 6),
               [{"type": "avg-pool2d", "kernel": [3, 2], "stride": [2, 2], "padding": [1, 1, 1, 1]}],
               nn.AvgPool2d((3, 2), (2, 2), (1, 1), count_include_pad=False), {})
    yield case("global-avg-pool", (3, 4, 5), [{"type": "global-avg-pool"}],
               nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), {})


def dense():
    layer = rounded(nn.Linear(5, 4))
    yield case("dense", (5, 1, 1), [{"type": "dense", "units": 4}], nn.Sequential(nn.Flatten(), layer),
               named("dense1", layer), n=3)


def norms():
    for train in (True, False):
        norm = rounded(nn.BatchNorm2d(3, eps=1e-3, momentum=0.2))
        yield case("batch-norm " + ("train" if train else "eval"), (3, 3, 4),
                   [{"type": "batch-norm", "epsilon": 1e-3, "momentum": 0.2}], norm,
                   norm_named("bn1", norm), train=train, running=norm_running("bn1", norm), n=3)


def activations():
    for layer, function in [({"type": "relu"}, nn.ReLU()),
                            ({"type": "leaky-relu", "slope": 0.2}, nn.LeakyReLU(0.2)),
                            ({"type": "elu", "alpha": 1.5}, nn.ELU(1.5)),
                            ({"type": "silu"}, nn.SiLU()),
                            ({"type": "sigmoid"}, nn.Sigmoid()),
                            ({"type": "tanh"}, nn.Tanh())]:
        yield case(layer["type"], (13, 1, 1), [layer], function, {}, n=1,
                   x=torch.tensor([[-30.0, -5, -2, -1, -0.5, -1e-3, 0, 1e-3, 0.5, 1, 2, 5, 30]]).reshape(1, 13, 1, 1))


class SqueezeExcite(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.first = nn.Linear(channels, squeezed)
        self.second = nn.Linear(squeezed, channels)

    def forward(self, x):
        gate = torch.sigmoid(self.second(F.silu(self.first(x.mean((2, 3))))))
        return x * gate[:, :, None, None]


def squeeze_excite():
    block = rounded(SqueezeExcite(4, 3))
    yield case("squeeze-excite", (4, 3, 3),
               [{"type": "squeeze-excite", "squeezed": 3, "activation": {"type": "silu"}}], block,
               {**named("se1.dense1", block.first), **named("se1.dense2", block.second)})


class ResidualNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.stem_norm = nn.BatchNorm2d(4)
        self.conv1 = nn.Conv2d(4, 6, 3, stride=2, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 6, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(6)
        self.projection = nn.Conv2d(4, 6, 1, stride=2, bias=False)
        self.projection_norm = nn.BatchNorm2d(6)
        self.conv3 = nn.Conv2d(6, 6, 3, padding=1)
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        x = F.relu(self.stem_norm(self.stem(x)))
        body = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        x = F.relu(body + self.projection_norm(self.projection(x)))
        x = x + torch.tanh(self.conv3(x))
        return self.head(x.mean((2, 3)))


def residual_network():
    def conv(out, kernel, stride, padding, bias):
        return {"type": "conv2d", "out": out, "kernel": kernel, "stride": stride, "padding": padding, "bias": bias}

    layers = [
        conv(4, 3, 1, 1, False), {"type": "batch-norm"}, {"type": "relu"},
        {"type": "residual",
         "body": [conv(6, 3, 2, 1, False), {"type": "batch-norm"}, {"type": "relu"},
                  conv(6, 3, 1, 1, False), {"type": "batch-norm"}],
         "shortcut": [conv(6, 1, 2, "valid", False), {"type": "batch-norm"}]},
        {"type": "relu"},
        {"type": "residual", "body": [conv(6, 3, 1, 1, True), {"type": "tanh"}]},
        {"type": "global-avg-pool"}, {"type": "dense", "units": 3}]
    for train in (True, False):
        net = rounded(ResidualNetwork())
        parameters, running = {}, {}
        parameters.update(named("conv1", net.stem))
        for prefix, norm in [("bn1", net.stem_norm), ("residual1.bn1", net.norm1), ("residual1.bn2", net.norm2),
                             ("residual1.shortcut.bn1", net.projection_norm)]:
            parameters.update(norm_named(prefix, norm))
            running.update(norm_running(prefix, norm))
        parameters.update(named("residual1.conv1", net.conv1))
        parameters.update(named("residual1.conv2", net.conv2))
        parameters.update(named("residual1.shortcut.conv1", net.projection))
        parameters.update(named("residual2.conv1", net.conv3))
        parameters.update(named("dense1", net.head))
        yield case("residual network " + ("train" if train else "eval"), (1, 7, 7), layers, net, parameters,
                   train=train, running=running, n=3)


def losses():
    """Each target as probabilities t. Where PyTorch's mean has another denominator than ours, its sum is divided by ours."""
    n, k = 5, 4
    labels = torch.tensor([2, 0, 3, 3, 1])
    hard = F.one_hot(labels, k).to(torch.float64)
    soft = torch.softmax(draw(n, k), 1)
    weights = torch.tensor([0.5, 2.0, 1.0, 0.25])

    def one(name, target, t, weight=None, smoothing=0.0, scale=1.0, reduction="mean", z=None):
        z = (draw(n, k) if z is None else z).requires_grad_()
        loss = F.cross_entropy(z, target, weight=weight, label_smoothing=smoothing, reduction=reduction) / scale
        loss.backward()
        return {"name": name, "n": n, "k": k, "z": flat(z), "t": flat(t), "smoothing": smoothing,
                "w": None if weight is None else flat(weight), "loss": loss.item(), "dz": flat(z.grad)}

    w_soft = (soft * weights).sum().item()
    smoothed = 0.9 * hard + 0.1 / k
    w_smoothed = (smoothed * weights).sum().item()
    return [
        one("hard", labels, hard),
        one("hard, weights", labels, hard, weights),
        one("hard, smoothing", labels, hard, smoothing=0.1),
        one("hard, weights, smoothing", labels, hard, weights, 0.1, w_smoothed, "sum"),
        one("soft", soft, soft),
        one("soft, smoothing", soft, soft, smoothing=0.1),
        one("soft, weights", soft, soft, weights, 0.0, w_soft, "sum"),
        one("huge logits", labels, hard, z=draw(n, k) * 1e4),
    ]


def mend_nadam():
    """PyTorch before 2.0 multiplies mu into the product for the next step twice (mended in pytorch/pytorch#92699)."""
    source = inspect.getsource(torch_nadam._single_tensor_nadam)
    exec(source.replace("mu_product * mu * mu_next", "mu_product * mu_next"), vars(torch_nadam))


def optimizers():
    mend_nadam()
    kinds = {
        "sgd": (torch.optim.SGD, {"lr": 0.1}),
        "sgd, decay": (torch.optim.SGD, {"lr": 0.1, "weight_decay": 0.05}),
        "momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05}),
        "nesterov": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.05}),
        "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.9, "eps": 1e-7, "weight_decay": 0.05}),
        "adam": (torch.optim.Adam, {"lr": 0.01, "betas": (0.9, 0.999), "eps": 1e-8}),
        "adam, decay": (torch.optim.Adam, {"lr": 0.01, "betas": (0.8, 0.99), "eps": 1e-7, "weight_decay": 0.05}),
        "adamw": (torch.optim.AdamW, {"lr": 0.01, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.05}),
        "nadam": (torch.optim.NAdam, {"lr": 0.01, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.05,
                                      "momentum_decay": 0.004}),
    }
    for name, (kind, options) in kinds.items():
        p = draw(4).requires_grad_()
        optimizer = kind([p], **options)
        start, gradients, steps = flat(p), [], []
        for _ in range(5):
            p.grad = draw(4)
            gradients.append(flat(p.grad))
            optimizer.step()
            steps.append(flat(p))
        yield {"name": name, "options": options, "p": start, "gradients": gradients, "steps": steps}


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    layers = []
    for group in (convolutions, pools, dense, norms, activations, squeeze_excite, residual_network):
        layers.extend(group())
    write("layers.json", layers)
    write("loss.json", losses())
    write("optimizers.json", list(optimizers()))
