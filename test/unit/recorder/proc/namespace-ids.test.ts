import { describe, expect, it } from 'vitest';
import { NamespaceIds, type ProcReader } from '../../../../src/recorder/proc/namespace-ids';

/** A machine on which the recorder is in namespace 1. Each process: numbers from outside in, its namespace, its threads. */
function machine(processes: Record<number, { inside: number[]; namespace: number; threads?: [number, number][] }>) {
  const reader: ProcReader = {
    list(path) {
      if (path === '/proc') return ['self', 'meminfo', ...Object.keys(processes)];
      const pid = Number(/^\/proc\/(\d+)\/task$/.exec(path)![1]);
      return (processes[pid]?.threads ?? []).map(([tid]) => String(tid));
    },
    status(path) {
      const [, pid, tid] = /^\/proc\/(\d+)(?:\/task\/(\d+))?\/status$/.exec(path)!;
      const process = processes[Number(pid)];
      if (process === undefined) return null;
      const thread = process.threads?.find(([outside]) => outside === Number(tid));
      const numbers = thread ?? [Number(pid), ...process.inside];
      return `Name:\tpython\nNSpid:\t${numbers.join('\t')}\nNSpgid:\t1\n`;
    },
    namespace: (pid) => (pid === 'self' ? 1 : (processes[pid]?.namespace ?? null)),
  };
  return { ids: new NamespaceIds(reader), processes };
}

const hello = (pid: number, pidNamespace: number | null | undefined, tid: number | null = pid, parentPid = 0) => ({
  pid,
  parentPid,
  tid,
  pidNamespace,
});

describe('process numbers of agents', () => {
  it('stay what they are in the recorder’s own namespace, or where nothing is said of one', () => {
    const { ids } = machine({});
    expect(ids.translate(hello(12, 1))).toEqual(hello(12, 1));
    expect(ids.translate(hello(12, undefined))).toEqual(hello(12, undefined));
    expect(ids.outsidePid(1, 12)).toBe(12);
  });

  it('are translated from a container, threads as well', () => {
    const { ids } = machine({
      12: { inside: [], namespace: 1 },
      4711: {
        inside: [1],
        namespace: 2,
        threads: [
          [4711, 1],
          [4720, 9],
        ],
      },
      4800: { inside: [1], namespace: 3 },
      4801: {
        inside: [12],
        namespace: 2,
        threads: [
          [4801, 12],
          [4802, 13],
        ],
      },
    });
    expect(ids.translate(hello(1, 2))).toEqual(hello(4711, 2));
    expect(ids.translate(hello(1, 2, 9))).toEqual(hello(4711, 2, 4720));
    expect(ids.translate(hello(12, 2, 13, 1))).toEqual(hello(4801, 2, 4802, 4711));
    expect(ids.translate(hello(1, 3))).toEqual(hello(4800, 3));
  });

  it('are not known where the process, or the thread, is gone', () => {
    const { ids, processes } = machine({ 4711: { inside: [7], namespace: 2, threads: [[4711, 7]] } });
    expect(ids.translate(hello(7, 2, 8))).toEqual({ ...hello(4711, 2), tid: null });
    expect(ids.translate(hello(5, 2))).toBeNull();
    expect(ids.translate(hello(7, null))).toBeNull();
    delete processes[4711];
    expect(ids.translate(hello(7, 2))).toBeNull();
    // Its jobs may still be told of by others.
    expect(ids.outsidePid(2, 7)).toBe(4711);
    // The number is used again.
    processes[5000] = { inside: [7], namespace: 2 };
    expect(ids.translate(hello(7, 2))).toEqual(hello(5000, 2));
  });

  it('are of the innermost of several namespaces', () => {
    const { ids } = machine({ 900: { inside: [30, 4], namespace: 5 }, 901: { inside: [4], namespace: 4 } });
    expect(ids.translate(hello(4, 5))).toEqual(hello(900, 5));
  });
});
