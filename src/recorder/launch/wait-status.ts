import { constants } from 'node:os';

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  /** `SIGTERM`; real-time signals are `SIGRTMIN+1`; null: it exited. */
  readonly signal: string | null;
  readonly dumpedCore: boolean;
  /** CPU time of the program and of all processes that it and they waited for, ns, from its fork on; left out: not known. */
  readonly usedNs?: number;
}

/** First real-time signal that programs may use: glibc keeps two for itself. */
const realTime = 34;

/** What wait(2) says of a process that has ended. */
export function endOfStatus(status: number): ProgramEnd {
  const number = status & 0x7f;
  if (number === 0) return { code: (status >> 8) & 0xff, signal: null, dumpedCore: false };
  return { code: null, signal: signalName(number), dumpedCore: (status & 0x80) !== 0 };
}

export function signalName(number: number): string {
  const [name] = Object.entries(constants.signals).find(([, value]) => value === number) ?? [];
  if (name !== undefined) return name;
  if (number < realTime) return `signal ${number}`;
  return number === realTime ? 'SIGRTMIN' : `SIGRTMIN+${number - realTime}`;
}

/** Null: there is no such signal. */
export function signalNumber(name: string): number | null {
  const known = constants.signals[name as NodeJS.Signals] as number | undefined;
  if (known !== undefined) return known;
  const [, number, offset] = /^(?:signal (\d+)|SIGRTMIN(?:\+(\d+))?)$/.exec(name) ?? [];
  if (number !== undefined) return Number(number);
  return name.startsWith('SIGRTMIN') ? realTime + Number(offset ?? 0) : null;
}
