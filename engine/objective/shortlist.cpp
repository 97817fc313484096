// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objective/shortlist.h"

#include "engine/objective/stored_numbers.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace style_transfer {

namespace {

// Of the numbers of a row the `count` largest, in order.
template <typename Real>
class Largest {
  public:
    Largest(std::int64_t count, int* columns)
        : values_(std::size_t(count), -std::numeric_limits<Real>::infinity()), columns_(columns) {
        std::fill_n(columns, count, 0);
    }

    void look(const Real* row, std::int64_t size) {
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
                any |= value > values_.back();
            if (any)
                add(row, first, first + strip);
        }
        add(row, first, size);
    }

  private:
    static constexpr int strip = 8 * lanes;

    void add(const Real* row, std::int64_t first, std::int64_t last) {
        for (auto column = first; column < last; ++column) {
            if (!(row[column] > values_.back()))
                continue;
            auto place = values_.size() - 1;
            for (; place > 0 && row[column] > values_[place - 1]; --place) {
                values_[place] = values_[place - 1];
                columns_[place] = columns_[place - 1];
            }
            values_[place] = row[column];
            columns_[place] = int(column);
        }
    }

    std::vector<Real> values_;
    int* columns_;
};

} // namespace

at::Tensor largest_products(
    const at::Tensor& queries, const at::Tensor& candidates, std::int64_t count,
    const CancellationToken& token, std::int64_t block_bytes) {
    const auto among = candidates.size(0);
    count = std::min(count, among);
    at::Tensor found = at::empty({queries.size(0), count}, queries.options().dtype(at::kInt));
    if (count == 0)
        return found;
    const auto block =
        std::max<std::int64_t>(1, block_bytes / (among * std::int64_t(queries.element_size())));
    for (std::int64_t begin = 0; begin < queries.size(0); begin += block) {
        token.throw_if_cancelled();
        const auto rows = std::min(block, queries.size(0) - begin);
        const at::Tensor products = at::mm(queries.narrow(0, begin, rows), candidates.t());
        AT_DISPATCH_FLOATING_TYPES(products.scalar_type(), "largest_products", [&] {
            const scalar_t* of_products = products.data_ptr<scalar_t>();
            int* columns = found.data_ptr<int>() + begin * count;
            at::parallel_for(0, rows, 1, [&](std::int64_t first, std::int64_t last) {
                for (auto row = first; row < last; ++row)
                    Largest<scalar_t>(count, columns + row * count)
                        .look(of_products + row * among, among);
            });
        });
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

} // namespace style_transfer
