import { describe, expect, it } from 'vitest';
import { eventLoopCapability, type EventLoopsKnown } from '../../../../src/recorder/command/event-loop-capability';

const sh = { pid: 1, parentPid: null, name: 'sh' };
const python = { pid: 2, parentPid: 1, name: 'python3.11' };
const node = { pid: 3, parentPid: 1, name: 'node' };

const reasonOf = (known: Partial<EventLoopsKnown>) =>
  eventLoopCapability({ loops: new Set(), heard: new Set(), processes: [], why: [], ran: false, ...known }) as {
    quality: string;
    reason: string;
  };

describe('what is known of event loops', () => {
  it('never says that there was none: a program without an agent may have one', () => {
    const { quality, reason } = reasonOf({ processes: [sh, { pid: 4, parentPid: 1, name: 'nginx' }] });
    expect(quality).toBe('missing');
    expect(reason).toBe(
      'No agent was heard of: agents come into programs of Node and Python. Event loops of any other kind can’t be seen.',
    );
  });

  it('names interpreters that no agent was heard of in', () => {
    expect(reasonOf({ processes: [sh, python, node] }).reason).toContain(
      'No agent was heard of in python3.11 (2), node (3): what event loops they had is not known.',
    );
    expect(reasonOf({ processes: [sh, python], heard: new Set([2]) }).reason).toBe(
      'In programs with an agent no loop of Node, asyncio or Trio turned. Event loops of any other kind can’t be seen.',
    );
  });

  it('says so beside loops that are seen', () => {
    const { quality, reason } = reasonOf({
      loops: new Set(['node' as const]),
      processes: [node, python],
      heard: new Set([3]),
    });
    expect(quality).toBe('sampled');
    expect(reason).toContain('No agent was heard of in python3.11 (2)');
    expect(reasonOf({ loops: new Set(['node' as const]), processes: [node], heard: new Set([3]) }).reason).toBe(
      'A timer of 10 ms tells how late the loop is.',
    );
  });

  it('does not blame a forked child that has its parent’s agent and told nothing', () => {
    const child = { pid: 9, parentPid: 2, name: 'python3.11' };
    expect(reasonOf({ processes: [python, child], heard: new Set([2]) }).reason).not.toContain('(9)');
  });

  it('says why an agent was left out, or that the program ran already', () => {
    expect(reasonOf({ why: ['Because.'], processes: [python] }).reason).toBe('Because.');
    expect(reasonOf({ ran: true, processes: [python] }).reason).toContain('ran already');
  });
});
