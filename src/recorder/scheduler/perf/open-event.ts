import { libc } from './libc';

/** Number of the system call, by architecture. */
const perfEventOpen: Partial<Record<NodeJS.Architecture, number>> = { x64: 298, arm64: 241 };

/*
 * `struct perf_event_attr` (linux/perf_event.h), version 5 of it: 112 bytes.
 *
 *   0 type u32 | 4 size u32 | 8 config u64 | 16 period u64 | 24 sample_type u64 | 32 read_format u64 | 40 flags u64
 *   48 wakeup u32 | … | 92 clockid i32
 */
const attributeBytes = 112;
const software = 1;
/** Counts nothing: it is there for the records beside it. */
const dummy = 9n;
/** Every record ends with pid and tid, time, and cpu. */
const sampleType = 2n | 4n | 128n;
const clockMonotonic = 1;
const closeOnExec = 8;

const flagBits = {
  disabled: 0n,
  inherit: 1n,
  excludeKernel: 5n,
  excludeHypervisor: 6n,
  comm: 9n,
  enableOnExec: 12n,
  task: 13n,
  sampleIdAll: 18n,
  commExec: 24n,
  useClockId: 25n,
  contextSwitch: 26n,
} as const;

export class PerfRefusal extends Error {
  /** `EACCES`, `EPERM`, `ENOSYS`, … */
  readonly code: string;
  readonly step: 'perf_event_open' | 'mmap';

  constructor(code: string, step: 'perf_event_open' | 'mmap' = 'perf_event_open') {
    super(`the kernel refused ${step} (${code})`);
    this.code = code;
    this.step = step;
  }
}

/**
 * An event that records every context switch of a thread and all that it will make, on one CPU.
 *
 * @param onExec recording begins when the process executes its program; else at once
 * @returns a file descriptor
 * @throws {PerfRefusal}
 */
export function openEvent(pid: number, cpu: number, onExec: boolean): number {
  const number = perfEventOpen[process.arch];
  if (number === undefined) throw new PerfRefusal('ENOSYS');
  const attribute = Buffer.alloc(attributeBytes);
  attribute.writeUInt32LE(software, 0);
  attribute.writeUInt32LE(attributeBytes, 4);
  attribute.writeBigUInt64LE(dummy, 8);
  attribute.writeBigUInt64LE(sampleType, 24);
  attribute.writeBigUInt64LE(flagsFor(onExec), 40);
  attribute.writeInt32LE(clockMonotonic, 92);
  const file = Number(libc().syscall(number, attribute, pid, cpu, -1, closeOnExec));
  if (file < 0) throw new PerfRefusal(libc().lastError());
  return file;
}

/** `PERF_EVENT_IOC_SET_OUTPUT`, _IO('$', 5). */
const setOutput = 0x2405;

/** Lets an event write its records to the ring of another one on the same CPU. @throws {PerfRefusal} */
export function writeToRingOf(file: number, ringFile: number): void {
  if (libc().ioctl(file, setOutput, ringFile) < 0) throw new PerfRefusal(libc().lastError());
}

function flagsFor(onExec: boolean): bigint {
  const { disabled, enableOnExec, ...always } = flagBits;
  const bits = onExec ? [...Object.values(always), disabled, enableOnExec] : Object.values(always);
  return bits.reduce<bigint>((flags, bit) => flags | (1n << bit), 0n);
}
