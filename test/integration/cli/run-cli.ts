import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Another folder of built entries than `out` for a checkout in which several build. */
export const cli = resolve(process.env['JUGGLER_OUT'] ?? 'out', 'cli/index.js');
export const modulesFolder = resolve('test/fixtures/modules');

export interface CliEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Command lines of processes that were started by this call and are still there. */
  readonly left: readonly string[];
}

export interface CliOptions {
  readonly library?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called once stderr has said this; may send signals. */
  readonly when?: { readonly said: string; readonly react: (kill: (signal: NodeJS.Signals) => void) => void };
}

/** Runs the built `juggler` as a process of its own. */
export async function juggler(args: readonly string[], options: CliOptions = {}): Promise<CliEnd> {
  const mark = `JUGGLER_TEST_MARK=${randomUUID()}`;
  const library = options.library ?? temporaryFolder();
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutDisplay(process.env),
      JUGGLER_LIBRARY: library,
      ...options.environment,
      [mark.split('=')[0]!]: mark.split('=')[1]!,
    },
  });
  let stdout = '';
  let stderr = '';
  let waiting = options.when;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (waiting !== undefined && stderr.includes(waiting.said)) {
      const { react } = waiting;
      waiting = undefined;
      react((signal) => child.kill(signal));
    }
  });
  const code = await new Promise<number | null>((settle, reject) => {
    child.once('error', reject);
    child.once('close', settle);
  });
  return { code, signal: child.signalCode, stdout, stderr, left: await processesLeft(mark) };
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-cli-test-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

function withoutDisplay(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, FORCE_COLOR: ___, ...rest } = environment;
  return rest;
}

/** Children inherit the environment, so the mark finds them wherever they hang. A killed one needs a moment to be gone. */
async function processesLeft(mark: string): Promise<string[]> {
  let left: string[] = [];
  for (let attempt = 0; attempt < 20; attempt++) {
    left = markedProcesses(mark);
    if (left.length === 0) return left;
    await new Promise((settle) => setTimeout(settle, 100));
  }
  return left;
}

function markedProcesses(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return [];
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line === '' ? [] : [line];
      } catch {
        // It ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
}
