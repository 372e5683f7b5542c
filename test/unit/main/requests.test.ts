import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerRequest, type Handlers } from '../../../src/main/answer-request';
import { requests } from '../../../src/core/protocol/contract';

const takesFile = (schema: unknown): boolean => JSON.stringify(z.toJSONSchema(schema as z.ZodType)).includes('"file"');

/** Every handler says that it was asked; the given ones do what they are told. */
function handlersWith(some: Partial<Handlers>): { handlers: Handlers; asked: string[] } {
  const asked: string[] = [];
  const all = Object.keys(requests).map((name) => [name, () => void asked.push(name)]);
  // A table of the contract's names: what they reply is not looked at here.
  return { handlers: { ...(Object.fromEntries(all) as unknown as Handlers), ...some }, asked };
}

describe('answerRequest', () => {
  it('hands the parsed argument on, without what the contract does not name', async () => {
    let got: unknown;
    const { handlers } = handlersWith({
      'live.set': (argument) => {
        got = argument;
        return null;
      },
    });
    expect(await answerRequest(handlers, 'live.set', { on: true, more: 1 })).toEqual({ ok: true, value: null });
    expect(got).toEqual({ on: true });
  });

  it.each([
    ['live.set', { on: 'yes' }],
    ['live.set', null],
    ['library.rename', { id: '../../etc', name: 'x' }],
    ['library.rename', { id: 'a', name: '' }],
    ['library.open', { id: 'a/b', stream: 's' }],
    ['library.open', { id: 'a', stream: '../s' }],
    ['library.open', {}],
    ['compare.start', { modes: [] }],
    ['settings.set', { theme: 'pink' }],
    ['settings.get', {}],
  ])('refuses %s with %j and asks nobody', async (name, argument) => {
    const { handlers, asked } = handlersWith({});
    const reply = await answerRequest(handlers, name, argument);
    expect(reply.ok).toBe(false);
    expect(asked).toEqual([]);
  });

  it.each(['toString', '__proto__', 'constructor', 'no.such', '', 7, null, { name: 'settings.get' }])(
    'knows no request called %j',
    async (name) => {
      const { handlers, asked } = handlersWith({});
      expect(await answerRequest(handlers, name, null)).toMatchObject({ ok: false });
      expect(asked).toEqual([]);
    },
  );

  it('makes one sentence of what a handler throws', async () => {
    const { handlers } = handlersWith({
      'library.remove': () => Promise.reject(new Error('There is no comparison called x.')),
    });
    const reply = await answerRequest(handlers, 'library.remove', { id: 'x' });
    expect(reply).toEqual({ ok: false, message: 'There is no comparison called x.' });
  });
});

it('names a file only where one is read: a path to write is never the window’s', () => {
  const naming = Object.entries(requests).filter(([, schema]) => takesFile(schema));
  expect(naming.map(([name]) => name)).toEqual(['module.check', 'python.list', 'library.open']);
});
