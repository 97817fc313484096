#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures speed and memory and prints a table of ratios; with matplotlib a plot beside it.

A ratio compares two measurements of one run. Nothing else should be running.
"""
import argparse
import json
import os
import pathlib
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time

from PIL import Image

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = SOURCE / "data" / "samples"
PAINTINGS = SOURCE / "data" / "paintings"
GRAM = ("--method", "gram")


def machine():
    name = platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
            break
    return f"{name}, {len(os.sched_getaffinity(0))} cores"


def picture(source, folder, width, height):
    file = folder / f"{source.stem}_{width}x{height}.png"
    if not file.exists():
        Image.open(source).convert("RGB").resize((width, height), Image.LANCZOS).save(file)
    return file


class Bench:
    """`clock` is the key of a report's time: "seconds", or "processor_seconds" of all threads."""

    def __init__(self, build, folder, clock):
        self.build, self.folder, self.clock = build, folder, clock

    def row(self, what, value, against=""):
        print(f"| {what} | {value} | {against} |", flush=True)

    def evaluations(self):
        """One evaluation against the convolutions alone, VGG19's shape, fp32."""
        # In turns, and the least of each: what else runs on the machine only ever adds.
        answer = subprocess.run(
            [self.build / "tests/bench/evaluation-bench", "--benchmark_format=json",
             "--benchmark_repetitions=5", "--benchmark_enable_random_interleaving=true"],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        times = {}
        for one in json.loads(answer.stdout)["benchmarks"]:
            if one["run_type"] == "iteration":
                name = one["run_name"]
                times[name] = min(times.get(name, float("inf")), one["real_time"])
        for side in (256, 512):
            ours = times[f"evaluation/{side}/real_time"]
            usual = times[f"bare_in_libtorch_memory/{side}/real_time"]
            kept = times[f"bare/{side}/real_time"]
            self.row(f"one evaluation, VGG19, fp32, {side}²", f"{ours:.0f} ms",
                     f"{ours / usual:.2f} × the bare convolutions in libtorch, {ours / kept:.2f} × "
                     "those in this program's memory")

    def environment(self):
        return dict(
            os.environ,
            STYLE_TRANSFER_DATA=str(SOURCE / "data"),
            STYLE_TRANSFER_ENGINE=str(self.build / "engine/libstyle-transfer-engine.so"),
            STYLE_TRANSFER_READER=str(self.build / "engine/reader/style-transfer-reader"))

    def call(self, width, height, *options):
        return [
            self.build / "engine/cli/style-transfer",
            picture(SAMPLES / "lake.jpg", self.folder, width, height),
            picture(PAINTINGS / "starry_night.jpg", self.folder, 512, 512),
            "-o", self.folder / "out.png", "--force", "--size", str(max(width, height)), *options]

    def transfer(self, width, height, *options):
        report = self.folder / "report.json"
        subprocess.run(
            [*self.call(width, height, *options), "--quiet", "--report", report],
            check=True, env=self.environment())
        return json.loads(report.read_text())

    def per_evaluation(self, report):
        """The first, which comes with the targets, is left out."""
        first, last = report["initial"], report["final"]
        return ((last[self.clock] - first[self.clock])
                / (last["evaluations"] - first["evaluations"]))

    def sizes(self, megapixels, memory):
        """Memory and time of one evaluation against size, compact network, with a limit."""
        points = []
        for size in megapixels:
            height = round((size * 1e6 / 1.5) ** 0.5)
            report = self.transfer(
                round(height * 1.5), height, *GRAM, "--model", "compact", "--iterations", "1",
                "--evaluations", "3", "--schedule", "single", "--precision", "fp32", "--memory",
                str(memory))
            seconds = self.per_evaluation(report)
            points.append((size, seconds, report["peak_rss_mib"]))
            self.row(f"one evaluation, compact, fp32, {size:g} MP, --memory {memory}",
                     f"{seconds:.2f} s",
                     f"{seconds / size:.2f} s per MP, {report['peak_rss_mib']:.0f} MiB at most")
        return points

    def previews(self):
        """To the first changed picture and to the last, of the 60 evaluations that the dialog's
        preview has; without the start of the program, which the dialog has behind it."""
        for model in ("compact", "preview"):
            report = self.transfer(
                256, 256, "--model", model, "--iterations", "60", "--evaluations", "1")
            first = next(i for i in report["iterations"] if i["evaluations"] > 1)
            self.row(f"preview, {model}, 256²", f"first picture after {first['seconds']:.2f} s",
                     f"settled after {report['final']['seconds']:.1f} s")

    def pictures(self):
        """Whole pictures with the defaults, and one as large as a camera's within a limit."""
        seconds = {}
        for side in (512, 1024):
            report = self.transfer(side, side * 3 // 4, "--model", "compact")
            seconds[side] = report[self.clock]
            self.row(f"a picture, compact, {side} × {side * 3 // 4}", f"{seconds[side]:.1f} s",
                     f"{report['peak_rss_mib']:.0f} MiB" if side == 512 else
                     f"{seconds[1024] / seconds[512]:.1f} × that, {report['peak_rss_mib']:.0f} MiB")
        report = self.transfer(6000, 4000, "--model", "compact", "--memory", "4096")
        self.row("a picture, compact, 24 MP, --memory 4096", f"{report[self.clock] / 60:.1f} min",
                 f"{report['peak_rss_mib']:.0f} MiB at most")

    def batch(self, files=8):
        """Many small pictures in one process against a call for each, in turns."""
        photos, style = self.folder / "photos", picture(
            PAINTINGS / "starry_night.jpg", self.folder, 512, 512)
        photos.mkdir()
        whole = Image.open(SAMPLES / "lake.jpg").convert("RGB").resize((512, 512))
        for number in range(files):
            whole.crop((0, 16 * number, 512, 16 * number + 384)).save(photos / f"{number}.png")
        options = ["--force", "--size", "256", "--model", "compact", "--quiet"]

        def seconds(command):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begin = time.perf_counter()
            subprocess.run(command, check=True, env=self.environment())
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            if self.clock == "seconds":
                return time.perf_counter() - begin
            return used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime

        program = self.build / "engine/cli/style-transfer"
        single = sum(
            seconds([program, file, style, "-o", self.folder / "out.png", *options])
            for file in sorted(photos.iterdir()))
        together = seconds(
            [program, "batch", *sorted(photos.iterdir()), "--style", style, "--output-dir",
             self.folder / "painted", *options])
        self.row(f"a picture of {files} in a batch, compact, 256 × 192",
                 f"{together / files:.2f} s",
                 f"a call of its own takes {single / together:.2f} × that")

    def cancels(self):
        """From the signal to the end of the process, at several moments of the work in tiles."""
        longest = 0
        for moment in (0.0, 0.4, 0.9, 1.7):
            with subprocess.Popen(
                    [*self.call(1500, 1000, "--model", "compact", "--schedule", "single",
                                "--memory", "1024", "--iterations", "10", "--evaluations", "1",
                                "--progress")],
                    env=self.environment(), stderr=subprocess.PIPE) as process:
                process.stderr.readline()  # the start has been evaluated
                time.sleep(moment)
                process.send_signal(signal.SIGINT)
                begin = time.perf_counter()
                process.communicate()
                longest = max(longest, time.perf_counter() - begin)
                if process.returncode != 130:
                    raise RuntimeError(f"not cancelled: {process.returncode}")
        self.row("cancel, compact, 1.5 MP, --memory 1024", f"{longest:.2f} s at most")

    def camera(self, weights):
        """A camera's picture within 4 GiB, against one megapixel without a limit."""
        common = (*GRAM, "--model", weights, "--iterations", "1", "--evaluations", "3", "--schedule",
                  "single", "--precision", "fp32")
        small = self.transfer(1200, 800, *common)
        large = self.transfer(6000, 4000, "--memory", "4096", *common)
        seconds = self.per_evaluation(large)
        ratio = seconds / 24 / (self.per_evaluation(small) / 0.96)
        self.row("one evaluation, VGG19, fp32, 24 MP, --memory 4096",
                 f"{seconds:.0f} s, {large['peak_rss_mib']:.0f} MiB at most",
                 f"{ratio:.2f} × the time per MP of 1 MP")

    def against_reference(self, weights, iterations, finished):
        """Time to the loss that the published method reaches, VGG19 at 512². What this program
        reports of its end is measured in single precision, whatever the convolutions are in."""
        base = picture(SAMPLES / "lake.jpg", self.folder, 512, 512)
        style = picture(PAINTINGS / "starry_night.jpg", self.folder, 512, 512)
        file = finished or self.folder / "reference.json"
        if not finished:
            subprocess.run(
                [sys.executable, SOURCE / "tests/bench/reference.py", weights, base, style, file,
                 "--iterations", str(iterations)], check=True, stdout=subprocess.DEVNULL)
        trace = json.loads(pathlib.Path(file).read_text())["trace"]
        iterations = len(trace) - 1
        loss, needed = trace[-1]["total"], trace[-1][self.clock]
        self.row(f"the published {iterations} × 20 evaluations in PyTorch and SciPy, VGG19, 512²",
                 f"{needed:.0f} s", f"loss {loss:.4g}")
        for options in (("--schedule", "pyramid"), ("--schedule", "single"),
                        ("--schedule", "single", "--precision", "fp32")):
            # As many as it needs, by trying: a run is planned for its iterations.
            report, tried = None, 0
            while tried < iterations and (not report or report["final"]["total"] > loss):
                tried += 1 if report else min(iterations, 5)
                report = self.transfer(
                    512, 512, *GRAM, "--model", weights, "--iterations", str(tried), *options)
            took = report["final"][self.clock]
            reached = report["final"]["total"] <= loss
            self.row(f"the same loss with {' '.join(options)}",
                     f"{took:.0f} s, {tried} iterations, {report['plan']['precision']}",
                     f"1/{needed / took:.1f} of it" if reached else
                     f"not reached: {report['final']['total']:.4g}")
        self.row("memory, VGG19, fp32, 512²", f"{report['peak_rss_mib']:.0f} MiB at most")


def plot(points, memory, file):
    try:
        import matplotlib
    except ImportError:
        print("No plot: matplotlib is missing.")
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (times, peaks) = pyplot.subplots(1, 2, figsize=(9, 3.5))
    sizes = [p[0] for p in points]
    times.loglog(sizes, [p[1] for p in points], "o-")
    times.set(xlabel="megapixels", ylabel="seconds for one evaluation")
    peaks.semilogx(sizes, [p[2] for p in points], "o-")
    peaks.axhline(memory, color="gray", linestyle="--")
    peaks.annotate(f"--memory {memory}", (sizes[0], memory), xytext=(0, -11),
                   textcoords="offset points", fontsize=8, color="gray")
    peaks.set(xlabel="megapixels", ylabel="peak memory, MiB", ylim=(0, memory * 1.1))
    for axes in (times, peaks):
        axes.set_xticks(sizes, [f"{size:g}" for size in sizes])
        axes.minorticks_off()
        axes.grid(alpha=0.3)
    figure.suptitle(f"compact network, fp32; {machine()}", fontsize=9)
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    print(f"Plot: {file}")


def main():
    parser = argparse.ArgumentParser(prog="./bench", description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build",
                        help=argparse.SUPPRESS)
    parser.add_argument("--megapixels", default="0.25,1,4,12,24",
                        help="sizes to measure (%(default)s)")
    parser.add_argument("--memory", type=int, default=4096, help="limit for these, MiB (%(default)s)")
    parser.add_argument("--weights", help="VGG19's file (Keras): compares with the published "
                        "method in PyTorch and SciPy, which takes half an hour")
    parser.add_argument("--iterations", type=int, default=25, help="of that comparison")
    parser.add_argument("--reference", help="a report of tests/bench/reference.py from this "
                        "machine, instead of running it now")
    parser.add_argument("--processor-time", action="store_true",
                        help="times of all threads together instead of the clock's, for a machine "
                        "that has other things to do")
    parser.add_argument("--parts", default="evaluations,previews,pictures,batch,cancels,sizes,reference",
                        help="what to measure (%(default)s); one more is camera, VGG19 at 24 "
                        "megapixels; that and reference take --weights")
    arguments = parser.parse_args()
    # A shell has its programs in the background ignore this, and so would those that are cancelled.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parts = arguments.parts.split(",")
    weights = arguments.weights and os.path.abspath(arguments.weights)
    print(f"{machine()}, {platform.platform()}\n\n| what | measured | compared |\n|---|---|---|")
    points = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(
            arguments.build, pathlib.Path(folder),
            "processor_seconds" if arguments.processor_time else "seconds")
        if "evaluations" in parts:
            bench.evaluations()
        if "previews" in parts:
            bench.previews()
        if "pictures" in parts:
            bench.pictures()
        if "batch" in parts:
            bench.batch()
        if "cancels" in parts:
            bench.cancels()
        if "sizes" in parts:
            points = bench.sizes(
                [float(size) for size in arguments.megapixels.split(",")], arguments.memory)
        if weights and "reference" in parts:
            bench.against_reference(weights, arguments.iterations, arguments.reference)
        if weights and "camera" in parts:
            bench.camera(weights)
    print()
    if points:
        plot(points, arguments.memory, arguments.build / "bench.png")


if __name__ == "__main__":
    main()
