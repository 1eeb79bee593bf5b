"""NC1, NC2 and NC3 by NumPy in float64, the plain way: whole covariances, a pseudo-inverse, k x k Grams.

  collapse_numpy.py make DIR --samples N --classes K --dim D [--seed S]
      random float32 features h.npy (N x D), labels y.npy (every class at least once), weights w.npy (K x D)
  collapse_numpy.py cut DIR OUT --classes C
      the samples and weights of the first C classes, into OUT
  collapse_numpy.py measure DIR
      the metrics as JSON, by the keys that `seli analyze` uses
"""

import argparse
import json
import pathlib

import numpy as np

BLOCK = 65536


def make(args):
    rng = np.random.default_rng(args.seed)
    folder = pathlib.Path(args.folder)
    folder.mkdir(parents=True, exist_ok=True)
    rest = rng.integers(0, args.classes, args.samples - args.classes)
    labels = np.concatenate([np.arange(args.classes), rest])
    rng.shuffle(labels)
    np.save(folder / "y.npy", labels.astype(np.int32))
    shape = (args.samples, args.dim)
    features = np.lib.format.open_memmap(folder / "h.npy", mode="w+", dtype="<f4", shape=shape)
    for i in range(0, args.samples, BLOCK):
        rows = min(BLOCK, args.samples - i)
        features[i : i + rows] = rng.standard_normal((rows, args.dim), dtype=np.float32)
    features.flush()
    np.save(folder / "w.npy", rng.standard_normal((args.classes, args.dim), dtype=np.float32))


def cut(args):
    source, target = pathlib.Path(args.folder), pathlib.Path(args.out)
    target.mkdir(parents=True, exist_ok=True)
    labels = np.load(source / "y.npy")
    chosen = np.flatnonzero(labels < args.classes)
    np.save(target / "y.npy", labels[chosen])
    np.save(target / "h.npy", np.load(source / "h.npy", mmap_mode="r")[chosen])
    np.save(target / "w.npy", np.load(source / "w.npy", mmap_mode="r")[: args.classes])


def blocks(features, labels):
    for i in range(0, len(labels), BLOCK):
        yield features[i : i + BLOCK].astype(np.float64), labels[i : i + BLOCK]


def distance(a, b):
    return float(np.linalg.norm(a / np.linalg.norm(a) - b / np.linalg.norm(b)))


def scatters(features, labels, means):
    """Sigma_W by samples and by classes."""
    k, d = means.shape
    n = len(labels)
    counts = np.bincount(labels, minlength=k)
    by_sample, by_class = np.zeros((d, d)), np.zeros((d, d))
    for h, y in blocks(features, labels):
        deviation = h - means[y]
        by_sample += deviation.T @ deviation / n
        by_class += (deviation / counts[y, None]).T @ deviation / k
    return by_sample, by_class


def frame(vectors):
    """Vectors are rows."""
    k = len(vectors)
    norms = np.linalg.norm(vectors, axis=1)
    gram = vectors @ vectors.T
    cosines = (gram / norms[:, None] / norms)[~np.eye(k, dtype=bool)]
    return {
        "normVariation": float(norms.std() / norms.mean()),
        "equiangularity": float(np.abs(cosines + 1 / (k - 1)).mean()),
        "cosineDeviation": float(cosines.std()),
        "mutualCoherence": float(np.abs(cosines).max()),
        "etfError": distance(gram, np.eye(k) - 1 / k),
    }


def measure(args):
    folder = pathlib.Path(args.folder)
    features = np.load(folder / "h.npy", mmap_mode="r")
    labels = np.load(folder / "y.npy")
    w = np.load(folder / "w.npy").astype(np.float64)
    k, d = w.shape
    n = len(labels)
    counts = np.bincount(labels, minlength=k)
    sums = np.zeros((k, d))
    for h, y in blocks(features, labels):
        np.add.at(sums, y, h)
    means = sums / counts[:, None]
    by_sample, by_class = scatters(features, labels, means)
    centred = means - means.mean(axis=0)
    overall = means - counts @ means / n
    between = centred.T @ centred / k
    weighted = (overall * (counts / n)[:, None]).T @ overall
    found = {
        "nc1": np.trace(by_sample @ np.linalg.pinv(between)),
        "nc1ClassWeighted": np.trace(by_class @ np.linalg.pinv(between)),
        "nc1SampleWeighted": np.trace(by_sample @ np.linalg.pinv(weighted)),
        "nc1SampleCentred": np.trace(by_sample @ np.linalg.pinv(overall.T @ overall / k)),
        "nc1Quotient": np.trace(by_sample) / np.trace(between),
        "nc1QuotientClassWeighted": np.trace(by_class) / np.trace(between),
        "nc1QuotientSampleWeighted": np.trace(by_sample) / np.trace(weighted),
        "nc3": distance(w, centred),
        "nc3Centred": distance(w - w.mean(axis=0), centred),
        "nc3Uncentred": distance(w, means),
        "nc3SampleCentred": distance(w, overall),
        "nc3Cosine": np.mean(
            np.sum(w * centred, axis=1) / np.linalg.norm(w, axis=1) / np.linalg.norm(centred, axis=1)
        ),
    }
    result = {key: float(value) for key, value in found.items()}
    result["nc1PerClass"] = result["nc1"] / k
    if not args.large:
        variances = np.zeros(k)
        for h, y in blocks(features, labels):
            np.add.at(variances, y, np.sum((h - means[y]) ** 2, axis=1))
        variances /= counts
        squares = np.sum(centred**2, axis=1)
        gaps = squares[:, None] + squares - 2 * centred @ centred.T
        pairs = ~np.eye(k, dtype=bool)
        result["cdnv"] = float(((variances[:, None] + variances)[pairs] / (2 * gaps[pairs])).mean())
        result["nc2"] = {
            "classifier": frame(w),
            "classifierCentred": frame(w - w.mean(axis=0)),
            "embedding": frame(centred),
            "embeddingSampleCentred": frame(overall),
        }
        result["nc3Structure"] = distance(w @ centred.T, np.eye(k) - 1 / k)
    print(json.dumps(result, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, action in (("make", make), ("cut", cut), ("measure", measure)):
        command = commands.add_parser(name)
        command.add_argument("folder")
        command.set_defaults(action=action)
        if name == "cut":
            command.add_argument("out")
        if name != "measure":
            command.add_argument("--classes", type=int, required=True)
        if name == "make":
            command.add_argument("--samples", type=int, required=True)
            command.add_argument("--dim", type=int, required=True)
            command.add_argument("--seed", type=int, default=1)
        if name == "measure":
            command.add_argument("--large", action="store_true", help="nothing that is k x k")
    args = parser.parse_args()
    args.action(args)


if __name__ == "__main__":
    main()
