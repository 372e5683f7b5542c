import type { PythonMode } from '../trace/run';

/** A Python interpreter that was found on this machine. */
export interface PythonInterpreter {
  /** Absolute path, as it is started. */
  readonly path: string;
  /** `3.11.7`; `3.14.0t` where it has no GIL. */
  readonly version: string;
  /** Where it was found: `PATH`, `pyenv`, `next to the script`. */
  readonly origin: string;
  /** Modes that can't be run with it, and why; what to do is in the reason's `remedy`. */
  readonly missing: Readonly<Partial<Record<PythonMode, MissingMode>>>;
}

export interface MissingMode {
  /** A sentence. */
  readonly reason: string;
  /** The one command that would change it; null: none would. */
  readonly command: string | null;
}
