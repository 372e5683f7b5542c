/** What a thread waits for in a system call; `file`: it depends on what kind of file its first argument is. */
export type CallKind = 'sleep' | 'futex' | 'file' | 'socket' | 'disk' | 'poll' | 'select' | 'child' | 'lock';

/** By number, of each architecture (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h). */
const numbers: Partial<Record<NodeJS.Architecture, Readonly<Record<CallKind, readonly number[]>>>> = {
  x64: {
    // nanosleep, clock_nanosleep
    sleep: [35, 230],
    // futex, futex_waitv, futex_wait
    futex: [202, 449, 455],
    // read, write, pread64, pwrite64, readv, writev, preadv, pwritev, preadv2, pwritev2
    file: [0, 1, 17, 18, 19, 20, 295, 296, 327, 328],
    // connect, accept, sendto, recvfrom, sendmsg, recvmsg, accept4, recvmmsg, sendmmsg
    socket: [42, 43, 44, 45, 46, 47, 288, 299, 307],
    // open, sendfile, fsync, fdatasync, openat, splice, copy_file_range, io_uring_enter
    disk: [2, 40, 74, 75, 257, 275, 326, 426],
    // poll, ppoll, epoll_wait, epoll_pwait, epoll_pwait2
    poll: [7, 271, 232, 281, 441],
    // select, pselect6
    select: [23, 270],
    // wait4, waitid
    child: [61, 247],
    // semop, fcntl, flock, semtimedop
    lock: [65, 72, 73, 220],
  },
  arm64: {
    sleep: [101, 115],
    futex: [98, 449, 455],
    file: [63, 64, 67, 68, 65, 66, 69, 70, 286, 287],
    socket: [203, 202, 206, 207, 211, 212, 242, 243, 269],
    disk: [71, 82, 83, 56, 76, 285, 426],
    poll: [73, 22, 441],
    select: [72],
    child: [260, 95],
    lock: [193, 25, 32, 192],
  },
};

/** Number → kind; empty on other architectures. */
export const callKinds: ReadonlyMap<number, CallKind> = new Map(
  Object.entries(numbers[process.arch] ?? {}).flatMap(([kind, calls]) =>
    calls.map((number) => [number, kind as CallKind] as const),
  ),
);
