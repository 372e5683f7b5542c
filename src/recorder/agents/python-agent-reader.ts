/*
 * What the agents in a program's processes of Python tell, while it runs.
 *
 *   1234-8730-0.ring   hellos, strings and rows of all threads  ─┐
 *   1234-8730-1.ring   its second, bigger ring                  ─┼─> PythonAgentReader ─> AgentSink
 *   1240-9011-0.ring   another process, or a forked child       ─┘
 *
 * A file is removed once its process has ended and all of it was read.
 */
import { closeSync, constants, readSync } from 'node:fs';
import { join } from 'node:path';
import { agentRing, unseenSuffix } from '../../core/protocol/agent-ring';
import { isAlive } from '../proc/is-alive';
import { NamespaceIds } from '../proc/namespace-ids';
import { openOwnFile } from '../tail/open-own-file';
import { WatchedFolder } from '../tail/watched-folder';
import type { AgentSink } from './agent-sink';
import { PythonProcess } from './python-process';
import { monotonicTime, RunBounds, type RunTime } from './run-time';
import { RingTail } from './ring-tail';

/** Each is an open file or two. */
const mostProcesses = 2048;
const lookForDeadMs = 1000;
/** One poll reads for no longer: whoever polls has an event loop that must turn. */
const maxPollMs = 20;
/** What a process that has ended has left is read for no longer: its rings hold less, if nothing else writes to them. */
const maxEndMs = 10_000;
/** And what all have left when the run is over. */
const maxFinishMs = 3000;
/** Rings of a process; the agent makes two. */
const maxRings = 8;

interface TailedProcess {
  readonly process: PythonProcess;
  /** Its files in order; null: can't be read. */
  readonly rings: Map<string, RingTail | null>;
  /** Since when it is known to have ended, ms; null: it runs. */
  endedAt: number | null;
}

const ringName = /^(\d+)-(\d+)-(\d+)\.ring$/;

export class PythonAgentReader {
  readonly #folder: WatchedFolder;
  readonly #sink: AgentSink;
  readonly #now: () => number;
  readonly #processes = new Map<string, TailedProcess>();
  /** Files that are not to be looked at again. */
  readonly #done = new Set<string>();
  readonly #unseen = new Map<string, number[]>();
  readonly #bounds: RunBounds;
  readonly #ids: NamespaceIds;
  #lookedAt = 0;

  /** @param now ms on any clock that only goes forward. */
  constructor(
    folder: string,
    sink: AgentSink,
    now: () => number = () => performance.now(),
    run: RunTime = monotonicTime,
    ids = new NamespaceIds(),
  ) {
    this.#ids = ids;
    this.#bounds = new RunBounds(run);
    this.#folder = new WatchedFolder(folder, (name) => name.endsWith(agentRing.suffix) || name.endsWith(unseenSuffix));
    this.#sink = sink;
    this.#now = now;
  }

  /** Why processes of Python told nothing, in sentences. */
  get unseen(): readonly string[] {
    return [...this.#unseen].map(([what, pids]) => {
      const which = pids.length === 1 ? `process ${pids[0]}` : `${pids.length} processes`;
      return `${what} (${which}) tells nothing of itself: the agent needs CPython 3.8 or later. The scheduler’s lanes are all there is of it.`;
    });
  }

  /** Hands on what was written since the last poll; to be called 20 times a second or so. True: there is more now. */
  poll(): boolean {
    this.#findFiles();
    let more = false;
    const until = this.#now() + maxPollMs;
    // Those that move behind the others are not read twice.
    const processes = [...this.#processes];
    for (const [key, tailed] of processes) {
      if (!this.#read(tailed, tailed.endedAt !== null, until)) {
        if (tailed.endedAt !== null) this.#end(key, tailed);
        continue;
      }
      more = true;
      // The others come first from now on.
      if (this.#processes.delete(key)) this.#processes.set(key, tailed);
      if (this.#now() >= until) break;
    }
    const now = this.#now();
    if (now - this.#lookedAt >= lookForDeadMs) {
      this.#lookedAt = now;
      this.#forgetEnded();
    }
    return more;
  }

  /** The program is over: reads everything to the end, and tells what was left open. */
  finish(): void {
    this.#folder.lookAgain();
    const until = performance.now() + maxFinishMs;
    for (const tailed of this.#processes.values()) tailed.endedAt ??= this.#now();
    while (this.poll() && performance.now() < until);
    for (const [key, tailed] of this.#processes) this.#end(key, tailed);
    this.#folder.close();
    for (const sentence of this.unseen) this.#sink.notice(sentence);
  }

  #findFiles(): void {
    for (const name of this.#folder.changedNames()) {
      if (name.endsWith(unseenSuffix)) this.#readUnseen(name);
      else if (name.endsWith(agentRing.suffix)) this.#open(name);
    }
  }

  #open(name: string): void {
    const [, pid, start] = ringName.exec(name) ?? [];
    if (pid === undefined || this.#done.has(name)) return;
    const key = `${pid}-${start}`;
    let tailed = this.#processes.get(key);
    if (tailed?.rings.has(name) === true || (tailed?.rings.size ?? 0) >= maxRings) return;
    if (tailed === undefined) {
      if (this.#processes.size >= mostProcesses) {
        this.#folder.lookAgain();
        return;
      }
      const process = new PythonProcess(this.#sink, this.#bounds, this.#ids);
      tailed = { process, rings: new Map(), endedAt: null };
      this.#processes.set(key, tailed);
    }
    try {
      tailed.rings.set(name, new RingTail(join(this.#folder.path, name), this.#now));
    } catch (error) {
      tailed.rings.set(name, null);
      this.#lose(name, error);
    }
  }

  #read({ process, rings }: TailedProcess, final: boolean, until: number): boolean {
    let more = false;
    for (const [name, ring] of rings) {
      if (ring === null) continue;
      try {
        // What comes behind a ring that is not read to its end waits.
        if (ring.read((slot) => process.accept(slot), final, until)) {
          more = true;
          break;
        }
      } catch (error) {
        ring.close();
        rings.set(name, null);
        this.#lose(name, error);
      }
    }
    return more;
  }

  #forgetEnded(): void {
    for (const [key, tailed] of this.#processes) {
      const { pid, isUnknown } = tailed.process;
      // Its own number may be one inside a container.
      if (tailed.endedAt === null && !isUnknown && isAlive(pid ?? Number.parseInt(key, 10))) continue;
      tailed.endedAt ??= this.#now();
      const hasMore = this.#read(tailed, true, this.#now() + maxPollMs);
      if (!hasMore || this.#now() - tailed.endedAt > maxEndMs) this.#end(key, tailed);
    }
    if (this.#processes.size < mostProcesses) return;
    this.#folder.lookAgain();
  }

  /** It has ended: what is left of it is all there will be. */
  #end(key: string, tailed: TailedProcess): void {
    const isCut = this.#read(tailed, true, this.#now() + maxPollMs);
    if (isCut) this.#lose([...tailed.rings.keys()].join(', '), 'there was no time for the rest');
    tailed.process.close();
    this.#processes.delete(key);
    let lost = 0;
    for (const [name, ring] of tailed.rings) {
      lost += ring?.lost ?? 0;
      ring?.close();
      this.#done.add(name);
      try {
        this.#folder.remove(name);
        this.#done.delete(name);
      } catch {
        // It goes with the folder.
      }
    }
    this.#tellTrouble(key, tailed.process, lost);
  }

  #tellTrouble(key: string, { refused, pid }: PythonProcess, lost: number): void {
    const which = `Python’s process ${pid ?? key}`;
    const unreadable = refused.sentence(which);
    // What is missing makes others senseless, too.
    if (lost > 0) this.#sink.notice(`${which} told more than could be read: ${lost} rows are missing.`);
    else if (unreadable !== null) this.#sink.notice(unreadable);
  }

  #readUnseen(name: string): void {
    if (this.#done.has(name)) return;
    this.#done.add(name);
    try {
      const what = beginningOf(join(this.#folder.path, name));
      if (what === '') return void this.#done.delete(name);
      this.#unseen.set(what, [...(this.#unseen.get(what) ?? []), Number.parseInt(name, 10)]);
    } catch {
      // It is gone.
    }
  }

  #lose(name: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#sink.notice(`What Python’s agent told in ${name} can’t be read (${reason}).`);
  }
}

function beginningOf(path: string): string {
  const bytes = new Uint8Array(100);
  const descriptor = openOwnFile(path, constants.O_RDONLY);
  try {
    return new TextDecoder().decode(bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0)));
  } finally {
    closeSync(descriptor);
  }
}
