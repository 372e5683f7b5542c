import { spawn, type ChildProcess } from 'node:child_process';

export interface ProgramCall {
  /** While it runs. */
  readonly during?: (child: ChildProcess, folder: string) => void;
  readonly cwd?: string;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param folder handed on to `during`. */
export function runProgram(
  executable: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
  call: ProgramCall,
  folder: string,
): Promise<ProgramEnd> {
  const child = spawn(executable, args, { env, cwd: call.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  call.during?.(child, folder);
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => settle({ code, signal, stdout, stderr }));
  });
}
