import { readlinkSync } from 'node:fs';
import { assertNever } from '../../../core/base/assert-never';
import { ProcFile } from '../../proc/proc-file';
import type { WaitReason } from '../thread-track';
import { gilRangesOf, type AddressRange } from './gil-ranges';
import { callKinds } from './system-calls';

/** A program may load an interpreter after its start: its memory is looked at again after so long. */
const mapsAgeMs = 2000;

interface ProcessMemory {
  ranges: readonly AddressRange[];
  lookedAt: number;
}

/** Asks the kernel what threads wait for: /proc/PID/task/TID/syscall, 2 µs a look. */
export class WaitReasons {
  readonly #files = new Map<number, ProcFile>();
  readonly #memory = new Map<number, ProcessMemory>();

  /** Null: it does not wait now, or it can't be asked. */
  of(pid: number, tid: number): WaitReason | null {
    try {
      let file = this.#files.get(tid);
      if (file === undefined) this.#files.set(tid, (file = new ProcFile(`/proc/${pid}/task/${tid}/syscall`)));
      return this.#reasonOf(pid, file.readLine());
    } catch {
      this.forget(tid);
      return null;
    }
  }

  /** It has ended. */
  forget(tid: number): void {
    this.#files.get(tid)?.close();
    this.#files.delete(tid);
  }

  /** It runs another program. */
  forgetMemory(pid: number): void {
    this.#memory.delete(pid);
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }

  /** "202 0x7f… 0x80 …": number and arguments; "-1 …": waits outside of a call; "running". */
  #reasonOf(pid: number, line: string): WaitReason | null {
    if (line === '' || line.startsWith('running')) return null;
    const [number, first = '0x0'] = line.split(' ', 2);
    // A page that is brought in from a file, or memory that is made room for.
    if (number === '-1') return 'other';
    const kind = callKinds.get(Number(number));
    switch (kind) {
      case 'sleep':
        return 'sleep';
      case 'futex':
        return this.#isGil(pid, BigInt(first)) ? 'gil' : 'lock';
      case 'lock':
        return 'lock';
      case 'child':
        return 'child';
      case 'socket':
      case 'disk':
        return 'io';
      case 'poll':
        // poll(NULL, 0, timeout) is a way to sleep.
        return first === '0x0' && /^7 |^271 |^73 /.test(line) ? 'sleep' : 'poll';
      case 'select':
        return first === '0x0' ? 'sleep' : 'poll';
      case 'file':
        return reasonOfFile(pid, Number(first));
      case undefined:
        return 'other';
      default:
        return assertNever(kind);
    }
  }

  #isGil(pid: number, address: bigint): boolean {
    const now = performance.now();
    let memory = this.#memory.get(pid);
    if (memory === undefined || (memory.ranges.length === 0 && now - memory.lookedAt > mapsAgeMs)) {
      memory = { ranges: gilRangesOf(pid), lookedAt: now };
      this.#memory.set(pid, memory);
    }
    return memory.ranges.some(([start, end]) => address >= start && address < end);
  }
}

/** A file, a pipe, a socket, a terminal: `io`; a timer or a counter that others raise is no device. */
function reasonOfFile(pid: number, descriptor: number): WaitReason {
  try {
    const target = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
    if (target === 'anon_inode:[timerfd]') return 'sleep';
    if (target === 'anon_inode:[eventfd]') return 'lock';
    if (target === 'anon_inode:[eventpoll]') return 'poll';
    return 'io';
  } catch {
    return 'io';
  }
}
