import { describe, expect, it } from 'vitest';
import type { StackNode } from '../../../../src/recorder/agents/agent-sink';
import { frameName, StackSlices } from '../../../../src/recorder/command/stack-slices';

const node = (id: number, parent: number | null, name: string): StackNode => ({
  node: id,
  parent,
  function: name,
  file: '/srv/app.js',
  line: id,
});

function stacks(): StackSlices {
  const slices = new StackSlices(1e6);
  for (const one of [node(1, null, 'main'), node(2, 1, 'parse'), node(3, 1, 'send')]) slices.addNode(one);
  return slices;
}
const told = (slices: ReturnType<StackSlices['take']>) =>
  slices.map(({ start, end, depth, node: { function: name } }) => [name, depth, start / 1e6, end / 1e6]);

describe('StackSlices', () => {
  it('makes one slice of neighbouring samples with the same function below the same callers', () => {
    const samples = [
      { at: 1e6, node: 2 },
      { at: 2e6, node: 2 },
      { at: 3e6, node: 3 },
      { at: 4e6, node: 1 },
      { at: 5e6, node: null },
      { at: 6e6, node: 1 },
      { at: 7e6, node: null },
    ];
    expect(told(stacks().take(samples))).toEqual([
      ['main', 0, 1, 5],
      ['parse', 1, 1, 3],
      ['send', 1, 3, 4],
      ['main', 0, 6, 7],
    ]);
  });

  it('tells what goes on up to the last sample, and goes on from there', () => {
    const slices = stacks();
    expect(
      told(
        slices.take([
          { at: 1e6, node: 2 },
          { at: 3e6, node: 2 },
        ]),
      ),
    ).toEqual([
      ['main', 0, 1, 3],
      ['parse', 1, 1, 3],
    ]);
    expect(told(slices.take([{ at: 5e6, node: null }]))).toEqual([
      ['main', 0, 3, 5],
      ['parse', 1, 3, 5],
    ]);
  });

  it('does not let a sample speak for longer than ten intervals', () => {
    const samples = [
      { at: 0, node: 1 },
      { at: 100e6, node: 1 },
      { at: 101e6, node: null },
    ];
    expect(told(stacks().take(samples))).toEqual([
      ['main', 0, 0, 10],
      ['main', 0, 100, 101],
    ]);
  });

  it('lets stretches speak for themselves alone', () => {
    const samples = [
      { at: 1e6, node: 2, until: 4e6 },
      { at: 4e6, node: 3, until: 6e6 },
      { at: 7e6, node: 3, until: 8e6 },
    ];
    const slices = stacks();
    expect(told([...slices.take(samples.slice(0, 2)), ...slices.take(samples.slice(2))])).toEqual([
      ['main', 0, 1, 6],
      ['parse', 1, 1, 4],
      ['send', 1, 4, 6],
      ['main', 0, 7, 8],
      ['send', 1, 7, 8],
    ]);
  });

  it('puts a garbage collection on top of what it interrupted', () => {
    const slices = stacks();
    slices.addNode({ node: 4, parent: null, function: '(garbage collector)', file: '', line: 0 });
    const samples = [1, 2, 3, 4].map((at) => ({ at: at * 1e6, node: at === 1 || at === 4 ? 2 : 4 }));
    expect(told(slices.take([...samples, { at: 5e6, node: null }]))).toEqual([
      ['main', 0, 1, 5],
      ['parse', 1, 1, 5],
      ['(garbage collector)', 2, 2, 4],
    ]);
  });

  it('names a frame with its place, where it has one', () => {
    expect(frameName({ ...node(12, null, 'parse'), file: 'file:///srv/app.mjs' })).toBe('parse (/srv/app.mjs:12)');
    expect(frameName({ ...node(1, null, '(garbage collector)'), file: '' })).toBe('(garbage collector)');
  });
});
