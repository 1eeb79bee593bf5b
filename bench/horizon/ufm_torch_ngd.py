#!/usr/bin/env python3
"""Normalised gradient descent as `seli train --method ngd` does it, but with PyTorch's cross_entropy and autograd, from
the start.npz that `seli train --out` wrote:

    python3 bench/horizon/ufm_torch_ngd.py out/run/start.npz --steps 20000 --json torch.json

Two rules for the rate: "curvature", that of seli, c / (2 q (|W|^2 + |H|^2) + sqrt(2 q L)) with q the largest entry of
dL/dZ; and "loss", the usual one, c / (4 L (|W|^2 + |H|^2) / n), as q is about 2 L / n where all samples share the
loss. Both take L and the gradient as PyTorch computes them. The loss that is recorded is the true one of the
weights, in logarithms with NumPy. A run stops moving where its gradient or loss is 0.
"""
import argparse
import json
import math
import sys

import numpy as np


def log_loss(w, h, labels):
    """log of the mean loss of float64 copies of the weights, right at any margin."""
    z = w.T @ h
    n = len(labels)
    d = z - z[labels, np.arange(n)]
    d[labels, np.arange(n)] = -np.inf
    top = d.max(axis=0)
    log_others = top + np.log(np.exp(d - top).sum(axis=0))
    logs = np.where(log_others < -40, log_others, np.log(np.log1p(np.exp(np.minimum(log_others, 700)))))
    logs = np.where(log_others > 700, np.log(np.maximum(log_others, 1)), logs)
    return float(logs.max() + np.log(np.exp(logs - logs.max()).sum()) - math.log(n))


def logged(steps, points):
    """As --log-at log:POINTS."""
    return sorted({0, steps} | {round(math.exp(math.log(steps) * i / points)) for i in range(points + 1)})


class Run:
    def __init__(self, torch, start, precision):
        dtype = torch.float64 if precision == "float64" else torch.float32
        self.torch, self.precision = torch, precision
        self.labels = np.repeat(np.arange(len(start["counts"])), start["counts"])
        self.y = torch.as_tensor(self.labels, dtype=torch.long)
        self.w = torch.tensor(start["W"], dtype=dtype, requires_grad=True)
        self.h = torch.tensor(start["H"], dtype=dtype, requires_grad=True)

    def true_log_loss(self):
        return log_loss(*(x.detach().double().numpy() for x in (self.w, self.h)), self.labels)

    def evaluate(self):
        self.w.grad = self.h.grad = None
        z = self.h.t() @ self.w
        z.retain_grad()
        loss = self.torch.nn.functional.cross_entropy(z, self.y)
        loss.backward()
        return loss.item(), z.grad.abs().max().item()

    def norms(self):
        return sum(self.torch.linalg.matrix_norm(x.detach(), 2).item() ** 2 for x in (self.w, self.h))

    def rate(self, rule, loss, largest):
        norms = self.norms()
        if rule == "loss":  # q about 2 L / n
            return 1 / (loss * 4 * norms / len(self.labels)) if loss > 0 else 0.0
        bound = 2 * largest * norms + math.sqrt(2 * largest * loss)
        return 1 / bound if bound > 0 else 0.0

    def descend(self, rule, steps, points):
        history, wanted = [], set(logged(steps, points))
        for step in range(steps + 1):
            if step in wanted:
                history.append({"step": step, "logLoss": self.true_log_loss()})
            if step == steps:
                break
            loss, largest = self.evaluate()
            rate = self.rate(rule, loss, largest)
            if not math.isfinite(rate) or rate == 0:
                stuck = self.true_log_loss()
                history += [{"step": at, "logLoss": stuck} for at in sorted({step, steps})]
                return {"precision": self.precision, "rule": rule, "stoppedAt": step, "loss": loss,
                        "largestEntry": largest, "history": history}
            with self.torch.no_grad():
                self.w -= rate * self.w.grad
                self.h -= rate * self.h.grad
        return {"precision": self.precision, "rule": rule, "stoppedAt": None, "loss": loss, "largestEntry": largest,
                "history": history}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("start", help="start.npz of a folder that seli train --out wrote")
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--points", type=int, default=100, help="logged steps, evenly spaced in the logarithm")
    parser.add_argument("--json", help="write the result to this file")
    options = parser.parse_args()
    try:
        import torch
    except ImportError:
        print("ufm_torch_ngd: no PyTorch here, nothing measured")
        return 0
    torch.set_num_threads(1)
    start = np.load(options.start)
    runs = []
    for precision in ("float64", "float32"):
        for rule in ("loss", "curvature"):
            run = Run(torch, start, precision).descend(rule, options.steps, options.points)
            runs.append(run)
            last = run["history"][-1]["logLoss"] / math.log(10)
            print(f"{precision} {rule:10} stopped at {run['stoppedAt']}, log10 loss {last:.2f}", flush=True)
    if options.json:
        report = {"schema": "seli.horizon.torch/1", "command": "ufm_torch_ngd", "steps": options.steps,
                  "provenance": {"torch": torch.__version__, "numpy": np.__version__,
                                 "python": sys.version.split()[0]},
                  "runs": runs}
        with open(options.json, "w", encoding="utf-8") as file:
            file.write(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
