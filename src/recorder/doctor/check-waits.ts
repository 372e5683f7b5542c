import { readProcLine } from '../proc/proc-file';
import type { DoctorCheck } from '../../core/protocol/doctor';
import { callKinds } from '../scheduler/reasons/system-calls';

const about = { id: 'waits', title: 'Why threads wait' } as const;

/** What the kernel tells about waits, and of whose. */
export function checkWaits(read: (path: string) => string | null = readProcLine): DoctorCheck {
  if (read('/proc/self/syscall') === null) {
    const reason = '/proc/PID/syscall can’t be read: it is not Linux, or the kernel or a sandbox leaves it out.';
    return { ...about, quality: 'missing', detail: 'Waits are shown without a reason.', reason };
  }
  if (callKinds.size === 0) {
    const reason = `The numbers of system calls on ${process.arch} are not known.`;
    return { ...about, quality: 'missing', detail: 'Waits are shown without a reason.', reason };
  }
  const scope = Number(read('/proc/sys/kernel/yama/ptrace_scope')?.trim() ?? 0);
  const detail = 'Asked every 5 ms; shorter waits have the reason of the thread’s last one.';
  if (scope < 2)
    return {
      ...about,
      quality: 'sampled',
      detail: `${detail}${scope === 1 ? ' Only of what Juggler starts itself.' : ''}`,
    };
  return {
    ...about,
    quality: 'missing',
    detail: 'Waits are shown without a reason.',
    reason: `kernel.yama.ptrace_scope is ${scope}, so only root may look into other processes.`,
    remedy:
      scope === 2
        ? 'sudo sysctl kernel.yama.ptrace_scope=1'
        : 'set kernel.yama.ptrace_scope=1 in /etc/sysctl.d and restart',
  };
}
