import { describe, expect } from 'vitest';
import { z } from 'zod';
import { requests, type RequestName } from '../../src/core/protocol/contract';
import { answerRequest, type Handlers } from '../../src/main/answer-request';
import { defaultSettings } from '../../src/main/stored-state';
import { comparison, run } from '../manifests';
import type { Draw } from './draw';
import { initialView as view } from '../../src/renderer/state/view';
import { fuzz } from './fuzz';

const names = Object.keys(requests) as RequestName[];
const { spec } = comparison([run('serial', 1)]);
const command = { line: 'true', folder: '/', environment: 'A=b', repeats: 1 };

/** What the window sends, one of each. */
const right: Readonly<Record<RequestName, unknown>> = {
  'app.info': null,
  'settings.get': null,
  'settings.set': { ...defaultSettings, lastSpec: spec, lastCommand: command },
  'workloads.list': null,
  'module.choose': null,
  'module.check': { file: '/a.mjs', python: '/usr/bin/python3' },
  'python.list': { file: '/a.py' },
  'compare.start': spec,
  'compare.stop': null,
  'compare.skip': null,
  'app.doctor': null,
  'python.survey': null,
  'profile.start': { command, append: 'id' },
  'profile.processes': null,
  'profile.attach': { pid: 1, seconds: 1, append: null },
  'profile.chooseFolder': null,
  'profile.chooseFile': null,
  'library.list': null,
  'library.open': { id: 'id', stream: 's' },
  'library.stopReading': { id: 'id' },
  'library.choose': null,
  'library.save': { id: 'id', as: true },
  'library.rename': { id: 'id', name: 'name' },
  'library.remove': { id: 'id' },
  'library.restore': { id: 'id' },
  'library.annotate': { id: 'id', notes: '', view },
  'live.set': { on: true },
  'window.setFullScreen': { on: true },
};

function anything(draw: Draw, depth = 0): unknown {
  const kinds = [
    () => draw.hostileString(),
    () => draw.hostileNumber(),
    () => draw.oneIn(2),
    () => null,
    () => undefined,
    () => draw.bytes(draw.int(0, 9)),
    () => new Date(0),
    () => new Map([[draw.hostileString(), 1]]),
    () => Array.from({ length: draw.int(0, 5) }, () => anything(draw, depth + 1)),
    () => Object.fromEntries([[draw.hostileString(), anything(draw, depth + 1)]]),
  ];
  return draw.pick(depth > 3 ? kinds.slice(0, 5) : kinds)();
}

/** The same with one value, somewhere in it, replaced, left out or added to. */
function mutated(value: unknown, draw: Draw): unknown {
  if (typeof value !== 'object' || value === null || draw.oneIn(4)) return anything(draw);
  const keys = Object.keys(value);
  if (keys.length === 0) return anything(draw);
  const key = draw.pick(keys);
  const copy = structuredClone(value) as Record<string, unknown>;
  if (draw.oneIn(4)) delete copy[key];
  else copy[key] = mutated(copy[key], draw);
  if (draw.oneIn(4)) Object.defineProperty(copy, draw.hostileString(), { value: anything(draw), enumerable: true });
  return copy;
}

/** Handlers that do nothing but say which request came through. */
function listening() {
  const came: { readonly name: string; readonly argument: unknown }[] = [];
  const handler = (name: string) => [name, (argument: unknown) => void came.push({ name, argument })];
  // A table of the contract's names: what they reply is not looked at here.
  return { came, handlers: Object.fromEntries(names.map(handler)) as unknown as Handlers };
}

describe('requests of the window', () => {
  fuzz('come through when they are right', { rounds: names.length }, async (_draw, round) => {
    const name = names[round % names.length]!;
    const { came, handlers } = listening();
    expect(await answerRequest(handlers, name, right[name])).toMatchObject({ ok: true });
    expect(came).toHaveLength(1);
  });

  fuzz('are refused with one sentence when they are malformed, and reach nothing', { rounds: 4000 }, async (draw) => {
    const name = draw.pick(names);
    const argument = draw.oneIn(3) ? anything(draw) : mutated(right[name], draw);
    const { came, handlers } = listening();
    const reply = await answerRequest(handlers, name, argument);
    const parsed = requests[name].safeParse(argument);
    expect(reply.ok).toBe(parsed.success);
    // What came through is what the contract says, and nothing beside it.
    expect(came).toEqual(parsed.success ? [{ name, argument: parsed.data }] : []);
    if (reply.ok) return;
    expect(reply.message).toMatch(/^[\w.]+: .*\.$/s);
    expect(reply.message.length).toBeLessThan(2000);
    expect(z.string().safeParse(reply.message).success).toBe(true);
  });

  fuzz('with a name that the contract does not have reach nothing', { rounds: 500 }, async (draw) => {
    const name = draw.oneIn(2) ? anything(draw) : `${draw.pick(names)}${draw.hostileString()} `;
    const { came, handlers } = listening();
    const reply = await answerRequest(handlers, name, right[draw.pick(names)]);
    expect(reply).toMatchObject({ ok: false, message: expect.stringMatching(/^There is no request called .*\.$/s) });
    expect(came).toEqual([]);
  });
});
