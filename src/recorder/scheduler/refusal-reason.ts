import { readProcLine } from '../proc/proc-file';
import { PerfRefusal } from './perf/open-event';

/** What lets an ordinary user record the context switches of their own programs. */
export const unlockCommand = 'sudo sysctl kernel.perf_event_paranoid=2';

/** The sysctl that decides who may record context switches; null: this kernel has none. */
export function perfEventParanoid(): number | null {
  const line = readProcLine('/proc/sys/kernel/perf_event_paranoid');
  return line === null ? null : Number(line.trim());
}

export interface Refusal {
  /** Sentences: what was refused, and why. */
  readonly reason: string;
  /** A command. */
  readonly remedy: string;
}

export const refusalSentence = ({ reason, remedy }: Refusal): string => `${reason} To unlock it: ${remedy}`;

/** Why the kernel's records of context switches can't be read, and what to do about it. */
export function refusalOf(error: unknown, paranoid = perfEventParanoid()): Refusal {
  if (!(error instanceof PerfRefusal)) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = `The kernel’s records of context switches can’t be read: ${message}. They need Linux on x64 or arm64.`;
    return { reason, remedy: unlockCommand };
  }
  const { code, step } = error;
  if (step === 'mmap') {
    const reason = `The kernel gives this user no more locked memory for its records (mmap: ${code}); other recordings may hold it.`;
    return { reason, remedy: 'sudo sysctl kernel.perf_event_mlock_kb=4096' };
  }
  const refused = `The kernel refuses its records of context switches (perf_event_open: ${code})`;
  const tell = (why: string): Refusal => ({ reason: `${refused}${why}`, remedy: unlockCommand });
  if (code === 'ENOSYS') return tell(': it has none, as in gVisor and some containers.');
  if (code === 'EMFILE' || code === 'ENFILE')
    return { reason: `${refused}: too many files are open.`, remedy: 'ulimit -n 4096' };
  if (paranoid !== null && paranoid > 2)
    return tell(`: kernel.perf_event_paranoid is ${paranoid}, which leaves them to root.`);
  return tell(
    `, though kernel.perf_event_paranoid is ${paranoid ?? 'not there'}: a sandbox does, such as Docker’s usual seccomp profile (--security-opt seccomp=unconfined lifts it).`,
  );
}
