# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of `style-transfer model` share: run as `X_test.py PROGRAM [unittest arguments]`."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path += [str(TESTS / name) for name in ("model", "reference", "support")]

try:
    import make_files
    import network_files
    import numpy as np
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)
if not shutil.which("openssl"):
    print("skipped: there is no openssl to make a certificate with")
    sys.exit(77)

import https_server

PROGRAM = os.path.abspath(sys.argv.pop(1))
FILE = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"


def make_network(file):
    """Layers of VGG19, with few channels."""
    channels = [c for c, n in zip((8, 16, 24, 32, 32), make_files.CONVOLUTIONS_PER_BLOCK) for _ in range(n)]
    weights = make_files.random_weights(make_files.LAYERS, channels, 3)
    make_files.write_keras(file, weights)
    return weights


class Models(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="model-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.shared = Path(folder.name)
        cls.certificate, cls.key = https_server.make_certificate(cls.shared)
        cls.weights = make_network(cls.shared / FILE)
        cls.content = (cls.shared / FILE).read_bytes()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="model-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.user = self.folder / "user" / "gimp-style-transfer" / "models"
        self.network = self.user / "vgg19.safetensors"
        self.part = self.user / (FILE + ".part")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
        } | {
            "STYLE_TRANSFER_DATA": str(self.folder / "data"),
            "XDG_DATA_HOME": str(self.folder / "user"),
            "XDG_DATA_DIRS": str(self.folder / "system"),
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "",
            "CURL_CA_BUNDLE": str(self.certificate),
        }
        self.publish([])

    def publish(self, sources):
        models = self.folder / "data" / "models"
        models.mkdir(parents=True, exist_ok=True)
        model = {
            "name": "vgg19", "file": FILE, "bytes": len(self.content),
            "md5": hashlib.md5(self.content).hexdigest(), "licence": "CC BY 4.0",
            "credit": "somebody", "sources": sources,
        }
        (models / "models.json").write_text(json.dumps({"models": [model]}))

    def server(self, *answers):
        server = https_server.Server(self.certificate, self.key, *answers)
        self.addCleanup(server.close)
        return server

    def command(self, *words):
        return [PROGRAM, "model", *map(str, words)]

    def run_model(self, *words, **options):
        return subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, text=True, timeout=60,
            **options)

    def install(self, *servers, options=(), **others):
        sources = [word for server in servers for word in ("--from", getattr(server, "url", server))]
        return self.run_model("install", "vgg19", *sources, *options, **others)

    def assert_installed(self, result):
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout.strip(), str(self.network))
        self.assertEqual(
            {path.name for path in self.user.iterdir()},
            {"vgg19.safetensors", "vgg19.safetensors.sha256"})
        stored = network_files.read(self.network)
        self.assertEqual(stored.layers, network_files.vgg19_layers())
        for layer, (kernel, bias) in self.weights.items():
            np.testing.assert_array_equal(stored.kernels[layer], kernel)
            np.testing.assert_array_equal(stored.biases[layer], bias)
