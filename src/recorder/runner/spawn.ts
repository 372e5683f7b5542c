import type { Readable } from 'node:stream';

/** How a process ended. Where the platform hides signals (Electron), `signal` is null and `code` what it said. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** Electron tells a signal as the exit code of its number: 9 is SIGKILL, or `process.exit(9)`. */
  readonly signalInCode?: boolean;
}

/** A process that was started for a job, whatever started it. */
export interface ChildHandle {
  readonly pid: number;
  /** It leads a process group of its own, in which all it starts can be found even after its end. */
  readonly ownGroup: boolean;
  /** Settles once the process is gone and its last message has been handed on; never rejects. */
  readonly exited: Promise<ChildExit>;
  /** Null: what it prints goes elsewhere. Must be read, or a process that prints much is held up. */
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Does nothing once the process is gone. */
  post(message: unknown): void;
  /** To be called once, before the first `post`. */
  onMessage(listener: (message: unknown) => void): void;
  /** The process, and those that were started at its request; does nothing for those that are gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Processes started at its request by somebody else (Electron's main), alive or not. */
  related(): readonly number[];
}

export interface SpawnRequest {
  /** Absolute path of a built script. */
  readonly entry: string;
  /** For process lists. */
  readonly name: string;
}

/** @throws {Error} with a sentence, when the process can't be started. */
export type SpawnChild = (request: SpawnRequest) => Promise<ChildHandle>;
