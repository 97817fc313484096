# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports, verifies and removes networks with the real command line. Usage: model_files_test.py PROGRAM
[unittest arguments]
"""

import shutil
import unittest

from model_commands import FILE, TESTS, Models, make_files, make_network, network_files, np
from objective import features

DATA = TESTS.parent / "data"


class Files(Models):
    # Files that the user has

    def test_import(self):
        result = self.run_model("import", self.shared / FILE)
        self.assert_installed(result)
        self.assertEqual(result.stderr, "")
        other = self.folder / "other.h5"
        make_network(other)
        with open(other, "ab") as file:
            file.write(b" ")
        result = self.run_model("import", other)
        self.assert_installed(result)
        self.assertIn("is not the published file", result.stderr)
        # What was stored can be imported again, on another machine for instance.
        stored = self.network.read_bytes()
        moved = self.network.rename(self.folder / "moved.safetensors")
        self.assert_installed(self.run_model("import", moved))
        self.assertEqual(self.network.read_bytes(), stored)

    def test_import_of_torchvision(self):
        file = self.folder / "torchvision.safetensors"
        make_files.write_safetensors(file, make_files.torchvision_tensors(self.weights))
        result = self.run_model("import", file)
        self.assertEqual(result.returncode, 0, result.stderr)
        there, here = network_files.read(file), network_files.read(self.network)
        picture = np.random.default_rng(1).uniform(0, 255, (3, 17, 19))
        taps = ["block1_conv1", "block5_conv4"]
        expected, found = features(there, picture, taps), features(here, picture, taps)
        for tap in taps:
            np.testing.assert_allclose(
                found[tap], expected[tap], rtol=1e-4, atol=1e-5 * np.abs(expected[tap]).max())

    def test_import_of_what_is_no_vgg19(self):
        text = self.folder / "text.h5"
        text.write_text("no network")
        for file, sentence in (
            (DATA / "models" / "compact.safetensors", "expected VGG19, found the network \"compact\""),
            (text, "expected a model in Keras HDF5 or safetensors format"),
            (self.folder / "absent.h5", "absent.h5"),
        ):
            result = self.run_model("import", file)
            self.assertEqual((result.returncode, result.stderr.count("\n")), (1, 1), result.stderr)
            self.assertIn(sentence, result.stderr)
            self.assertFalse(self.network.exists())

    def test_a_file_put_there_by_hand(self):
        self.user.mkdir(parents=True)
        shutil.copy(self.shared / FILE, self.user / FILE)
        self.assertIn(f"{FILE}: as published", self.run_model("verify").stdout)
        (self.user / FILE).rename(self.user / "vgg19.h5")
        self.assertIn("vgg19.h5: not known", self.run_model("verify").stdout)
        self.assertEqual(self.run_model("remove", "vgg19").stdout.strip(), str(self.user / "vgg19.h5"))

    # What comes with the program

    def test_bundled_networks_are_as_published(self):
        self.environment["STYLE_TRANSFER_DATA"] = str(DATA)
        result = self.run_model("verify")
        self.assertEqual(result.returncode, 0, result.stdout)
        for name in ("compact", "preview"):
            self.assertIn(f"{name}: {DATA / 'models' / name}.safetensors: as published", result.stdout)
        self.assertIn("installed already", self.run_model("install", "compact").stdout)

    def test_damaged_catalogues(self):
        file = self.folder / "data" / "models" / "models.json"
        good = file.read_text()
        for text in ("", "[]", '{"models": 1}', '{"models": [{}]}', good.replace(FILE, "../x"),
                     good.replace('"md5": "', '"md5": "g'), good.replace('"bytes": ', '"bytes": -')):
            file.write_text(text)
            result = self.run_model("list")
            self.assertEqual((result.returncode, result.stderr.count("\n")), (1, 1), text)
            self.assertIn(str(file), result.stderr)

    def test_wrong_calls(self):
        for words, sentence in (
            (["install", "vgg16"], "expected one of vgg19"),
            (["install"], "NAME is required"),
            (["verify", "vgg16"], "expected one of vgg19"),
            (["install", "vgg19"], "cannot be downloaded"),  # without a source
            ([], "subcommand is required"),
        ):
            result = self.run_model(*words)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(sentence, result.stderr)


if __name__ == "__main__":
    unittest.main()
