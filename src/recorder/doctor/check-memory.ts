import type { DoctorCheck } from '../../core/protocol/doctor';
import { readProcLine } from '../proc/proc-file';
import { onlineCpus } from '../scheduler/perf/perf-source';

const about = { id: 'memory', title: 'Room for records' } as const;
/** 512 KiB and a page for each core (perf-source). */
const wantedKiB = 516;

/** How much locked memory the kernel gives an ordinary user for records: a sum for each core, and RLIMIT_MEMLOCK. */
export function checkMemory(read: (path: string) => string | null = readProcLine): DoctorCheck {
  const perCore = read('/proc/sys/kernel/perf_event_mlock_kb');
  if (perCore === null) {
    const reason = 'kernel.perf_event_mlock_kb is not there: it is not Linux, or its kernel has no such records.';
    return { ...about, quality: 'missing', detail: 'No records of the kernel, so no room for them.', reason };
  }
  const limit = /^Max locked memory\s+(\S+)/m.exec(read('/proc/self/limits') ?? '')?.[1] ?? '0';
  const limitKiB = limit === 'unlimited' ? Infinity : Number(limit) / 1024;
  const cores = onlineCpus().length;
  const allowedKiB = Number(perCore) * cores + limitKiB;
  const size = Number.isFinite(allowedKiB) ? `${Math.floor(allowedKiB)} KiB` : 'any amount';
  const recordings = Math.floor(allowedKiB / (wantedKiB * cores));
  const detail = `A user may have ${size}; a recording wants ${wantedKiB * cores} KiB (${cores} cores).`;
  if (recordings >= 1) return { ...about, quality: 'exact', detail };
  return {
    ...about,
    quality: 'sampled',
    detail,
    reason: 'Smaller buffers are taken, and records may be lost when the program switches very often.',
    remedy: `sudo sysctl kernel.perf_event_mlock_kb=${wantedKiB}`,
  };
}
