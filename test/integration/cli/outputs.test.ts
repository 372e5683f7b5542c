import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder } from './run-cli';

const environment = { ...process.env, JUGGLER_LIBRARY: temporaryFolder() };

/** A line of the shell, with `juggler` as the built command line. */
function shell(line: string) {
  const script = `juggler() { "${process.execPath}" "${cli}" "$@"; }; ${line}`;
  return spawnSync('bash', ['-o', 'pipefail', '-c', script], { env: environment, encoding: 'utf8' });
}

/** Closes the terminal of a call after its first output, and says how the call ended. */
const closeTerminal = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
os.read(terminal, 100)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));

describe('what the result is written to', () => {
  it.each(['workloads --json', 'info --help', 'record --json -- true'])(
    'one sentence and exit code 1, where “%s” can’t be written',
    (call) => {
      const { status, stderr } = shell(`juggler ${call} > /dev/full`);
      expect(status).toBe(1);
      const said = 'juggler: The result could not be written to stdout: there is no space left.';
      expect(stderr.split('\n').filter((line) => !/^(Kept in|! Node was started directly)/.test(line))).toEqual([
        said,
        '',
      ]);
    },
  );

  it.each(['workloads --json | head -1', 'workloads | true', 'workloads >&-', 'workloads 2>&-', 'workloads >&- 2>&-'])(
    'a reader that is gone is no failure: %s',
    (call) => {
      expect(shell(`juggler ${call}`)).toMatchObject({ status: 0, signal: null, stderr: '' });
    },
  );

  it('a width of 0 columns does no harm', () => {
    const { status, stdout } = shell('COLUMNS=0 juggler workloads');
    expect(status).toBe(0);
    expect(stdout).toContain('primes');
  });

  it.skipIf(python === undefined)('a terminal that is closed ends it in order (skipped without Python)', () => {
    const call = [process.execPath, cli, 'compare', 'primes', '--modes', 'serial', '--items', '400'];
    const { stdout, stderr } = spawnSync(python!, ['-c', closeTerminal, ...call], {
      env: environment,
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual(['129\n', '']);
  });

  it('what a wrong call quotes is not obeyed by the terminal', () => {
    const { status, stderr } = shell(`juggler info $'./\\e]0;x\\a'`);
    expect(status).toBe(2);
    expect(stderr).toContain('␛]0;x␇');
    expect(stderr).not.toContain('\u001B');
  });
});
