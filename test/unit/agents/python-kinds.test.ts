import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  agentFrameKinds,
  garbageKinds,
  measureSources,
  operationKinds,
  operationOutcomes,
  poolKinds,
  untoldThings,
} from '../../../src/core/protocol/agent';

/** What each name in Python's list of numbers stands for. */
function meaningOf(name: string): number {
  const words = name.toLowerCase().split('_');
  const [first, ...rest] = words;
  const lists: Readonly<Record<string, readonly string[]>> = {
    OPERATION_TASK: operationKinds,
    SOURCE_SPAN: measureSources,
    GENERATION_0: garbageKinds,
  };
  if (name in lists) return lists[name]!.indexOf(first === 'generation' ? words.join(' ') : rest.join(' '));
  if (first === 'untold' && rest.length > 0) return untoldThings.indexOf(rest.join(' ') as never);
  const outcome = operationOutcomes.indexOf(name.toLowerCase() as never);
  if (outcome >= 0) return outcome;
  const pool = poolKinds.indexOf(words.join(' ') as never);
  if (pool >= 0) return pool;
  const camel = [first, ...rest.map((word) => word[0]!.toUpperCase() + word.slice(1))].join('');
  return agentFrameKinds[camel as keyof typeof agentFrameKinds];
}

it('Python’s numbers are those of the protocol', () => {
  const source = readFileSync('src/agents/python/_juggler/kinds.py', 'utf8');
  const numbers = [...source.matchAll(/^([A-Z_\d]+) = (\d+)$/gm)].map(([, name, value]) => [name!, Number(value)]);
  expect(numbers.length).toBeGreaterThan(20);
  expect(numbers).toEqual(numbers.map(([name]) => [name, meaningOf(String(name))]));
});
