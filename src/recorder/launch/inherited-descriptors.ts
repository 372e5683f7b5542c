import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One of /proc/self/fd. */
export interface OpenDescriptor {
  readonly fd: number;
  readonly target: string;
}

/** Highest number that is handed on; libuv makes a list as long. */
const maxDescriptor = 255;

/**
 * Which of Node's descriptors it was started with. Node opens some itself as it starts: event polls, pipes with both ends, /dev/null.
 *
 * @param makeFlags MAKEFLAGS: names the pipe of make's job server, of which both ends are inherited
 */
export function inheritedOf(open: readonly OpenDescriptor[], makeFlags: string | undefined): number[] {
  const jobServer =
    /--jobserver-(?:auth|fds)=(\d+),(\d+)/
      .exec(makeFlags ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  return open
    .filter(({ fd, target }) => {
      if (fd < 3 || fd > maxDescriptor) return false;
      if (jobServer.includes(fd) && target.startsWith('pipe:')) return true;
      if (target.startsWith('anon_inode:') || target === '/dev/null') return false;
      const isWhole = target.startsWith('pipe:') && open.some((one) => one.fd !== fd && one.target === target);
      return !isWhole;
    })
    .map(({ fd }) => fd);
}

export function openDescriptors(): OpenDescriptor[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((name) => {
      try {
        return [{ fd: Number(name), target: readlinkSync(`/proc/self/fd/${name}`) }];
      } catch {
        // That of the folder itself is closed by now.
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** Node raises its soft limit of open files; the parent's is the best guess where both have the same hard limit. */
export function openFilesLimit(): number | null {
  const own = limitOf('self');
  const parent = limitOf(String(process.ppid));
  return own === null || parent === null || own.hard !== parent.hard || parent.soft >= own.soft ? null : parent.soft;
}

function limitOf(pid: string): { readonly soft: number; readonly hard: number } | null {
  try {
    const found = /^Max open files\s+(\d+)\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'));
    return found === null ? null : { soft: Number(found[1]), hard: Number(found[2]) };
  } catch {
    return null;
  }
}
