import type { DoctorCheck } from '../../core/protocol/doctor';
import { readProcLine } from '../proc/proc-file';
import { PerfSource } from '../scheduler/perf/perf-source';
import { perfEventParanoid, refusalOf, type Refusal } from '../scheduler/refusal-reason';

const about = { id: 'scheduler', title: 'Threads on cores' } as const;

/** Really opens the records of a process: a sysctl alone says nothing about sandboxes. */
export function checkScheduler(open: () => { close(): void } = openOwn): DoctorCheck {
  let why: Refusal;
  try {
    open().close();
    const paranoid = perfEventParanoid();
    const sysctl = paranoid === null ? '' : ` (kernel.perf_event_paranoid is ${paranoid})`;
    return {
      ...about,
      quality: 'exact',
      detail: `Every switch of every thread, from the kernel’s own records${sysctl}.`,
    };
  } catch (error) {
    why = refusalOf(error);
  }
  if (readProcLine('/proc/self/schedstat') === null) {
    return { ...about, quality: 'missing', detail: 'What threads do can’t be seen here.', ...why };
  }
  const detail = 'Time of each thread from the kernel’s accounts, looked at every 5 ms or more.';
  return { ...about, quality: 'sampled', detail, ...why };
}

function openOwn(): PerfSource {
  const source = new PerfSource(process.hrtime.bigint());
  source.openNow(process.pid);
  return source;
}
