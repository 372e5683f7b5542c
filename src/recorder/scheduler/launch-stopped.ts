import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';

export interface LaunchOptions {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Of the program: its first three files. */
  readonly stdio: readonly ['inherit' | 'ignore' | 'pipe', 'inherit' | 'pipe' | number, 'inherit' | 'pipe' | number];
  /** In a group of its own: signals of the terminal do not reach it. */
  readonly ownGroup: boolean;
}

export interface StoppedProgram {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Lets it begin. */
  readonly release: () => void;
}

/**
 * A process that waits, with the pid that the program will have: probes are attached before its first instruction, and nothing
 * of it is missed. It becomes the program by `exec`, so arguments, folder, environment, files and signals are what they
 * would have been.
 *
 * @throws {Error} when no process can be made
 */
export async function launchStopped(options: LaunchOptions): Promise<StoppedProgram> {
  const { argv, folder, environment, stdio, ownGroup } = options;
  const files: StdioOptions = [...stdio, 'pipe'];
  const child = spawn('/bin/sh', ['-c', 'read _ <&3; exec 3<&-; exec "$@"', 'sh', ...argv], {
    cwd: folder,
    env: environment,
    stdio: files,
    detached: ownGroup,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const gate = child.stdio[3] as NodeJS.WritableStream;
  // It may be gone before it is let go.
  gate.on('error', () => {});
  return { child, pid: child.pid!, release: () => void gate.end('\n') };
}
