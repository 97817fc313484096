# SPDX-License-Identifier: GPL-3.0-or-later
"""Painting by matching in NumPy, double precision: its term with search, loss and gradient, and what
becomes of the content and variation terms beside it. Places are gone through one by one, the search
compares whole vectors, and derivatives of the loss are taken by complex steps: it shares neither
code nor formulas of derivatives with the engine.
"""

import numpy as np
from objective import POOL, Weights, backward, features, forward, variation, visibility

PLACE = 4  # pixels along a place's side
DEEPEST_BLOCK = 4
TURNED_UNTIL = 256  # longer side of the base up to which the style is turned
LEAST_SQUARE = 1e-6  # of the mean squared length of the style's vectors
USUAL_CONTENT = 0.08  # content weight with which three quarters of the search are what is painted


# ---- places -----------------------------------------------------------------------------------


def grid_of(picture):
    return picture.shape[-2] // PLACE, picture.shape[-1] // PLACE


def positions(place, stride, size):
    """The positions along one side that a place looks at, as a slice."""
    if stride >= PLACE:
        position = min(place * PLACE // stride, size - 1)
        return slice(position, position + 1)
    side = PLACE // stride
    return slice(place * side, (place + 1) * side)


def each_place(grid, stride, maps):
    for y in range(grid[0]):
        for x in range(grid[1]):
            rows = positions(y, stride, maps.shape[1])
            columns = positions(x, stride, maps.shape[2])
            yield y * grid[1] + x, rows, columns


def vectors_of(maps, stride, grid):
    """[places, channels]: means over each place's positions."""
    vectors = np.empty((grid[0] * grid[1], maps.shape[0]), maps.dtype)
    for place, rows, columns in each_place(grid, stride, maps):
        vectors[place] = maps[:, rows, columns].mean(axis=(1, 2))
    return vectors


def spread(slopes, stride, grid, maps):
    """From slopes by vector to the slope with respect to the maps."""
    result = np.zeros_like(maps)
    for place, rows, columns in each_place(grid, stride, maps):
        count = (rows.stop - rows.start) * (columns.stop - columns.start)
        result[:, rows, columns] += slopes[place][:, None, None] / count
    return result


def visible_shares(mask, grid):
    shares = np.empty(grid)
    for y in range(grid[0]):
        for x in range(grid[1]):
            place = mask[y * PLACE : (y + 1) * PLACE, x * PLACE : (x + 1) * PLACE]
            shares[y, x] = place.mean()
    return shares.ravel()


# ---- the loss of one place --------------------------------------------------------------------


def place_loss(square, product, target_square, least):
    """Out of f·f, f·t and t·t; complex numbers go through it."""
    length = np.sqrt(square + least)
    target = np.sqrt(target_square + least)
    ratio = length / target
    cosine = product / (length * target)
    return (ratio - 1) ** 2 + 2 * np.sqrt(ratio) * (1 - cosine)


STEP = 1e-30  # of a complex step: nothing is subtracted, so that nothing is lost


def vector_loss(vector, target, least):
    """Loss and gradient of one place, the gradient number by number."""

    def loss(x):
        return place_loss(np.dot(x, x), np.dot(x, target), np.dot(target, target), least)

    vector = np.asarray(vector, dtype=np.float64)
    target = np.asarray(target, dtype=np.float64)
    gradient = []
    for index in range(vector.size):
        moved = vector.astype(complex)
        moved[index] += 1j * STEP
        gradient.append(loss(moved).imag / STEP)
    return float(loss(vector)), gradient


# ---- the objective ----------------------------------------------------------------------------


def block_of(layer):
    return int(layer[len("block")])


def stride_of(layer):
    return 2 ** (block_of(layer) - 1)


def place_layers(network, weights):
    """The share of each layer in the mean squared length of the style's vectors."""
    layers = [name for name in network.layers if name != POOL and block_of(name) <= DEEPEST_BLOCK]
    layers = [name for name in layers if weights.style_layers[block_of(name) - 1] > 0]
    blocks = [block_of(name) for name in layers]
    sum_of_weights = sum(weights.style_layers[block - 1] for block in set(blocks))
    return {
        name: weights.style_layers[block - 1] / blocks.count(block) / sum_of_weights
        for name, block in zip(layers, blocks)
    }


class Matching:
    """Masks are [height, width], 0 hidden to 1 visible; without one all is visible. `painted` is
    what has been painted when the targets are sought; without it the base alone is."""

    def __init__(self, network, base, style, weights=Weights(), masks=(None, None), painted=None):
        self.network, self.weights = network, weights
        self.layers = place_layers(network, weights)
        self.grid = grid_of(base)
        self.mask = np.ones(base.shape[1:]) if masks[0] is None else masks[0]
        style_mask = np.ones(style.shape[1:]) if masks[1] is None else masks[1]
        turns = 4 if max(base.shape[1:]) <= TURNED_UNTIL else 1
        self.find_candidates(style, style_mask, turns)
        self.counts = visible_shares(self.mask, self.grid)
        self.search(base, painted)

        content = weights.content_layer
        self.content_visible = visibility(network, self.mask)[content]
        self.content_target = features(network, base, [content])[content]
        self.content_square = float((self.content_visible * self.content_target**2).sum())

    def parts(self, picture, grid):
        found = features(self.network, picture, list(self.layers)) if self.layers else {}
        return {name: vectors_of(maps, stride_of(name), grid) for name, maps in found.items()}

    def find_candidates(self, style, mask, turns):
        sets = []
        for turn in range(turns):
            turned, turned_mask = np.rot90(style, turn, (1, 2)), np.rot90(mask, turn)
            grid = grid_of(turned)
            shares = visible_shares(turned_mask, grid)
            chosen = shares >= min(0.5, shares.max())
            sets.append({name: v[chosen] for name, v in self.parts(turned, grid).items()})
        self.candidates, self.scales = {}, {}
        for name, share in self.layers.items():
            vectors = np.concatenate([one[name] for one in sets])
            self.scales[name] = np.sqrt(share / (vectors**2).sum(axis=1).mean())
            self.candidates[name] = vectors * self.scales[name]

    def whole(self, parts):
        return np.concatenate([parts[name] * self.scales[name] for name in self.layers], axis=1)

    def search(self, base, painted):
        """Of the visible places; the mean of each set is subtracted."""
        queries = self.whole(self.parts(base, self.grid))
        share = 1 - 0.25 * np.sqrt(self.weights.content / USUAL_CONTENT)
        share = min(1, max(0, share)) if painted is not None else 0
        if share > 0:
            queries = (1 - share) * queries
            queries = queries + share * self.whole(self.parts(painted, self.grid))
        candidates = np.concatenate([self.candidates[name] for name in self.layers], axis=1)
        self.least = LEAST_SQUARE * (candidates**2).sum(axis=1).mean()

        visible = self.counts > 0
        queries = queries[visible] - queries[visible].mean(axis=0)
        centred = candidates - candidates.mean(axis=0)
        cosines = queries @ centred.T
        cosines /= np.linalg.norm(queries, axis=1)[:, None] * np.linalg.norm(centred, axis=1)
        self.nearest = np.zeros(visible.size, int)
        self.nearest[visible] = cosines.argmax(axis=1)
        best = np.sort(cosines, axis=1)
        self.margin = float((best[:, -1] - best[:, -2]).min())

    def matching(self, outputs):
        """The loss, and its gradient with respect to the tapped maps."""
        maps = {name: outputs[self.network.layers.index(name)] for name in self.layers}
        own = {
            name: vectors_of(maps[name], stride_of(name), self.grid) * self.scales[name]
            for name in self.layers
        }
        targets = {name: self.candidates[name][self.nearest] for name in self.layers}
        square = sum((own[name] ** 2).sum(axis=1) for name in self.layers)
        product = sum((own[name] * targets[name]).sum(axis=1) for name in self.layers)
        target_square = sum((targets[name] ** 2).sum(axis=1) for name in self.layers)

        def slope(of_square, of_product):
            moved = place_loss(
                square + 1j * STEP * of_square,
                product + 1j * STEP * of_product,
                target_square,
                self.least,
            )
            return moved.imag / STEP

        factor = self.weights.style * self.counts / self.counts.sum()
        loss = float((factor * place_loss(square, product, target_square, self.least)).sum())
        by_square, by_product = factor * slope(1, 0), factor * slope(0, 1)
        gradients = {}
        for name in self.layers:
            slopes = 2 * own[name] * by_square[:, None] + targets[name] * by_product[:, None]
            slopes = slopes * self.scales[name]
            gradients[name] = spread(slopes, stride_of(name), self.grid, maps[name])
        return loss, gradients

    def evaluate(self, picture):
        """The terms as a dictionary, and the gradient of their sum."""
        weights = self.weights
        content = weights.content_layer
        outputs = forward(self.network, picture, list(self.layers) + [content])
        terms = {}
        terms["matching"], gradients = self.matching(outputs)

        # Relative to the base's own features.
        factor = weights.content / self.content_square
        difference = outputs[self.network.layers.index(content)] - self.content_target
        terms["content"] = factor * float((self.content_visible * difference**2).sum())
        slope = 2 * factor * self.content_visible * difference
        gradients[content] = gradients.get(content, 0) + slope

        # The mean of all visible pixels where black and white are 1 apart.
        value, gradient = variation(picture, self.mask)
        factor = weights.variation / (255**2.5 * 3 * self.mask.sum())
        terms["variation"] = factor * value
        terms["total"] = terms["content"] + terms["matching"] + terms["variation"]
        return terms, factor * gradient + backward(self.network, outputs, gradients)
