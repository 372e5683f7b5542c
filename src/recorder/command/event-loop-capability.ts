import type { AgentRuntime } from '../../core/protocol/agent';
import type { Capability } from '../../core/trace/capability';

const methods: Readonly<Record<AgentRuntime['name'], string>> = {
  node: 'A timer of 10 ms tells how late the loop is.',
  python: 'Every turn of asyncio and Trio is timed, and the worst of 50 ms is told.',
};

/** A process of the recorded command. */
export interface KnownProcess {
  readonly pid: number;
  readonly parentPid: number | null;
  readonly name: string;
}

export interface EventLoopsKnown {
  /** What runs the event loops that anything was told of. */
  readonly loops: ReadonlySet<AgentRuntime['name']>;
  /** Processes whose agent was heard of. */
  readonly heard: ReadonlySet<number>;
  readonly processes: readonly KnownProcess[];
  /** Why no agent could be loaded, where that is known. */
  readonly why: readonly string[];
  /** It ran before it was recorded. */
  readonly ran: boolean;
}

/** Processes without an agent that are named; the others are counted. */
const maxNames = 3;

/** What is known of event loops; that there was none is never claimed: programs without an agent may have one. */
export function eventLoopCapability({ loops, heard, processes, why, ran }: EventLoopsKnown): Capability {
  const without = withoutAgent(processes, heard);
  if (loops.size > 0) {
    const told = [...loops].map((name) => methods[name]);
    return { quality: 'sampled', periodMs: 50, reason: [...told, ...without].join(' ') };
  }
  if (why.length > 0) return { quality: 'missing', reason: why.join(' ') };
  if (ran) {
    const reason = 'Agents come into programs of Node and Python when they start: these ran already.';
    return { quality: 'missing', reason };
  }
  const silent = heard.size === 0 ? [] : ['In programs with an agent no loop of Node, asyncio or Trio turned.'];
  const reasons = [...silent, ...without];
  const none = 'No agent was heard of: agents come into programs of Node and Python.';
  const rest = 'Event loops of any other kind can’t be seen.';
  return { quality: 'missing', reason: [...(reasons.length === 0 ? [none] : reasons), rest].join(' ') };
}

const isInterpreter = (name: string): boolean => /^(node|nodejs|python[\d.]*t?|pypy[\d.]*)$/.test(name);

/** A sentence on interpreters that no agent was heard of in; a forked child has that of its parent. */
function withoutAgent(processes: readonly KnownProcess[], heard: ReadonlySet<number>): readonly string[] {
  const names = new Map(processes.map(({ pid, name }) => [pid, name]));
  const silent = processes.filter(({ pid, parentPid, name }) => {
    const isFork = parentPid !== null && heard.has(parentPid) && names.get(parentPid) === name;
    return isInterpreter(name) && !heard.has(pid) && !isFork;
  });
  if (silent.length === 0) return [];
  const named = silent.slice(0, maxNames).map(({ name, pid }) => `${name} (${pid})`);
  const more = silent.length > maxNames ? ` and ${silent.length - maxNames} more` : '';
  return [`No agent was heard of in ${named.join(', ')}${more}: what event loops they had is not known.`];
}
