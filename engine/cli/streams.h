// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cli/arguments.h"
#include "engine/cli/interruption.h"

#include <filesystem>
#include <string>

namespace style_transfer {

// A dash in the place of a picture's name means standard input, or output: files in a folder of our
// own stand for them, as whatever reads and writes pictures wants files. The folder goes with this
// object.
class Streams {
  public:
    // Reads standard input to its end where a picture is to come from there. Throws
    // Error(invalid_argument) when two are or when standard output is a terminal, Error(file), and
    // Error(cancelled).
    Streams(const Arguments& arguments, const Interruption& interruption);

    // As given, with files in the places of dashes; what is to be written to standard output is a
    // PNG file.
    const Arguments& arguments() const { return arguments_; }

    // Passes on what has been written, if it is to go to standard output. Throws Error(file).
    void pass_on() const;

  private:
    // Made when it is asked for.
    class Folder {
      public:
        Folder() = default;
        ~Folder();
        Folder(const Folder&) = delete;
        Folder& operator=(const Folder&) = delete;

        const std::filesystem::path& place();

      private:
        std::filesystem::path place_;
    };

    void take(std::filesystem::path& file);

    Arguments arguments_;
    const Interruption& interruption_;
    Folder folder_;
    bool has_input_ = false;
    bool has_output_ = false;
};

} // namespace style_transfer
