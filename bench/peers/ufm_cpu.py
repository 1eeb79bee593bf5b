#!/usr/bin/env python3
"""One step of gradient descent on the unconstrained-features model, as NumPy and PyTorch take it on a CPU: what
bench/run sets beside `seli bench`.

    python3 bench/peers/ufm_cpu.py time --how torch --size 100,1000,100 --threads 2 --seconds 1
    python3 bench/peers/ufm_cpu.py check --how torch --start start.npz --steps 3 --rate 0.1 --ridge 0.001

The ways (--how):
    numpy     in place, with all matrices made before the first step;
    torch     by hand without autograd: logits made once, softmax in place, addmm for the update;
    autograd  the loop of a researcher: cross_entropy(reduction="sum"), backward, SGD(weight_decay), momentum 0.

W is k x d and H is n x d in rows, so that both programs see the same memory. `time` prints one line of JSON with
seconds of one step (each sample the mean over calls made in a row, as seli.job.BenchClock takes them), the process's
peak resident memory and the libraries; `check` prints the loss (a sum) after some steps from the factors of an .npz,
which `start` writes.
"""
import argparse
import json
import os
import resource
import sys
import time

RATE, RIDGE = 1e-7, 1e-3  # as seli.job.BenchPoint
FEWEST, MOST, SHARE, PATIENCE = 3, 100, 20, 10


def labels(counts):
    import numpy as np
    return np.repeat(np.arange(len(counts)), counts)


def even(k, n):
    return [n // k + (c < n % k) for c in range(k)]


class NumpySteps:
    def __init__(self, w, h, y, rate, ridge):
        import numpy as np
        self.np, self.w, self.h, self.y, self.rate, self.ridge = np, w, h, y, rate, ridge
        self.rows = np.arange(len(y))
        self.z = np.empty((len(h), len(w)), w.dtype)
        self.edge = np.empty((len(h), 1), w.dtype)
        self.gw, self.gh = np.empty_like(w), np.empty_like(h)

    def step(self):
        np, w, h, z, edge = self.np, self.w, self.h, self.z, self.edge
        np.matmul(h, w.T, out=z)
        np.max(z, axis=1, keepdims=True, out=edge)
        z -= edge
        np.exp(z, out=z)
        np.sum(z, axis=1, keepdims=True, out=edge)
        z /= edge
        z[self.rows, self.y] -= 1
        np.matmul(z.T, h, out=self.gw)
        np.matmul(z, w, out=self.gh)
        for x, g in ((w, self.gw), (h, self.gh)):
            g *= self.rate
            x *= 1 - self.rate * self.ridge
            x -= g

    def loss(self):
        np = self.np
        z = (self.h @ self.w.T).astype(np.float64)
        z -= z[self.rows, self.y][:, None]
        return float(np.logaddexp.reduce(z, axis=1).sum())


class TorchSteps:
    """By hand. The loss itself is not computed, which no step needs."""

    def __init__(self, w, h, y, rate, ridge):
        import torch
        self.torch, self.rate, self.ridge = torch, rate, ridge
        self.w, self.h = torch.from_numpy(w), torch.from_numpy(h)
        self.y = torch.from_numpy(y)
        self.z = torch.empty((len(h), len(w)), dtype=self.w.dtype)
        self.place = self.y[:, None]
        self.minus = torch.full(self.place.shape, -1.0, dtype=self.w.dtype)
        self.gw = torch.empty_like(self.w)
        self.keep = 1 - rate * ridge

    def step(self):
        torch, w, h, z = self.torch, self.w, self.h, self.z
        with torch.no_grad():
            torch.mm(h, w.t(), out=z)
            torch.softmax(z, 1, out=z)
            z.scatter_add_(1, self.place, self.minus)
            torch.mm(z.t(), h, out=self.gw)
            h.addmm_(z, w, beta=self.keep, alpha=-self.rate)
            w.mul_(self.keep).add_(self.gw, alpha=-self.rate)

    def loss(self):
        torch = self.torch
        with torch.no_grad():
            return float(torch.nn.functional.cross_entropy(
                (self.h @ self.w.t()).double(), self.y, reduction="sum"))


class AutogradSteps(TorchSteps):
    def __init__(self, w, h, y, rate, ridge):
        import torch
        self.torch = torch
        self.w = torch.from_numpy(w).requires_grad_()
        self.h = torch.from_numpy(h).requires_grad_()
        self.y = torch.from_numpy(y)
        self.optimizer = torch.optim.SGD([self.w, self.h], lr=rate, weight_decay=ridge)

    def step(self):
        self.optimizer.zero_grad()
        loss = self.torch.nn.functional.cross_entropy(self.h @ self.w.t(), self.y, reduction="sum")
        loss.backward()
        self.optimizer.step()


WAYS = {"numpy": NumpySteps, "torch": TorchSteps, "autograd": AutogradSteps}


def once(steps, count):
    start = time.perf_counter()
    for _ in range(count):
        steps.step()
    return time.perf_counter() - start


def samples(steps, seconds):
    """As seli.job.BenchClock: samples of a twentieth of the duration, after a search that warms up."""
    took, count = once(steps, 1), 1
    if took > PATIENCE * seconds:
        return [once(steps, 1)]
    took = once(steps, 1)
    while took < seconds / SHARE:
        count = max(count + 1, int(count * min(16, 1.1 * seconds / SHARE / took)))
        took = once(steps, count)
    found, start = [], time.perf_counter()
    while len(found) < FEWEST or (len(found) < MOST and time.perf_counter() - start < seconds):
        found.append(once(steps, count) / count)
    return found


def blas():
    """The library files of BLAS and OpenMP that this process has mapped, and OpenBLAS's own words where it tells them."""
    import ctypes
    found = []
    with open("/proc/self/maps", encoding="utf-8") as maps:
        paths = sorted({line.split()[-1] for line in maps if "/" in line})
    for path in paths:
        name = os.path.basename(path)
        if not any(word in name for word in ("blas", "mkl", "lapack", "gomp", "iomp")):
            continue
        text = os.path.basename(os.path.realpath(path))
        if "blas" in name:
            try:
                config = ctypes.CDLL(path).openblas_get_config
                config.restype = ctypes.c_char_p
                text += f" ({config().decode().strip()})"
            except (OSError, AttributeError):
                pass
        found.append(text)
    return found


def versions(how):
    import numpy
    found = {"python": sys.version.split()[0], "numpy": numpy.__version__, "blas": blas()}
    if how != "numpy":
        import torch
        found["torch"] = torch.__version__
        found["torchThreads"] = torch.get_num_threads()
    return found


def time_steps(options):
    import numpy as np
    k, n, d = options.size
    dtype = np.dtype(options.precision)
    random = np.random.default_rng(7)
    w = (random.uniform(-1, 1, (k, d)) * d ** -0.25).astype(dtype)
    h = (random.uniform(-1, 1, (n, d)) * d ** -0.25).astype(dtype)
    steps = WAYS[options.how](w, h, labels(even(k, n)), RATE, RIDGE)
    found = samples(steps, options.seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if not np.isfinite(w).all():
        raise ArithmeticError("the classifier is not finite")
    print(json.dumps({"how": options.how, "k": k, "n": n, "d": d, "precision": options.precision,
                      "threads": options.threads, "samples": found, "peakBytes": peak,
                      "versions": versions(options.how)}))


def check(options):
    import numpy as np
    start = np.load(options.start)
    w = np.ascontiguousarray(start["W"].T.astype(options.precision))
    h = np.ascontiguousarray(start["H"].T.astype(options.precision))
    steps = WAYS[options.how](w, h, labels(even(len(w), len(h))), options.rate, options.ridge)
    for _ in range(options.steps):
        steps.step()
    print(repr(steps.loss()))


def start(options):
    import numpy as np
    k, n, d = options.size
    random = np.random.default_rng(11)
    np.savez(options.start, W=random.normal(0, 0.3, (d, k)), H=random.normal(0, 0.3, (d, n)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["time", "check", "start"])
    parser.add_argument("--how", choices=sorted(WAYS), default="numpy")
    parser.add_argument("--size", type=lambda text: tuple(map(int, text.split(","))), help="k,n,d")
    parser.add_argument("--precision", choices=["float64", "float32"], default="float64")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1, help="for the measurement")
    parser.add_argument("--start", help="check, start: an .npz with W (d x k) and H (d x n)")
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--ridge", type=float, default=RIDGE)
    options = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(options.threads)  # before the libraries are loaded
    if options.how != "numpy":
        import torch
        torch.set_num_threads(options.threads)
    {"time": time_steps, "check": check, "start": start}[options.what](options)


if __name__ == "__main__":
    main()
