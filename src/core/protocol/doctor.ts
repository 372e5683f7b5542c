import type { PythonInterpreter } from './python';

/** What can be seen on this machine, of one kind of data. */
export interface DoctorCheck {
  readonly id: string;
  /** For people: "Threads on cores". */
  readonly title: string;
  readonly quality: 'exact' | 'sampled' | 'missing';
  /** What there is to see, or what is known about it, in a sentence. */
  readonly detail: string;
  /** Why it is no better; not there where it is the best there is. */
  readonly reason?: string;
  /** What makes it better: a command, or a sentence. */
  readonly remedy?: string;
}

/** A Python that was found on this machine. */
export interface DoctorInterpreter {
  /** Absolute path, as it is started. */
  readonly path: string;
  /** `3.11.7`; `3.14.0t` where it is built without the GIL. */
  readonly version: string;
  /** Where it was found: `PATH`, `pyenv`. */
  readonly origin: string;
  /** `missing`: the agent does nothing in it, and it runs no workload. */
  readonly quality: 'exact' | 'missing';
  /** What the agent can do in it, or why it can't, in a sentence. */
  readonly agent: string;
  /** What modes need, with the version that is there; null: it is not. */
  readonly packages: readonly { readonly name: string; readonly version: string | null }[];
  /** Modes that it can't run, as in `PythonInterpreter`. */
  readonly missing: PythonInterpreter['missing'];
  /** The one command that would install all packages that are not there; null: there are none, or none would help. */
  readonly install: string | null;
}

export interface DoctorReport {
  readonly checks: readonly DoctorCheck[];
}
