import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

interface PackageFile {
  /** With slashes, below the agent's folder. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files of the built agent: one by one, since out of an archive nothing but reading works. */
export function readPackage(folder: string, below = ''): readonly PackageFile[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = join(below, entry.name);
    if (entry.isDirectory()) return entry.name === '__pycache__' ? [] : readPackage(folder, name);
    return [{ name, bytes: readFileSync(join(folder, name)) }];
  });
}

export function writePackage(files: readonly PackageFile[], folder: string): void {
  for (const { name, bytes } of files) {
    mkdirSync(join(folder, name, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  }
}

/**
 * A folder that outlives the run and holds these files, so that Python compiles them once a version and not once a run (half of
 * what it takes to begin). Null: there is no such place, or it isn't the user's own.
 */
export function keepPackage(files: readonly PackageFile[], cacheFolder: string | null): string | null {
  if (cacheFolder === null) return null;
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  const folder = join(cacheFolder, `python-agent-${hash.digest('hex').slice(0, 16)}`);
  try {
    if (isOwn(folder)) return folder;
    mkdirSync(cacheFolder, { recursive: true, mode: 0o700 });
    // Whole or not at all: another Juggler may do the same.
    const made = mkdtempSync(join(cacheFolder, 'python-agent-'));
    try {
      writePackage(files, made);
      renameSync(made, folder);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
    return isOwn(folder) ? folder : null;
  } catch {
    return isOwn(folder) ? folder : null;
  }
}

/** What others could write to must not be run. */
function isOwn(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}
