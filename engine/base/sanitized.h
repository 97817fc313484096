// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifdef __has_feature // Clang's way to say it
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STYLE_TRANSFER_SANITIZED true
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STYLE_TRANSFER_SANITIZED true
#endif
#ifndef STYLE_TRANSFER_SANITIZED
#define STYLE_TRANSFER_SANITIZED false
#endif

namespace style_transfer {

// Whether a sanitizer of addresses or threads is compiled in, which stands in for the allocator of
// the whole process and takes terabytes of address space.
inline constexpr bool is_sanitized = STYLE_TRANSFER_SANITIZED;

} // namespace style_transfer

#undef STYLE_TRANSFER_SANITIZED
