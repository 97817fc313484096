// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/process_memory.h"

#include <fstream>

#include <unistd.h>

namespace style_transfer {

long resident_memory(std::istream& statm, long page) {
    long whole = 0;
    long resident = 0;
    if (!(statm >> whole >> resident) || resident < 0 || page <= 0)
        return 0;
    return resident / 1024 * page / 1024;
}

long resident_memory() {
    std::ifstream statm("/proc/self/statm");
    return resident_memory(statm, sysconf(_SC_PAGESIZE));
}

} // namespace style_transfer
