import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import type { Duplex, Readable } from 'node:stream';
import {
  frame,
  FrameReader,
  numbers,
  prepareFrame,
  releaseFrame,
  type Frame,
  type PrepareRequest,
  type ReleaseRequest,
} from './keeper-frames';
import { endOfStatus, signalName, signalNumber, type ProgramEnd } from './wait-status';

/** How a program began. */
export type ProgramBegin =
  | { readonly type: 'begun'; readonly withoutAgents: boolean }
  /** Name of the error of execve(2): `ENOEXEC`. */
  | { readonly type: 'refused'; readonly error: string };

export interface ReleasedProgram {
  readonly begun: Promise<ProgramBegin>;
  readonly ended: Promise<ProgramEnd>;
}

/** The keeper was killed: how the program ended is not known. */
const unknownEnd: ProgramEnd = { code: null, signal: null, dumpedCore: false };

/** A native process that starts programs, is their parent, and ends them when this process dies (src/launcher). */
export class Keeper {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly #control: Duplex;
  readonly #reader = new FrameReader();
  #prepared: ((frame: Frame | null) => void) | null = null;
  #begun: ((begin: ProgramBegin) => void) | null = null;
  #ended: ((end: ProgramEnd) => void) | null = null;
  #passedOn: ((signal: string) => void) | null = null;
  #closed = false;

  private constructor(control: Duplex, child: ChildProcess | null) {
    this.#control = control;
    this.stdout = child?.stdout ?? null;
    this.stderr = child?.stderr ?? null;
    control.on('data', (data: Buffer) => {
      for (const each of this.#reader.push(data)) this.#take(each);
    });
    // It may be killed at any moment: its end is what counts.
    control.on('error', () => {});
    control.on('close', () => this.#lost());
  }

  /** The one that was left behind before this process became Node. */
  static inherited(fd: number): Keeper {
    return new Keeper(new Socket({ fd, readable: true, writable: true }), null);
  }

  /**
   * @param file the native launcher
   * @param stdio of the programs; descriptors are handed on under their own numbers
   * @throws {Error} when it can't be started
   */
  static async spawned(
    file: string,
    stdio: readonly ('inherit' | 'ignore' | 'pipe')[],
    descriptors: readonly number[],
    { folder, environment }: { readonly folder?: string; readonly environment?: NodeJS.ProcessEnv } = {},
  ): Promise<Keeper> {
    const control = Math.max(2, ...descriptors) + 1;
    const files: StdioOptions = Array.from({ length: control }, (_, fd) =>
      fd < 3 ? stdio[fd]! : descriptors.includes(fd) ? fd : 'ignore',
    );
    files.push('pipe');
    const child = spawn(file, [String(control)], {
      argv0: 'juggler keeper',
      stdio: files,
      ...(folder === undefined ? {} : { cwd: folder }),
      ...(environment === undefined ? {} : { env: environment }),
    });
    await once(child, 'spawn');
    child.on('error', () => {});
    child.unref();
    return new Keeper(child.stdio[control] as Duplex, child);
  }

  /** @returns pid of a process that waits to become the program. @throws {Error} with a sentence */
  async prepare(request: PrepareRequest): Promise<number> {
    const answer = new Promise<Frame | null>((resolve) => (this.#prepared = resolve));
    this.#send(prepareFrame(request));
    const given = await answer;
    if (given === null) throw new Error('Juggler’s launcher has ended unexpectedly; nothing was started.');
    const value = given.payload.readInt32LE();
    if (given.type === 'p') return value;
    throw new Error(`No process could be made for the program (${errorName(value)}).`);
  }

  /**
   * Lets the prepared process become a program.
   *
   * @param onPassedOn called for each signal that was for this process alone, and was handed on
   */
  release(request: ReleaseRequest, onPassedOn: (signal: string) => void): ReleasedProgram {
    this.#passedOn = onPassedOn;
    const begun = new Promise<ProgramBegin>((resolve) => (this.#begun = resolve));
    const ended = new Promise<ProgramEnd>((resolve) => (this.#ended = resolve));
    if (this.#closed) this.#lost();
    else this.#send(releaseFrame(request));
    return { begun, ended };
  }

  /** Unless the program has it already, since it went to the whole process group. */
  passOn(signal: string): void {
    const number = signalNumber(signal);
    if (number !== null) this.#send(frame('S', numbers(number)));
  }

  /** @param mark in the environment of every process of the run */
  mark(mark: string): void {
    this.#send(frame('M', Buffer.from(mark)));
  }

  /** Processes that it ends if this process dies. */
  track(pids: readonly number[]): void {
    this.#send(frame('T', numbers(...pids)));
  }

  /** Nothing more will be started, and what runs is left alone. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#control.end(frame('Q'));
  }

  #send(data: Buffer): void {
    if (!this.#closed) this.#control.write(data);
  }

  #take(given: Frame): void {
    const { type, payload } = given;
    if (type === 'p' || type === 'e') this.#prepared?.(given);
    if (type === 'b') this.#begun?.({ type: 'begun', withoutAgents: payload.readInt32LE() === 1 });
    if (type === 'f') this.#begun?.({ type: 'refused', error: errorName(payload.readInt32LE()) });
    if (type === 's') this.#passedOn?.(signalName(payload.readInt32LE()));
    if (type === 'x')
      this.#ended?.({ ...endOfStatus(payload.readInt32LE()), usedNs: Number(payload.readBigInt64LE(4)) * 1000 });
  }

  #lost(): void {
    this.#closed = true;
    this.#prepared?.(null);
    this.#begun?.({ type: 'begun', withoutAgents: false });
    this.#ended?.(unknownEnd);
  }
}

const errorName = (number: number): string =>
  Object.entries(constants.errno).find(([, value]) => value === number)?.[0] ?? `error ${number}`;
