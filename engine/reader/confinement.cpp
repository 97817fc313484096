// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/confinement.h"

#include "engine/base/sanitized.h"

#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

namespace style_transfer {

namespace {

void limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard) {
    const rlimit value{soft, hard};
    setrlimit(resource, &value);
}

// Every right over files that the kernel at hand knows is handled, and none granted.
bool forbid_files() {
    const long version =
        syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return false;
    // By version of the interface, as documented in the kernel's userspace-api/landlock: 13 rights
    // at first, then moving files between folders, cutting them short, ioctl of devices.
    constexpr std::array<int, 5> rights{13, 14, 15, 15, 16};
    // Later parts of the structure than this system's header may know: network (4), scope (6).
    struct {
        std::uint64_t files, network, scope;
    } handled{};
    handled.files = (std::uint64_t{1} << rights[std::size_t(version > 5 ? 4 : version - 1)]) - 1;
    handled.network = version >= 4 ? 3 : 0;
    handled.scope = version >= 6 ? 3 : 0;
    const std::size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    const long rules = syscall(SYS_landlock_create_ruleset, &handled, size, 0);
    if (rules < 0)
        return false;
    const bool in_force = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(int(rules));
    return in_force;
}

bool allow(scmp_filter_ctx filter, int call) {
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 0, nullptr) == 0;
}

// When an argument, masked, is that value.
bool allow_when(
    scmp_filter_ctx filter, int call, unsigned argument, scmp_datum_t value,
    scmp_datum_t mask = ~scmp_datum_t{0}) {
    const scmp_arg_cmp condition{argument, SCMP_CMP_MASKED_EQ, mask, value};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition) == 0;
}

// As the C library starts threads, and no other process; clone3, whose arguments lie in memory, it
// can do without.
bool allow_threads(scmp_filter_ctx filter) {
    constexpr scmp_datum_t flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
                                   CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
                                   CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    return allow_when(filter, SCMP_SYS(clone), 0, flags) &&
           seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0, nullptr) ==
               0 &&
           allow(filter, SCMP_SYS(set_robust_list)) && allow(filter, SCMP_SYS(rseq));
}

void stay_on_one_processor() {
    const int here = sched_getcpu();
    cpu_set_t one;
    CPU_ZERO(&one);
    if (here < 0 || here >= CPU_SETSIZE)
        return;
    CPU_SET(here, &one);
    sched_setaffinity(0, sizeof one, &one);
}

bool forbid_calls(Threads threads) {
    const std::unique_ptr<void, decltype(&seccomp_release)> owner(
        seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
    scmp_filter_ctx filter = owner.get();
    if (!filter)
        return false;
    bool complete = true;
    for (const int call :
         {SCMP_SYS(read),
          SCMP_SYS(pread64),
          SCMP_SYS(lseek),
          SCMP_SYS(_llseek),
          SCMP_SYS(close),
          SCMP_SYS(fstat),
          SCMP_SYS(munmap),
          SCMP_SYS(mremap),
          SCMP_SYS(madvise),
          SCMP_SYS(brk),
          SCMP_SYS(futex),
          SCMP_SYS(clock_gettime),
          SCMP_SYS(gettimeofday),
          SCMP_SYS(getrandom),
          SCMP_SYS(rt_sigaction),
          SCMP_SYS(rt_sigprocmask),
          SCMP_SYS(rt_sigreturn),
          SCMP_SYS(getpid),
          SCMP_SYS(gettid),
          SCMP_SYS(sched_yield),
          SCMP_SYS(sched_getaffinity),
          SCMP_SYS(getrusage),
          SCMP_SYS(exit),
          SCMP_SYS(exit_group)})
        complete = allow(filter, call) && complete;
    // Memory, but none that could hold code; a signal, but to itself only, as abort() does.
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect)})
        complete = allow_when(filter, call, 2, 0, PROT_EXEC) && complete;
    const auto self = scmp_datum_t(getpid());
    complete = allow_when(filter, SCMP_SYS(tgkill), 0, self) && complete;
    complete = allow_when(filter, SCMP_SYS(write), 0, reader_signals) &&
               allow_when(filter, SCMP_SYS(ftruncate), 0, reader_output) &&
               allow_when(filter, SCMP_SYS(ftruncate64), 0, reader_output) && complete;
    if (threads == Threads::several)
        complete = allow_threads(filter) && complete;
    return complete && seccomp_load(filter) == 0;
}

} // namespace

std::uint32_t
confine(std::int64_t memory_mib, std::int64_t seconds, Threads threads, std::uint32_t wanted) {
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_CPU, rlim_t(seconds), rlim_t(seconds + 1));
    const rlim_t bytes = rlim_t(memory_mib) << 20;
    if (!is_sanitized)
        limit(RLIMIT_AS, bytes, bytes);
    // What is handed over is memory too, also where it is not mapped.
    signal(SIGXFSZ, SIG_IGN);
    limit(RLIMIT_FSIZE, bytes, bytes);
    if (threads == Threads::several)
        stay_on_one_processor();
    std::uint32_t in_force = 0;
    if ((wanted & confined_by_landlock) != 0 && forbid_files())
        in_force |= confined_by_landlock;
    if ((wanted & confined_by_seccomp) != 0 && forbid_calls(threads))
        in_force |= confined_by_seccomp;
    return in_force;
}

} // namespace style_transfer
