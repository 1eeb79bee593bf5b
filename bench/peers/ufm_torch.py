#!/usr/bin/env python3
"""What `seli bench` measures, by PyTorch on the same GPU: whole steps by eager autograd, by torch.compile and as a CUDA
graph, with the three products of a step beside them; copies; small problems, one and 4,096 at once; decompositions.

    python3 bench/peers/ufm_torch.py --seconds 1 --json torch.json

Prints a table and writes JSON whose results have the keys of `seli bench --json` plus "mode". Where PyTorch or a GPU is
missing it prints one line and exits 0. W is k x d and H is n x d in rows, so that both programs see the same memory.
"""
import argparse
import json
import statistics
import sys
import time

SIZES = "1024,16384,1024;8192,8192,8192;32768,32768,4096;131072,131072,1024"
SMALL = "10,100,10;10,275,20;100,1000,100"
ORDERS = "1024,2048,4096,8192,16384"
RATE, MOMENTUM, RIDGE = 1e-7, 0.0, 1e-3
TOGETHER = 4096
COMPILING = 8  # seconds of torch.compile, about


def parse(text):
    return [tuple(int(number) for number in part.split(",")) for part in text.split(";")]


class Clock:
    """Samples of a call's duration, as seli.job.BenchClock takes them."""

    def __init__(self, torch, seconds, budget):
        self.torch, self.seconds, self.end = torch, seconds, time.perf_counter() + budget

    def left(self):
        return self.end - time.perf_counter()

    def once(self, call, count):
        self.torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(count):
            call()
        self.torch.cuda.synchronize()
        return time.perf_counter() - start

    def samples(self, call):
        count = 1
        took = self.once(call, 1)
        if took > 10 * self.seconds:
            return [took]
        took = self.once(call, 1)
        while took < self.seconds / 20:
            count = max(count + 1, int(count * min(16, 1.1 * self.seconds / 20 / took)))
            took = self.once(call, count)
        found, start = [], time.perf_counter()
        while len(found) < 3 or (len(found) < 100 and time.perf_counter() - start < self.seconds):
            found.append(self.once(call, count) / count)
        return found


class Bench:
    def __init__(self, torch, clock, precision):
        self.torch, self.clock, self.precision = torch, clock, precision
        self.dtype = torch.float64 if precision == "float64" else torch.float32
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        self.results, self.gemm, self.copy_rate = [], float("nan"), float("nan")

    # One line of results; a value that does not exist is None.
    def add(self, op, name, size, mode="", samples=(), flops=None, counted=None, **more):
        median = statistics.median(samples) if samples else None
        quartiles = statistics.quantiles(samples, n=4, method="inclusive") if len(samples) > 1 else (0, 0, 0)
        rate = flops / median if flops and median else None
        flow = counted / median if counted and median else None
        if op == "gemm" and rate:
            self.gemm = rate if self.gemm != self.gemm else max(self.gemm, rate)
        if op == "copy" and flow:
            self.copy_rate = flow
        floor = more.get("floor")
        line = {
            "op": op, "name": name, "mode": mode, "k": size[0], "n": size[1], "d": size[2],
            "status": more.get("status", "measured"), "note": more.get("note", ""),
            "seconds": median, "spread": quartiles[2] - quartiles[0] if samples else None,
            "perSecond": more.get("problems", 1) / median if median else None,
            "flops": flops, "flopsPerSecond": rate, "bytes": counted, "bytesPerSecond": flow,
            "floorSeconds": floor, "floorRatio": floor / median if floor and median else None,
            "peakBytes": more.get("peak"), "samples": list(samples),
        }
        self.results.append(line)
        shown = f"{median:.3e} s" if median else f"{line['status']}, {line['note']}"
        ratio = f", floor/step {line['floorRatio']:.3f}" if line["floorRatio"] else ""
        print(f"{self.precision:8}{op:6}{name:24}{mode:9}{','.join(map(str, size)):22}{shown}{ratio}", flush=True)
        return median

    def attempt(self, op, name, size, mode, expected, measurement):
        """Runs a measurement whose calls are expected to take so many seconds, or says why not."""
        torch = self.torch
        cost = expected if expected > 10 * self.clock.seconds else 1.5 * self.clock.seconds + 5 * expected
        if cost > self.clock.left():
            self.add(op, name, size, mode, status="skipped",
                     note=f"foreseen to take {cost:.0f} s of the {max(0, self.clock.left()):.0f} s that are left")
            return None
        try:
            torch.cuda.reset_peak_memory_stats()
            return measurement()
        except torch.cuda.OutOfMemoryError:
            self.add(op, name, size, mode, status="skipped", note="does not fit the memory")
        except Exception as failure:  # a mode that this version cannot compile is a result too
            text = (str(failure) or type(failure).__name__).splitlines()[0][:200]
            self.add(op, name, size, mode, status="skipped", note=text)
        finally:
            torch.cuda.empty_cache()
        return None

    def random(self, *shape):
        return self.torch.empty(shape, dtype=self.dtype, device="cuda").uniform_(-1, 1)

    def labels(self, k, n, batch=None):
        torch = self.torch
        counts = [n // k + (c < n % k) for c in range(k)]
        y = torch.repeat_interleave(torch.arange(k), torch.tensor(counts)).cuda()
        return y if batch is None else y.repeat(batch)

    def copy(self):
        count = (1 << 30) // self.dtype.itemsize
        source = self.random(count)
        target = self.torch.empty_like(source)
        samples = self.clock.samples(lambda: target.copy_(source))
        self.add("copy", "copy_", (1, count, 1), samples=samples, counted=2 * count * self.dtype.itemsize)

    def products(self, size):
        k, n, d = size
        torch = self.torch
        w, h, z = self.random(k, d), self.random(n, d), self.random(n, k)
        dw, dh = torch.empty_like(w), torch.empty_like(h)
        total = 0
        for name, call in (("Z = W'H", lambda: torch.mm(h, w.t(), out=z)),
                           ("dW = H Z'", lambda: torch.mm(z.t(), h, out=dw)),
                           ("dH = W Z", lambda: torch.mm(z, w, out=dh))):
            total += self.add("gemm", name, size, samples=self.clock.samples(call), flops=2.0 * k * n * d)
        return total

    def step(self, size, mode, floor=None, batch=None):
        """A step of SGD with weight decay; with a batch, of so many problems of one size at once."""
        torch = self.torch
        k, n, d = size
        lead = () if batch is None else (batch,)
        w = (self.random(*lead, k, d) * d ** -0.25).requires_grad_()
        h = (self.random(*lead, n, d) * d ** -0.25).requires_grad_()
        y = self.labels(k, n, batch)
        optimizer = torch.optim.SGD([w, h], lr=RATE, momentum=MOMENTUM, weight_decay=RIDGE, fused=True)

        def loss(w, h, y):
            z = (h @ w.transpose(-1, -2)).reshape(-1, k)
            return torch.nn.functional.cross_entropy(z, y, reduction="sum")

        if mode == "compile":
            torch._dynamo.reset()  # no shapes left open because of the sizes before
        evaluate = torch.compile(loss, dynamic=False) if mode == "compile" else loss

        def evaluate_and_update():
            evaluate(w, h, y).backward()
            optimizer.step()

        def take():
            optimizer.zero_grad(set_to_none=True)
            evaluate_and_update()

        call = take
        if mode == "graph":
            side = torch.cuda.Stream()
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                for _ in range(3):
                    take()
            torch.cuda.current_stream().wait_stream(side)
            graph = torch.cuda.CUDAGraph()
            optimizer.zero_grad(set_to_none=True)  # the capture makes gradients that every replay overwrites
            with torch.cuda.graph(graph):
                evaluate_and_update()
            call = graph.replay
        samples = self.clock.samples(call)
        if not torch.isfinite(w).all():
            raise ArithmeticError("the classifier is not finite")
        many = 1 if batch is None else batch
        if floor is None:
            name = "one problem" if batch is None else f"{batch} problems at once"
            self.add("small", name, size, mode, samples, flops=6.0 * k * n * d * many, problems=many)
        else:
            self.add("step", "whole step", size, mode, samples, flops=6.0 * k * n * d, floor=floor,
                     peak=torch.cuda.max_memory_allocated())

    def decomposition(self, op, order):
        torch = self.torch
        a = self.random(order, order)
        if op == "eigen":
            a = a + a.t()
            samples = self.clock.samples(lambda: torch.linalg.eigh(a))
        else:
            samples = self.clock.samples(lambda: torch.linalg.svd(a, full_matrices=False))
        flops = (9.0 if op == "eigen" else 21.0) * order ** 3
        return self.add(op, "linalg", (order, order, order), samples=samples, flops=flops)

    def run(self, sizes, small, orders):
        self.attempt("copy", "copy_", (1, 1, 1), "", 0, self.copy)
        floors = {}
        for size in sizes:
            floors[size] = self.attempt("gemm", "three products", size, "", self.foreseen(size),
                                        lambda: self.products(size)) or float("nan")
            for mode in ("eager", "graph"):
                self.large(size, mode, floors[size])
        for size in small:
            for mode in ("eager", "graph"):
                self.attempt("small", "one problem", size, mode, 0, lambda: self.step(size, mode))
                self.attempt("small", f"{TOGETHER} problems at once", size, mode, 0,
                             lambda: self.step(size, mode, batch=TOGETHER))
        for size in sizes:  # compiling takes its own time: last
            self.large(size, "compile", floors[size])
        for size in small:
            self.attempt("small", "one problem", size, "compile", COMPILING, lambda: self.step(size, "compile"))
        self.decompositions(orders)

    def foreseen(self, size):
        return 6.0 * size[0] * size[1] * size[2] / self.gemm if self.gemm == self.gemm else 0

    def large(self, size, mode, floor):
        expected = 1.5 * self.foreseen(size) + (COMPILING if mode == "compile" else 0)
        self.attempt("step", "whole step", size, mode, expected, lambda: self.step(size, mode, floor=floor))

    def decompositions(self, orders):
        last = {}
        for order in orders:
            for op in ("eigen", "svd"):
                before = last.get(op)
                expected = before[1] * (order / before[0]) ** 3 if before else 0
                took = self.attempt(op, "linalg", (order, order, order), "", expected,
                                    lambda: self.decomposition(op, order))
                if took:
                    last[op] = (order, took)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--precision", default="float64,float32,tf32", help="with commas between them")
    parser.add_argument("--sizes", type=parse, default=parse(SIZES), help="k,n,d with semicolons between them")
    parser.add_argument("--small-sizes", type=parse, default=parse(SMALL))
    parser.add_argument("--orders", default=ORDERS, help="orders of the matrices to decompose")
    parser.add_argument("--seconds", type=float, default=2, help="for one measurement")
    parser.add_argument("--budget", type=float, default=float("inf"), help="seconds for the whole run")
    parser.add_argument("--json", help="write the result to this file")
    options = parser.parse_args()
    try:
        import torch
    except ImportError:
        print("ufm_torch: no PyTorch here, nothing measured")
        return 0
    if not torch.cuda.is_available():
        print("ufm_torch: PyTorch sees no CUDA device, nothing measured")
        return 0
    start, budget = time.time(), options.budget
    runs = []
    precisions = options.precision.split(",")
    for i, precision in enumerate(precisions):
        share = (budget - (time.time() - start)) / (len(precisions) - i)
        bench = Bench(torch, Clock(torch, options.seconds, share), precision)
        bench.run(options.sizes, options.small_sizes, [int(order) for order in options.orders.split(",")])
        runs.append({
            "precision": precision,
            "ceilings": {"flopsPerSecond": none(bench.gemm), "copyBytesPerSecond": none(bench.copy_rate)},
            "results": bench.results,
        })
    if options.json:
        report = {
            "schema": "seli.bench.torch/1", "command": "ufm_torch",
            "provenance": {"torch": torch.__version__, "cuda": torch.version.cuda, "python": sys.version.split()[0],
                           "device": torch.cuda.get_device_name(0), "seconds": time.time() - start},
            "secondsPerMeasurement": options.seconds, "runs": runs,
        }
        with open(options.json, "w", encoding="utf-8") as file:
            text = json.dumps(clean(report), indent=1)
            file.write(text + "\n")
    return 0


def none(value):
    return None if value != value else value


def clean(value):
    """Without NaN, which JSON does not have."""
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [clean(inner) for inner in value]
    return none(value) if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main())
