import { readProcLine } from '../proc/proc-file';
import { PerfRefusal } from './perf/open-event';

/** The sysctl that decides who may record context switches; null: this kernel has none. */
export function perfEventParanoid(): number | null {
  const line = readProcLine('/proc/sys/kernel/perf_event_paranoid');
  return line === null ? null : Number(line.trim());
}

/** What lets an ordinary user record the context switches of their own programs. */
export const unlockCommand = 'sudo sysctl kernel.perf_event_paranoid=2';

/** Why context switches can't be recorded, in sentences; the last one is what to do about it. */
export function refusalReason(error: unknown, paranoid = perfEventParanoid()): string {
  if (!(error instanceof PerfRefusal)) {
    return `The kernel's records of context switches can't be read: ${error instanceof Error ? error.message : String(error)}. Exact recording needs Linux on x64 or arm64, and: ${unlockCommand}`;
  }
  const { code, step } = error;
  if (step === 'mmap') {
    return `The kernel allows this user no more locked memory for its records (mmap: ${code}). End other recordings, raise “ulimit -l”, or: sudo sysctl kernel.perf_event_mlock_kb=4096`;
  }
  const refused = `The kernel refuses its records of context switches (perf_event_open: ${code})`;
  if (code === 'ENOSYS') {
    return `${refused}: it has none, as in gVisor and some containers. Outside of them: ${unlockCommand}`;
  }
  if (code === 'EMFILE' || code === 'ENFILE') {
    return `${refused}: too many files are open. Raise “ulimit -n”; the records themselves need: ${unlockCommand}`;
  }
  if (paranoid !== null && paranoid > 2) {
    return `${refused}: kernel.perf_event_paranoid is ${paranoid}, which leaves them to root. To unlock exact recording: ${unlockCommand}`;
  }
  return `${refused}, though kernel.perf_event_paranoid is ${paranoid ?? 'not there'}: a sandbox does, such as Docker's usual seccomp profile (--security-opt seccomp=unconfined lifts it). Outside of it: ${unlockCommand}`;
}
