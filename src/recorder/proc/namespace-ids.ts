/*
 * Process numbers of agents in containers. A process of another pid namespace (pid_namespaces(7)) has one number inside
 * and one for each namespace around it; the kernel lists them, outermost first:
 *
 *   /proc/4711/status   NSpid:  4711  12        4711 here, 12 inside
 */
import { readdirSync, statSync } from 'node:fs';
import { readProcLine } from './proc-file';

/** Numbers of a thread as its own agent knows them. */
export interface AgentIds {
  readonly pid: number;
  readonly parentPid: number;
  readonly tid: number | null;
  /** Inode of its pid namespace; null: not known; left out: that of the recorder. */
  readonly pidNamespace?: number | null | undefined;
}

export interface ProcReader {
  /** Names in a folder of /proc; none where it is gone. */
  list(path: string): readonly string[];
  /** A status file; null: it is gone. */
  status(path: string): string | null;
  /** Inode of a process's pid namespace; null: it is gone, or another user's. */
  namespace(pid: number | 'self'): number | null;
}

const maxKnown = 10_000;

/** Translates numbers of agents to those of the recorder's own namespace. */
export class NamespaceIds {
  readonly #proc: ProcReader;
  readonly #own: number | null;
  /** By namespace and number inside: kept after the process has ended, since others may still name it. */
  readonly #known = new Map<string, number>();

  constructor(proc: ProcReader = linuxProc) {
    this.#proc = proc;
    this.#own = proc.namespace('self');
  }

  /** Whether the agent's numbers have to be translated. */
  isForeign({ pidNamespace }: Pick<AgentIds, 'pidNamespace'>): boolean {
    return this.#own !== null && pidNamespace !== undefined && pidNamespace !== this.#own;
  }

  /** With numbers of the recorder's namespace; null: its process is not found. A thread that is not found has no `tid`. */
  translate<T extends AgentIds>(ids: T): T | null {
    if (!this.isForeign(ids)) return ids;
    const pid = this.#find(ids);
    if (pid === null) return null;
    const parentPid = this.outsidePid(ids.pidNamespace, ids.parentPid) ?? 0;
    return { ...ids, pid, parentPid, tid: ids.tid === ids.pid ? pid : this.#thread(pid, ids.tid) };
  }

  /** Number outside of a process that was translated before, or is the recorder's neighbour; null: not known. */
  outsidePid(pidNamespace: AgentIds['pidNamespace'], pid: number): number | null {
    return this.isForeign({ pidNamespace }) ? (this.#known.get(`${pidNamespace} ${pid}`) ?? null) : pid;
  }

  #find({ pid, pidNamespace = null }: AgentIds): number | null {
    if (pidNamespace === null) return null;
    const key = `${pidNamespace} ${pid}`;
    const known = this.#known.get(key);
    if (known !== undefined && this.#is(known, pid, pidNamespace)) return known;
    const found = this.#proc
      .list('/proc')
      .map(Number)
      .find((candidate) => Number.isSafeInteger(candidate) && this.#is(candidate, pid, pidNamespace));
    if (found === undefined) return null;
    this.#known.delete(key);
    this.#known.set(key, found);
    if (this.#known.size > maxKnown) this.#known.delete(this.#known.keys().next().value!);
    return found;
  }

  #is(candidate: number, pid: number, namespace: number): boolean {
    return this.#inside(`/proc/${candidate}`) === pid && this.#proc.namespace(candidate) === namespace;
  }

  #thread(pid: number, tid: number | null): number | null {
    if (tid === null) return null;
    const tasks = `/proc/${pid}/task`;
    const found = this.#proc.list(tasks).find((name) => this.#inside(`${tasks}/${name}`) === tid);
    return found === undefined ? null : Number(found);
  }

  /** Innermost number of a process or thread that is in a namespace within the recorder's. */
  #inside(folder: string): number | null {
    const numbers = /^NSpid:\s*(.+)$/m.exec(this.#proc.status(`${folder}/status`) ?? '')?.[1]?.split(/\s+/) ?? [];
    return numbers.length < 2 ? null : Number(numbers.at(-1));
  }
}

const linuxProc: ProcReader = {
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
  status: readProcLine,
  namespace(pid) {
    try {
      return statSync(`/proc/${pid}/ns/pid`).ino;
    } catch {
      return null;
    }
  },
};
