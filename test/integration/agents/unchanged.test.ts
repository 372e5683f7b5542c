import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { nodes, program, recordNode, removeTemporaryFolders, runNode } from './record-node';
import type { ProgramEnd } from './run-program';

afterAll(removeTemporaryFolders);

/** Warnings begin with the process's id. */
const withoutPid = ({ code, signal, stdout, stderr }: ProgramEnd): ProgramEnd => ({
  code,
  signal,
  stdout,
  stderr: stderr.replaceAll(/\(node:\d+\)/g, '(node:PID)'),
});

describe.each(nodes)('a program under %s prints and ends the same with the agent', (node) => {
  it.each(readdirSync(program('errors')))('%s', async (name) => {
    const file = program(`errors/${name}`);
    const alone = await runNode([file], { node });
    const recorded = await recordNode([file], { node });
    expect(withoutPid(recorded)).toEqual(withoutPid(alone));
    expect(recorded.collected.notices).toEqual([]);
    expect(recorded.collected.threads[0]?.ended?.inOrder).toBe(true);
  });

  it.each(['exit', 'throw', 'reject', 'end', 'kill'])('on the way out by %s, and nothing is lost', async (way) => {
    const file = program('exits-while-busy.cjs');
    const alone = await runNode([file, way], { node });
    const recorded = await recordNode([file, way], { node });
    expect(withoutPid(recorded)).toEqual(withoutPid(alone));
    const [thread] = recorded.collected.threads;
    expect(thread?.marks.map(([, name]) => name)).toEqual(Array.from({ length: 1000 }, (_, index) => `mark ${index}`));
    expect(thread?.ended?.inOrder).toBe(way !== 'kill');
  });
});
