import { describe, expect, it } from 'vitest';
import type { ToRecorder } from '../../../../src/core/protocol/recorder';
import { dispatch, isRequest, type RecorderHandlers } from '../../../../src/recorder/serve/dispatch';

const handlers = {
  rename: ({ name }: { name: string }) => {
    if (name === '') throw new Error('A comparison needs a name.');
    return null;
  },
} as unknown as RecorderHandlers;

const ask = (message: unknown) => dispatch(handlers, message as ToRecorder);

describe('dispatch', () => {
  it('answers with the value, or with the sentence of the error', async () => {
    expect(await ask({ call: 1, name: 'rename', argument: { id: 'a', name: 'b' } })).toEqual({
      type: 'reply',
      call: 1,
      value: null,
    });
    expect(await ask({ call: 2, name: 'rename', argument: { id: 'a', name: '' } })).toEqual({
      type: 'error',
      call: 2,
      message: 'A comparison needs a name.',
    });
  });

  it.each(['nonsense', 'constructor', '__proto__'])('refuses %s', async (name) => {
    expect(await ask({ call: 3, name, argument: null })).toMatchObject({ type: 'error', call: 3 });
  });

  it('survives an argument that is none', async () => {
    expect(await ask({ call: 4, name: 'rename', argument: null })).toMatchObject({ type: 'error', call: 4 });
  });

  it.each([null, undefined, 'hello', 7, {}, { call: '1', name: 'live' }, { type: 'viewer' }])(
    'takes %o for no request',
    (message) => {
      expect(isRequest(message)).toBe(false);
    },
  );
});
