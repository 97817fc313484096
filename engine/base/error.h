// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace style_transfer {

// What kind of thing went wrong. The numbers are those of ste_status in the C ABI.
enum class ErrorCode {
    invalid_argument = 1, // a setting or a picture that was asked for cannot be used
    file = 2,             // a picture or report could not be read or written
    model = 3,            // a network file is missing, damaged or of another shape
    memory = 4,           // the work does not fit the memory limit
    cancelled = 5,        // the user asked to cancel; not a fault
    internal = 6,         // a bug or a failing library
};

// The one exception of the project. what() is one sentence for the user: it names the file or the
// setting, says what was expected and found, and what to do where there is something to do.
class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string& sentence)
        : std::runtime_error(sentence), code_(code) {}

    ErrorCode code() const { return code_; }

  private:
    ErrorCode code_;
};

} // namespace style_transfer
