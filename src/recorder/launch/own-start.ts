import { readFileSync, readSync } from 'node:fs';
import { splitWords } from './byte-words';
import { inheritedOf, openDescriptors, openFilesLimit } from './inherited-descriptors';
import { launcherFile } from './launcher-file';

/** What this process was started with, as far as a recorded program must have it. */
export interface OwnStart {
  /** Descriptor of the keeper that the native launcher left behind; null: Node was started directly. */
  readonly keeper: number | null;
  /** The native launcher; null: there is none. */
  readonly launcher: string | null;
  readonly argv: readonly Buffer[];
  /** `NAME=value`, in their order. */
  readonly environment: readonly Buffer[];
  /** Beside the first three; of no interest where there is a keeper. */
  readonly descriptors: readonly number[];
  readonly openFiles: number | null;
}

let known: OwnStart | null = null;

export function ownStart(): OwnStart {
  known ??= keptStart() ?? directStart();
  return known;
}

/** A sentence on what may be otherwise for the program than without Juggler; null: nothing. */
export function startNotice({ keeper, launcher }: OwnStart, platform = process.platform): string | null {
  if (keeper !== null || platform === 'win32') return null;
  if (launcher !== null) {
    return `Node was started directly, so signals that were ignored or blocked and the limit of open files may differ for the program. Start ${launcher} instead to keep them.`;
  }
  return 'There is no native launcher (set-up found no C compiler), so the program may find other ignored and blocked signals, limits, inherited descriptors, and variables and arguments that are no UTF-8, and runs on if Juggler is killed. Install cc, and build again.';
}

function keptStart(): OwnStart | null {
  const keeper = Number(process.env['JUGGLER_LAUNCHER']);
  delete process.env['JUGGLER_LAUNCHER'];
  if (!Number.isInteger(keeper) || keeper < 3) return null;
  try {
    const head = readExactly(keeper, 5);
    if (head.toString('latin1', 4) !== 'h') return null;
    const payload = readExactly(keeper, head.readUInt32LE());
    const words = splitWords(payload.subarray(4));
    const count = payload.readUInt32LE();
    return {
      keeper,
      launcher: launcherFile(),
      argv: words.slice(0, count),
      environment: words.slice(count),
      descriptors: [],
      openFiles: null,
    };
  } catch {
    // The keeper is gone.
    return null;
  }
}

/** Longer ones, with three bytes for each that is no UTF-8, could not be handed on to what the recorder starts. */
const maxVariable = 100_000;

function directStart(): OwnStart {
  const start = readStart();
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && Buffer.byteLength(value) > maxVariable) delete process.env[name];
  }
  return start;
}

function readStart(): OwnStart {
  return {
    keeper: null,
    launcher: launcherFile(),
    argv: readWords('/proc/self/cmdline') ?? process.argv.map((word) => Buffer.from(word)),
    environment: (
      readWords('/proc/self/environ') ??
      Object.entries(process.env).map(([name, value]) => Buffer.from(`${name}=${value}`))
    ).filter((entry) => !isOfPackage(entry)),
    descriptors: inheritedOf(openDescriptors(), process.env['MAKEFLAGS']),
    openFiles: openFilesLimit(),
  };
}

/** A package runs the command line by Electron, and says so in a variable. */
const isOfPackage = (entry: Buffer): boolean =>
  process.versions['electron'] !== undefined && entry.toString().startsWith('ELECTRON_RUN_AS_NODE=');

function readWords(file: string): Buffer[] | null {
  try {
    return splitWords(readFileSync(file));
  } catch {
    return null;
  }
}

function readExactly(fd: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < length;) {
    const count = readSync(fd, buffer, at, length - at, null);
    if (count === 0) throw new Error('The keeper is gone.');
    at += count;
  }
  return buffer;
}
