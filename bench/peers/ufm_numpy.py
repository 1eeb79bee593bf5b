#!/usr/bin/env python3
"""An independent check of `seli train`: the same steps in plain NumPy, double precision, compared step by step.

    ./seli train --counts 10,10,1,1 --dim 6 --steps 200 --lr 0.1 --momentum 0.9 --log-at every:1 --out out/check
    python3 bench/peers/ufm_numpy.py out/check

Reads start.npz, job.json and history.csv of a training folder, repeats the run from the same initial factors (full batch or
not: mini-batches are not repeated here), and prints the largest relative difference of the loss over all recorded steps.
Exit code 0 if it is at most --tolerance (1e-10), 1 otherwise, 2 if the folder cannot be checked.
"""
import argparse
import csv
import json
import math
import os
import sys

import numpy as np


def loss_and_gradient(z, y, parameters):
    """Sum of the vector-scaling losses of the columns of z, and its gradient."""
    omega, delta, tau, iota = parameters
    columns = np.arange(z.shape[1])
    u = z * delta[:, None] * tau[y] + iota[:, None]
    u = u - u[y, columns]
    shift = np.maximum(u.max(axis=0), 0.0)
    e = np.exp(u - shift)
    e[y, columns] = 0.0
    off = e.sum(axis=0)
    own = np.exp(-shift)
    loss = np.where(shift > 0, shift + np.log(own + off), np.log1p(off))
    g = e / (own + off)
    g[y, columns] = -off / (own + off)
    return float((omega[y] * loss).sum()), g * omega[y] * tau[y] * delta[:, None]


def rate_after(rate, steps):
    """Learning rate of the step that follows `steps` steps."""
    if rate["kind"] == "cosine":
        period = rate["period"]
        return 0.0 if steps >= period else 0.5 * rate["rate"] * (1 + math.cos(math.pi * steps / period))
    value = rate["rate"]
    for drop in rate.get("drops", []):
        if steps >= drop["step"]:
            value *= drop["factor"]
    return value


def losses(job, start):
    """Yields the loss after 0, 1, 2, ... steps."""
    w, h = start["W"].astype(float), start["H"].astype(float)
    y = np.repeat(np.arange(len(start["counts"])), start["counts"])
    parameters = [start[name].astype(float) for name in ("omega", "delta", "tau", "iota")]
    scale = 1.0 / len(y) if job["reduction"] == "mean" else 1.0
    vw, vh = np.zeros_like(w), np.zeros_like(h)
    for step in range(job["steps"] + 1):
        loss, g = loss_and_gradient(w.T @ h, y, parameters)
        yield scale * loss
        rate = rate_after(job["learningRate"], step)
        decay = 1.0 if "ridgeHalving" not in job else 1.0 / (1.0 + step / job["ridgeHalving"])
        vw = job["momentum"] * vw + scale * (h @ g.T) + decay * scale * job["lambdaW"] * w
        vh = job["momentum"] * vh + scale * (w @ g) + decay * scale * job["lambdaH"] * h
        w, h = w - rate * vw, h - rate * vh


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", help="a folder that `seli train --out` wrote")
    parser.add_argument("--tolerance", type=float, default=1e-10)
    arguments = parser.parse_args()
    with open(os.path.join(arguments.folder, "job.json"), encoding="utf-8") as file:
        job = json.load(file)
    if job["batch"] != 0:
        print("mini-batch runs are not repeated here; use --batch 0", file=sys.stderr)
        return 2
    with open(os.path.join(arguments.folder, "history.csv"), encoding="utf-8", newline="") as file:
        recorded = {int(row["step"]): float(row["loss"]) for row in csv.DictReader(file)}
    start = dict(np.load(os.path.join(arguments.folder, "start.npz")))
    worst, at = 0.0, 0
    for step, loss in enumerate(losses(job, start)):
        if step in recorded:
            difference = abs(loss - recorded[step]) / abs(loss)
            if not difference <= worst:
                worst, at = difference, step
    print(f"{len(recorded)} recorded steps, largest relative difference of the loss {worst:.3g} at step {at}")
    return 0 if recorded and worst <= arguments.tolerance else 1


if __name__ == "__main__":
    sys.exit(main())
