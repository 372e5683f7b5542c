import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareNodeAgent } from '../../../src/recorder/agents/node-environment';
import { agentFile, nodes, program, recordNode, removeTemporaryFolders, temporaryFolder } from './record-node';

afterAll(removeTemporaryFolders);

describe.each(nodes)('the agent under %s', (node) => {
  it('is beside the user’s own options', async () => {
    const preload = program('own preload.cjs');
    const { stdout, collected } = await recordNode([program('own-options.cjs')], {
      node,
      environment: { NODE_OPTIONS: ` --max-old-space-size=123 --require "${preload}"` },
    });
    const [own, execArgv, heap] = stdout.split(' ');
    expect([own, execArgv]).toEqual(['mine', '0']);
    // Some tens of MiB more than was asked for.
    expect(Number(heap)).toBeLessThan(500);
    expect(collected.threads).toHaveLength(1);
  });

  it('is not in the child of a program that deletes NODE_OPTIONS, which runs all the same', async () => {
    const { code, stdout, collected } = await recordNode([program('drops-options.cjs')], { node });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'child\n' });
    expect(collected.threads).toHaveLength(1);
  });

  it('is in test runners, whose report stays what it is', async () => {
    const { code, stdout, collected } = await recordNode(['--test', program('one.test.mjs')], { node });
    expect(code).toBe(0);
    expect(stdout).toMatch(/pass 1/);
    expect(collected.threads).toHaveLength(2);
    expect(collected.operations('timer').map(({ name }) => name)).toContain('setTimeout 20 ms');
  });

  it('falls silent when its folder is gone; the program goes on, and so do the nodes that it starts', async () => {
    let gone: Promise<void> | null = null;
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await recordNode([program('outlives-folder.cjs'), join(folder, 'there')], {
      node,
      during: (child, agentFolder) => {
        appendFileSync(join(folder, 'there'), '');
        child.stdout?.once('data', () => {
          rmSync(agentFolder, { recursive: true });
          rmSync(join(folder, 'there'));
          gone = Promise.resolve();
        });
      },
    });
    expect(gone).not.toBeNull();
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'ready\nchild runs\nnull true\n', stderr: '' });
  });

  it('does nothing where it can’t write', async () => {
    const { code, stdout, stderr } = await recordNode(['-p', '1 + 1'], {
      node,
      // Before the program is there: it takes some ms to begin.
      during: (_child, folder) => rmSync(join(folder, 'node-agent.json')),
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '2\n', stderr: '' });
  });
});

describe('TypeScript', () => {
  it('by a loader of the user’s own', async () => {
    const { code, stdout, stderr, collected } = await recordNode(['--import', 'jiti/register', program('typed.ts')]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'red\n', stderr: '' });
    expect(collected.notices).toEqual([]);
    expect(collected.threads.map(({ untold, ended }) => [untold, ended?.inOrder])).toContainEqual([[], true]);
    expect(collected.operations('timer').map(({ name }) => name)).toContain('setTimeout 30 ms');
  });
});

describe('preparing', () => {
  it('writes the agent and its settings into a folder that nobody else can read', () => {
    const folder = join(temporaryFolder(), 'run');
    prepareNodeAgent({ agentFile, folder, environment: {}, command: ['node'], options: { epochNs: '0' } });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).toSorted()).toEqual(['node-agent.cjs', 'node-agent.json']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('leaves a program alone that asks for Node’s permission model', () => {
    const folder = join(temporaryFolder(), 'run');
    const environment = { PATH: '/bin' };
    const command = ['node', '--permission', '--allow-fs-read=/app', 'app.js'];
    const prepared = prepareNodeAgent({ agentFile, folder, environment, command, options: { epochNs: '0' } });
    expect(prepared.environment).toEqual(environment);
    expect(prepared.notice).toMatch(/--permission/);
  });
});
