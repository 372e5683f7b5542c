import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An ordinary user of this machine, made for one test and removed after it with everything it owns and runs. */
export class TemporaryUser {
  readonly name: string;
  readonly home: string;
  readonly #uid: number;

  constructor(name: string) {
    execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', name]);
    this.name = name;
    this.home = execFileSync('getent', ['passwd', name], { encoding: 'utf8' }).split(':')[5]!;
    this.#uid = Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }));
  }

  /** Runs a command line as this user, with nothing of our own environment but the display. */
  start(command: readonly string[], folder: string = this.home): ChildProcess {
    return spawn('runuser', ['-u', this.name, '--', 'env', '-i', ...this.#environment(), ...command], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs a command line to its end; throws when it fails. @returns its standard output. */
  run(command: readonly string[], timeoutMs = 60_000): string {
    return execFileSync('runuser', ['-u', this.name, '--', 'env', '-i', ...this.#environment(), ...command], {
      cwd: this.home,
      encoding: 'utf8',
      timeout: timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Ids and command lines of all its processes. */
  processes(): { pid: number; command: string }[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({ pid: Number(pid), uid: ownerOf(pid), command: commandOf(pid) }))
      .filter(({ uid }) => uid === this.#uid)
      .map(({ pid, command }) => ({ pid, command }));
  }

  endProcesses(): void {
    for (const { pid } of this.processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    }
  }

  remove(): void {
    this.endProcesses();
    execFileSync('userdel', ['--force', '--remove', this.name], { stdio: 'ignore' });
  }

  #environment(): string[] {
    return [
      `HOME=${this.home}`,
      `USER=${this.name}`,
      `DISPLAY=${process.env['DISPLAY'] ?? ''}`,
      `XDG_RUNTIME_DIR=${join(this.home, '.runtime')}`,
      'PATH=/usr/local/bin:/usr/bin:/bin',
      'LANG=C.UTF-8',
    ];
  }
}

/** -1 when the process is gone, or has ended and only waits for its parent to notice. */
function ownerOf(pid: string): number {
  const status = read(`/proc/${pid}/status`);
  if (/^State:\s+Z/m.test(status)) return -1;
  return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? -1);
}

const commandOf = (pid: string): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
