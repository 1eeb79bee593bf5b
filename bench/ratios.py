"""Medians and ratios with intervals, from repeated measurements; what bench/run, bench/compare and bench/page share."""
import math
import random
import statistics

RESAMPLES = 2000
LEVEL = 0.95
MARGIN = 0.03  # an interval that stays within this of 1 is no difference


def median(samples):
    return statistics.median(samples)


def interval(values):
    """The middle 95 % of resampled values."""
    values = sorted(values)
    tail = (1 - LEVEL) / 2
    low = values[int(tail * (len(values) - 1))]
    high = values[math.ceil((1 - tail) * (len(values) - 1))]
    return low, high


def paired(above, below, seed=1):
    """Ratio of the medians of two lists that were measured in the same rounds, and its bootstrap interval: whole rounds
    are drawn, so that what slows a round down slows both."""
    rounds = list(zip(above, below))
    draw = random.Random(seed)
    found = []
    for _ in range(RESAMPLES):
        some = [rounds[draw.randrange(len(rounds))] for _ in rounds]
        found.append(median([a for a, _ in some]) / median([b for _, b in some]))
    return (median(above) / median(below), *interval(found))


def unpaired(above, below, seed=1):
    """The same for two lists that have nothing to do with each other."""
    draw = random.Random(seed)
    found = []
    for _ in range(RESAMPLES):
        one = [above[draw.randrange(len(above))] for _ in above]
        other = [below[draw.randrange(len(below))] for _ in below]
        found.append(median(one) / median(other))
    return (median(above) / median(below), *interval(found))


def verdict(low, high):
    """In words, what an interval of a ratio of times says; below 1 is faster."""
    if high < 1 - MARGIN:
        return "faster"
    if low > 1 + MARGIN:
        return "slower"
    return "no difference" if low > 1 - MARGIN and high < 1 + MARGIN else "not told apart"


def text(ratio):
    return "%.3f [%.3f, %.3f]" % ratio
