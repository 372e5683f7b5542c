import { existsSync } from 'node:fs';
import type { DoctorCheck, DoctorReport } from '../../core/protocol/doctor';
import { openCoreTimes } from '../probes/core-times';
import { checkMemory } from './check-memory';
import { checkNode } from './check-node';
import { checkScheduler } from './check-scheduler';
import { checkWaits } from './check-waits';

/** What can be seen on this machine: tried, not guessed. */
export async function examine(): Promise<DoctorReport> {
  return { checks: [checkScheduler(), checkWaits(), checkMemory(), checkCores(), checkCpu(), await checkNode()] };
}

function checkCores(): DoctorCheck {
  const reader = openCoreTimes();
  try {
    const cores = reader.read().size;
    const detail = `${cores} cores, with whatever runs on them, every ${reader.periodMs} ms; the system counts in steps of ${reader.quantumMs} ms.`;
    return { id: 'cores', title: 'Busy cores', quality: 'sampled', detail };
  } finally {
    reader.close();
  }
}

function checkCpu(): DoctorCheck {
  const about = { id: 'cpu', title: 'CPU time of native threads' } as const;
  if (existsSync('/proc/self/schedstat')) {
    return { ...about, quality: 'sampled', detail: 'The kernel’s account of each thread, every 25 ms.' };
  }
  const reason = '/proc/PID/task/TID/schedstat is not there: it is not Linux, or its kernel keeps no accounts.';
  return { ...about, quality: 'missing', detail: 'CPU time of JavaScript threads only.', reason };
}
