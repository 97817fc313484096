// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/shortlist.h"

#include "engine/objective/stored_numbers.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <ATen/ops/full.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace style_transfer {

namespace {

// Of the numbers of a row, looked at part by part, the `count` largest, in order.
template <typename Real>
class Largest {
  public:
    // Keeps them in `values` and `columns`, which hold −∞ and 0 at first.
    Largest(std::int64_t count, Real* values, int* columns)
        : count_(count), values_(values), columns_(columns) {}

    // `row` are the columns from `begin` on.
    void look(const Real* row, std::int64_t size, std::int64_t begin) {
        std::int64_t first = 0;
        // Most strips hold none: looked through as vectors, they cost little.
        for (; first + strip <= size; first += strip) {
            Real most[lanes];
            std::copy_n(row + first, lanes, most);
            for (int i = lanes; i < strip; i += lanes)
                for (int lane = 0; lane < lanes; ++lane)
                    most[lane] = std::max(most[lane], row[first + i + lane]);
            bool any = false;
            for (const Real value : most)
                any |= value > values_[count_ - 1];
            if (any)
                add(row, first, first + strip, begin);
        }
        add(row, first, size, begin);
    }

  private:
    static constexpr int strip = 8 * lanes;

    void add(const Real* row, std::int64_t first, std::int64_t last, std::int64_t begin) {
        for (auto column = first; column < last; ++column) {
            if (!(row[column] > values_[count_ - 1]))
                continue;
            auto place = count_ - 1;
            for (; place > 0 && row[column] > values_[place - 1]; --place) {
                values_[place] = values_[place - 1];
                columns_[place] = columns_[place - 1];
            }
            values_[place] = row[column];
            columns_[place] = int(begin + column);
        }
    }

    std::int64_t count_;
    Real* values_;
    int* columns_;
};

// Candidates whose products are in memory at once, so that they are looked at while they are in the
// processor's cache.
constexpr std::int64_t candidates_at_once = 2048;

} // namespace

at::Tensor largest_products(
    const at::Tensor& queries, const at::Tensor& candidates, std::int64_t count,
    const CancellationToken& token, std::int64_t block_bytes) {
    const auto among = candidates.size(0);
    count = std::min(count, among);
    at::Tensor found = at::zeros({queries.size(0), count}, queries.options().dtype(at::kInt));
    if (count == 0)
        return found;
    const auto columns = std::min(among, candidates_at_once);
    const auto rows =
        std::max<std::int64_t>(1, block_bytes / (columns * std::int64_t(queries.element_size())));
    for (std::int64_t top = 0; top < queries.size(0); top += rows) {
        token.throw_if_cancelled();
        const at::Tensor block = queries.narrow(0, top, std::min(rows, queries.size(0) - top));
        at::Tensor values = at::full(
            {block.size(0), count}, -std::numeric_limits<double>::infinity(), queries.options());
        at::Tensor products;
        for (std::int64_t left = 0; left < among; left += columns) {
            const auto width = std::min(columns, among - left);
            products = at::mm(block, candidates.narrow(0, left, width).t());
            AT_DISPATCH_FLOATING_TYPES(products.scalar_type(), "largest_products", [&] {
                const scalar_t* of_products = products.data_ptr<scalar_t>();
                scalar_t* largest = values.data_ptr<scalar_t>();
                int* at = found.data_ptr<int>() + top * count;
                at::parallel_for(0, block.size(0), 1, [&](std::int64_t first, std::int64_t last) {
                    for (auto row = first; row < last; ++row)
                        Largest<scalar_t>(count, largest + row * count, at + row * count)
                            .look(of_products + row * width, width, left);
                });
            });
        }
    }
    return found;
}

void add_shortlist_products(
    const at::Tensor& given, const at::Tensor& candidates, const at::Tensor& given_list,
    at::Tensor& products) {
    const at::Tensor vectors = given.contiguous(), shortlist = given_list.contiguous();
    const auto channels = vectors.size(1), count = shortlist.size(1);
    AT_DISPATCH_FLOATING_TYPES_AND(
        at::kBFloat16, candidates.scalar_type(), "add_shortlist_products", [&] {
            using Element = Stored<scalar_t>;
            using Real = Number<scalar_t>;
            const Real* rows = vectors.data_ptr<Real>();
            const Element* among = data_of<scalar_t>(candidates);
            const int* listed = shortlist.template data_ptr<int>();
            Real* sums = products.data_ptr<Real>();
            at::parallel_for(0, vectors.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
                for (auto row = begin; row < end; ++row)
                    for (std::int64_t i = 0; i < count; ++i) {
                        const Real* own = rows + row * channels;
                        const Element* other =
                            among + std::int64_t(listed[row * count + i]) * channels;
                        Real partial[lanes] = {};
                        std::int64_t c = 0;
                        for (; c + lanes <= channels; c += lanes)
                            for (int lane = 0; lane < lanes; ++lane)
                                partial[lane] += own[c + lane] * wide(other[c + lane]);
                        for (; c < channels; ++c)
                            partial[0] += own[c] * wide(other[c]);
                        sums[row * count + i] += sum_of(partial);
                    }
            });
        });
}

void keep_together(
    at::Tensor& chosen, const at::Tensor& queries, const at::Tensor& candidates,
    const Neighbours& neighbours, std::int64_t width, double tolerance) {
    const auto dimensions = queries.size(1);
    const int* right = neighbours.right.data_ptr<int>();
    const int* below = neighbours.below.data_ptr<int>();
    int* choice = chosen.data_ptr<int>();
    AT_DISPATCH_FLOATING_TYPES(queries.scalar_type(), "keep_together", [&] {
        const scalar_t* of_queries = queries.data_ptr<scalar_t>();
        const scalar_t* of_candidates = candidates.data_ptr<scalar_t>();
        const auto product = [&](const scalar_t* a, const scalar_t* b) {
            scalar_t partial[lanes] = {};
            std::int64_t d = 0;
            for (; d + lanes <= dimensions; d += lanes)
                for (int lane = 0; lane < lanes; ++lane)
                    partial[lane] += a[d + lane] * b[d + lane];
            for (; d < dimensions; ++d)
                partial[0] += a[d] * b[d];
            return sum_of(partial);
        };
        for (std::int64_t place = 0; place < queries.size(0); ++place) {
            const scalar_t* query = of_queries + place * dimensions;
            const auto with = [&](int candidate) {
                return product(query, of_candidates + candidate * dimensions);
            };
            scalar_t best =
                with(choice[place]) - scalar_t(tolerance) * std::sqrt(product(query, query));
            const auto consider = [&](int candidate) {
                if (candidate < 0)
                    return;
                const scalar_t found = with(candidate);
                if (found >= best) {
                    best = found;
                    choice[place] = candidate;
                }
            };
            const int left = place % width > 0 ? right[choice[place - 1]] : -1;
            const int above = place >= width ? below[choice[place - width]] : -1;
            consider(left);
            consider(above);
        }
    });
}

} // namespace style_transfer
