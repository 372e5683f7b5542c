import { spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programs, python } from '../scheduler/recorded-program';
import { cli, juggler, removeTemporaryFolders, temporaryFolder } from './run-cli';

/* That a program is the same with the launcher before it: random settings are in test/fuzz/launch-settings.test.ts. */

const launcher = resolve(cli, '../../juggler');
const reason = !existsSync(launcher) ? 'there is no native launcher: no C compiler, or no Linux' : null;
const skipped = reason === null ? '' : ` (skipped: ${reason})`;
let library = '';

beforeAll(() => void (library = temporaryFolder()));
afterAll(removeTemporaryFolders);

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, JUGGLER_LIBRARY: library, FORCE_COLOR: undefined });

/** Runs a line of bash in which `juggler` is `entry`. */
function bash(line: string, entry = `'${launcher}'`, options: SpawnSyncOptions = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line.replaceAll('JUGGLER', entry)], {
    encoding: 'utf8',
    env: environment(),
    ...options,
  });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

const entries = [
  ['the launcher', `'${launcher}'`],
  ['node', `'${process.execPath}' '${cli}'`],
] as const;

describe.skipIf(reason !== null).each(entries)(`a program that is recorded by %s${skipped}`, (_, entry) => {
  it('has what was opened for it, byte for byte, and nothing of Juggler’s', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'from a file\n');
    const line = String.raw`cd '${folder}'; printf 'latin\n' > $'caf\xe9'; export NAME=$'\xe9' 'BASH_FUNC_f%%=() { :; }'
      JUGGLER record -- sh -c 'cat <&5 "$1" "$2"; printf %s "$NAME" | od -An -tx1; env | grep -c ^BASH_FUNC; ls /proc/self/fd | grep -c .' \
        - <(echo substituted) $'caf\xe9' 5< file 8< file`;
    const { stdout, status } = bash(line, entry);
    // 0, 1, 2, 5, 8, that of the process substitution, that of ls; and whatever this test has inherited itself.
    const inherited = Number(bash(line.replace('JUGGLER record --', ''), entry).stdout.trim().split('\n').at(-1));
    expect({ stdout, status }).toEqual({ stdout: `substituted\nlatin\n e9\n0\n${inherited}\n`, status: 0 });
  });

  it('is a part of make with its job server', () => {
    const folder = temporaryFolder();
    const parts =
      'all:\n\t@+$(J) $(MAKE) -s parts\nparts: a b\na:\n\t@touch a; until [ -e b ]; do sleep 0.02; done\nb:\n\t@touch b\n';
    writeFileSync(join(folder, 'Makefile'), parts);
    // Part a ends only when b has begun: one after the other they would take for ever.
    const { status, stderr } = bash(`cd '${folder}'; timeout 20 make -s -j2 J="JUGGLER record --"`, entry);
    expect({ status, warned: stderr.includes('jobserver') }).toEqual({ status: 0, warned: false });
  });

  it('ends by any signal, with or without a core', () => {
    const { status, stderr } = bash(`JUGGLER record -- sh -c 'kill -36 $$'`, entry);
    expect({ status, said: stderr.includes('It was ended by SIGRTMIN+2.') }).toEqual({ status: 164, said: true });
  });

  it('is found and executed as by a shell: a script without an interpreter, and one whose interpreter is missing', () => {
    const folder = temporaryFolder();
    const [plain, broken] = [join(folder, 'plain'), join(folder, 'broken')];
    writeFileSync(plain, 'echo "run by $0"');
    writeFileSync(broken, '#!/no/such/interpreter\n');
    for (const file of [plain, broken]) chmodSync(file, 0o755);
    expect(bash(`JUGGLER record -- '${plain}'`, entry)).toMatchObject({ status: 0, stdout: `run by ${plain}\n` });
    const { status, stderr } = bash(`JUGGLER record -- '${broken}'`, entry);
    expect(status).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('the interpreter that it names in its first line does not exist');
  });

  it('has its inputs and outputs to itself: what it closes is closed', () => {
    const folder = temporaryFolder();
    // Each waits for the end of a pipe that whoever holds it open, too, would never let come.
    const both = `cd '${folder}'; mkfifo f; exec 5<>f; exec 6>f 7<f; exec 5>&-; exec JUGGLER record -- sh -c 'exec 6>&-; cat <&7; echo over >&2'`;
    const output = `cd '${folder}'; mkfifo g; JUGGLER record -- sh -c 'exec >&-; read -r _ < g; echo over >&2' | (cat; echo > g)`;
    for (const line of [both, output]) {
      const { status, stderr } = bash(line, entry, { timeout: 20_000 });
      expect({ status, over: stderr.split('\n').includes('over') }).toEqual({ status: 0, over: true });
    }
  });
});

it('without the launcher a program is started through a shell, and what may differ is said', async () => {
  const end = await juggler(['record', '--', 'sh', '-c', 'echo "$0 $1"; exit 3', 'a b', ''], {
    environment: { JUGGLER_NO_LAUNCHER: '1' },
  });
  expect(end).toMatchObject({ code: 3, stdout: 'a b \n' });
  expect(end.stderr).toContain('There is no native launcher');
});

describe.skipIf(reason !== null)(`juggler record${skipped}`, () => {
  it('passes SIGTERM on, and keeps the recording of a program that ends in order', async () => {
    const script = 'trap "echo asked; exit 5" TERM; echo ready >&2; while :; do sleep 0.05; done';
    const end = await juggler(['record', '--', 'sh', '-c', script], {
      when: { said: 'ready', react: (kill) => kill('SIGTERM') },
    });
    expect(end).toMatchObject({ code: 5, stdout: 'asked\n', left: [] });
    expect(end.stderr).toContain('exit code 5');
    expect(end.stderr).toContain('Kept in');
  });

  it.each(['SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const)('passes %s on', async (name) => {
    const script = `trap "echo asked; exit 5" ${name.slice(3)}; echo ready >&2; while :; do sleep 0.05; done`;
    const end = await juggler(['record', '--', 'sh', '-c', script], {
      when: { said: 'ready', react: (kill) => kill(name) },
    });
    expect(end).toMatchObject({ code: 5, stdout: 'asked\n', left: [] });
  });

  it('does not pass on what the whole process group has got', () => {
    const script = 'trap "echo asked" TERM; kill -TERM 0; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.05; done';
    const { stdout, status } = bash(`setsid -w JUGGLER record -- sh -c '${script}'`);
    expect({ stdout, status }).toEqual({ stdout: 'asked\n', status: 0 });
  });

  it('keeps ignored and blocked signals, limits, and outputs that block', () => {
    const line = `trap '' HUP QUIT; ulimit -Sn 300; ulimit -c 0; umask 027
      JUGGLER record -- sh -c 'grep SigIgn /proc/self/status; ulimit -Sn; ulimit -c; umask; kill -HUP $$; echo lives; grep flags /proc/self/fdinfo/2'`;
    const { stdout, status } = bash(`(${line}) 2> >(cat >&2)`);
    const plain = bash(`(${line.replace('JUGGLER record --', '')}) 2> >(cat >&2)`);
    expect({ stdout, status }).toEqual({ stdout: plain.stdout, status: 0 });
  });

  it.each(['recorder', 'keeper'] as const)('ends what it has started when the %s is killed', async (victim) => {
    const pids = join(temporaryFolder(), 'pids');
    const mark = `6${Date.now() % 100_000}.5`;
    const script = `setsid sleep ${mark} & (env -i setsid sleep ${mark} & exit) & trap '' TERM; echo $$ > '${pids}'; sleep ${mark}; sleep ${mark}`;
    const child = spawn(launcher, ['record', '--', 'sh', '-c', script], { stdio: 'ignore', env: environment() });
    const closed = new Promise((settle) => child.once('close', settle));
    while (!existsSync(pids) || running(`sleep\0${mark}`).length < 3) await sleep(20);
    // Long enough for the keeper to be told which processes there are.
    await sleep(600);
    const keeper = parentOf(Number(readFileSync(pids, 'utf8')));
    expect(parentOf(keeper)).toBe(child.pid);
    process.kill(victim === 'keeper' ? keeper : child.pid!, 'SIGKILL');
    await closed;
    const end = performance.now() + 15_000;
    while (running(mark).length > 0 && performance.now() < end) await sleep(50);
    expect(running(mark)).toEqual([]);
  });
});

const typed = (steps: readonly (readonly [string, string])[], words: readonly string[]) => {
  const { stdout } = spawnSync(python!, [join(programs, 'in-terminal.py'), JSON.stringify(steps), ...words], {
    encoding: 'utf8',
    env: environment(),
  });
  return JSON.parse(stdout) as { readonly shown: string; readonly code: number; readonly stops: number };
};

describe.skipIf(reason !== null || python === null)(`in a terminal${skipped}`, () => {
  const record = [launcher, 'record', '--'];
  const graceful = `import signal, sys, time
def asked(*_):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    time.sleep(0.5)
    print('saved', flush=True)
    sys.exit(5)
signal.signal(signal.SIGINT, asked)
print('ready', flush=True)
time.sleep(20)`;

  it('Ctrl-C reaches the program once, also where stdin is no terminal', () => {
    for (const words of [
      [...record, python!, '-c', graceful],
      ['sh', '-c', 'exec "$@" < /dev/null', 'sh', ...record, python!, '-c', graceful],
    ]) {
      const { shown, code } = typed([['ready', '\u0003']], words);
      expect({ saved: shown.split('saved\r\n').length - 1, code }).toEqual({ saved: 1, code: 5 });
    }
  });

  it('the third Ctrl-C ends a program that ignores it', () => {
    const deaf = 'trap "echo no" INT; echo ready; while :; do sleep 0.05; done';
    const steps = [
      ['ready', '\u0003'],
      ['no', '\u0003'],
      ['no', '\u0003'],
    ] as const;
    const { code, shown } = typed(steps, [...record, 'sh', '-c', deaf]);
    expect(code).toBe(143);
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('It was stopped');
  });

  it('Ctrl-Z, and a program that stops itself, give the terminal back; both go on afterwards', () => {
    const asked = typed([['ready', '\u001a']], [...record, 'sh', '-c', 'echo ready; sleep 1; echo on; exit 3']);
    expect(asked).toMatchObject({ code: 3, stops: 1 });
    const own = typed([], [...record, 'sh', '-c', 'kill -STOP $$; echo on; exit 4']);
    expect(own).toMatchObject({ code: 4, stops: 1 });
  });
});

/** Pids of processes with this in their command line. */
function running(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}

function parentOf(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
}
