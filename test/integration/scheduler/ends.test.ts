import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { juggler, removeTemporaryFolders, temporaryFolder } from '../cli/run-cli';
import { programs, python, type Mode } from './recorded-program';

afterAll(removeTemporaryFolders);

const modes: readonly (Mode | 'none')[] = ['perf', 'sampled', 'none'];

describe.runIf(process.platform === 'linux').each(modes)('a recorded command (%s)', (mode) => {
  const environment = { JUGGLER_SCHEDULER: mode };
  const record = (...command: string[]) => juggler(['record', '--', ...command], { environment });

  it('prints what it prints, byte by byte, and ends as it ends', async () => {
    const binary = await record('sh', '-c', String.raw`printf 'a\0b\n'; printf 'to stderr' >&2; exit 7`);
    expect(binary).toMatchObject({ code: 7, stdout: 'a\0b\n', left: [] });
    expect(binary.stderr).toContain('to stderr');
    expect((await record('sh', '-c', 'kill -KILL $$')).code).toBe(137);
    expect((await record('sh', '-c', 'kill -SEGV $$')).code).toBe(139);
    expect((await record('sh', '-c', 'exit 255')).code).toBe(255);
  });

  it('has the arguments, folder and environment that it was given', async () => {
    const { stdout, code } = await record('sh', '-c', 'printf "%s|" "$@"; pwd', 'sh', 'a b', '', '*', '$HOME', 'ü');
    expect({ stdout, code }).toEqual({ stdout: `a b||*|$HOME|ü|${process.cwd()}\n`, code: 0 });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with all it started when %s comes', async (name) => {
    const folder = temporaryFolder();
    const [pid, daemon] = [join(folder, 'pid'), join(programs, 'daemon.py')];
    const line = `"${python}" "${daemon}" "${pid}" 0 60 & sleep 60 & while [ ! -e "${pid}" ]; do sleep 0.05; done; sleep 0.3; echo ready >&2; sleep 60`;
    const { left, stderr } = await juggler(['record', '--', 'sh', '-c', line], {
      environment,
      when: { said: 'ready', react: (kill) => kill(name) },
    });
    expect(existsSync(pid)).toBe(true);
    expect(left).toEqual([]);
    // The sentence is wrapped somewhere.
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('It was stopped');
  });

  it('that can’t be run is a sentence and exit code 2', async () => {
    const folder = temporaryFolder();
    const notExecutable = join(folder, 'text.txt');
    writeFileSync(notExecutable, 'hello');
    chmodSync(notExecutable, 0o644);
    for (const [command, sentence] of [
      ['no-such-program-here', 'There is no program'],
      [notExecutable, 'may not be executed'],
      [folder, 'is a folder'],
    ] as const) {
      const { code, stdout, stderr, left } = await record(command);
      expect({ code, stdout, left }).toEqual({ code: 2, stdout: '', left: [] });
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(sentence);
    }
  });
});
