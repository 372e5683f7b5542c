import { cpus } from 'node:os';
import { ProcFile } from '../proc/proc-file';

/** Busy time of each core so far, in ns. */
export type CoreTimes = ReadonlyMap<number, number>;

export interface CoreTimesReader {
  /** How often it is worth reading. */
  readonly periodMs: number;
  /** What the system counts in, ms: a share over a shorter time can't be finer than this. */
  readonly quantumMs: number;
  read(): CoreTimes;
  close(): void;
}

/** USER_HZ, in which the kernel tells times to programs, is 100 on every architecture of Node. */
const tickNs = 10e6;

/** Lines `cpuN user nice system idle iowait irq softirq steal guest guest_nice` of /proc/stat (proc(5)). */
export function parseCoreTimes(stat: string): CoreTimes {
  const times = new Map<number, number>();
  for (const line of stat.split('\n')) {
    if (!line.startsWith('cpu')) break; // The lines of the cores come first.
    const [name, user, nice, system, , , irq, softirq] = line.split(/ +/);
    if (name === 'cpu') continue;
    // What guests use is inside user and nice; what a hypervisor steals is neither busy nor ours.
    const ticks = Number(user) + Number(nice) + Number(system) + Number(irq) + Number(softirq);
    times.set(Number(name!.slice(3)), ticks * tickNs);
  }
  return times;
}

export function openCoreTimes(platform: NodeJS.Platform | 'other' = process.platform): CoreTimesReader {
  if (platform !== 'linux') return portableReader;
  const file = new ProcFile('/proc/stat');
  return { periodMs: 50, quantumMs: 10, read: () => parseCoreTimes(file.read()), close: () => file.close() };
}

/** macOS and Windows; 53 µs a call, counted in ms that move every 10 to 16 ms. */
const portableReader: CoreTimesReader = {
  periodMs: 100,
  quantumMs: 16,
  read: () =>
    new Map(cpus().map(({ times }, core) => [core, (times.user + times.nice + times.sys + times.irq) * 1e6] as const)),
  close: () => undefined,
};
