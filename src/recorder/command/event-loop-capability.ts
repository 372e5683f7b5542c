import type { AgentRuntime } from '../../core/protocol/agent';
import type { Capability } from '../../core/trace/capability';

const methods: Readonly<Record<AgentRuntime['name'], string>> = {
  node: 'A timer of 10 ms tells how late the loop is.',
  python: 'Every turn of asyncio and Trio is timed, and the worst of 50 ms is told.',
};

/**
 * @param why no agent could be loaded, where that is known
 * @param ran before it was recorded
 */
export function eventLoopCapability(
  loops: ReadonlySet<AgentRuntime['name']>,
  why: readonly string[],
  ran: boolean,
): Capability {
  if (loops.size > 0)
    return { quality: 'sampled', periodMs: 50, reason: [...loops].map((name) => methods[name]).join(' ') };
  if (why.length > 0) return { quality: 'missing', reason: why.join(' ') };
  return {
    quality: 'missing',
    reason: ran
      ? 'Agents come into programs of Node and Python when they start: these ran already.'
      : 'No program with an event loop that an agent can see was started: Node, asyncio, Trio.',
  };
}
