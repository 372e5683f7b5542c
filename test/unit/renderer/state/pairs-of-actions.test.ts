import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openedPrefix } from '../../../../src/core/protocol/contract';
import type { RecorderEvent } from '../../../../src/core/protocol/recorder';
import {
  openComparison,
  receiveProgress,
  startComparison,
  useComparison,
} from '../../../../src/renderer/state/comparison';
import { removeComparison, renameComparison } from '../../../../src/renderer/state/library';
import { useNavigation } from '../../../../src/renderer/state/navigation';
import { receiveEvent } from '../../../../src/renderer/state/recorder-events';
import { keepRecordingsOf } from '../../../../src/renderer/state/recordings';
import { loadView, useViewState } from '../../../../src/renderer/state/view';
import { chunkWith, comparisonOf, runId, runOf, valuesOf } from './fake-window';

/*
 * Two things that the user does one after the other, and everything that comes of them in every order: events of the
 * recorder and replies of main come on different ways. All comparisons have a run of the same id, and the file that is
 * opened has the id of a comparison of the library.
 */

interface Asked {
  readonly name: string;
  readonly argument: { readonly stream?: string };
  readonly reply: (reply: unknown) => void;
}
let asked: Asked[] = [];

/** What each recording's one row says. */
const rows: Readonly<Record<string, number>> = { shown: 1, library: 2, file: 3, started: 4, runs: 5, runsAgain: 6 };

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};
const ask = (name: string): Asked => {
  const found = asked.findLast((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} was not asked`);
  return found;
};
const replyTo = (name: string, value: unknown) => (): void => ask(name).reply({ ok: true, value });

function streamed(id: string, stream: string | null, row: number, name = id): void {
  const events: RecorderEvent[] = [
    { type: 'comparison', manifest: comparisonOf(id, { name }), stream },
    { type: 'run', comparison: id, manifest: runOf(stream === null ? 'recording' : 'done') },
    { type: 'chunk', comparison: id, run: runId, chunk: chunkWith(row), writtenAtMs: 0 },
    ...(stream === null ? [] : [{ type: 'opened', comparison: id, stream } as const]),
  ];
  for (const event of events) receiveEvent(event);
}

const progress = (comparison: string, state: 'running' | 'failed') =>
  receiveProgress({ comparison, state, finishedRuns: 0, totalRuns: 1, current: null, manifest: null });

/** Begins something. @returns what comes of it: events, and the reply */
type Action = () => Promise<{ readonly events: () => void; readonly reply: () => void }>;

const quiet = (promise: Promise<unknown>): void => void promise.catch(() => undefined);

const actions: Readonly<Record<string, Action>> = {
  run: async () => {
    quiet(startComparison(comparisonOf('started').spec));
    await settle();
    return {
      events: () => {
        streamed('started', null, rows['started']!);
        void progress('started', 'running');
      },
      reply: replyTo('compare.start', { id: 'started' }),
    };
  },
  open: async () => {
    quiet(openComparison({ id: 'library' }));
    await settle();
    const opening = asked.findLast(({ name }) => name === 'library.open');
    const stream = opening?.argument.stream ?? '';
    const isGone = asked.some(({ name }) => name === 'library.remove');
    return {
      events: () => (isGone ? undefined : streamed('library', stream, rows['library']!)),
      reply: () =>
        opening?.reply(
          isGone
            ? { ok: false, message: 'It is gone.' }
            : { ok: true, value: comparisonOf('library', { runs: [runOf()] }) },
        ),
    };
  },
  import: async () => {
    quiet(openComparison({ file: '/a/copy.juggler' }));
    await settle();
    const opening = ask('library.open');
    const stream = opening.argument.stream ?? '';
    const id = `${openedPrefix}${stream}`;
    return {
      events: () => streamed(id, stream, rows['file']!),
      reply: () => opening.reply({ ok: true, value: comparisonOf(id, { runs: [runOf()] }) }),
    };
  },
  delete: async () => {
    quiet(removeComparison('library'));
    await settle();
    return { events: () => undefined, reply: replyTo('library.remove', null) };
  },
  rename: async () => {
    quiet(renameComparison('library', 'another name'));
    await settle();
    return { events: () => undefined, reply: replyTo('library.rename', null) };
  },
  recover: async () => {
    // The recorder of what runs dies, and what it had written is read again, if it is shown.
    streamed('runs', null, rows['runs']!);
    await progress('runs', 'running');
    quiet(openComparison({ id: 'runs' }));
    quiet(progress('runs', 'failed'));
    await settle();
    const opening = ask('library.open');
    return {
      events: () => streamed('runs', opening.argument.stream ?? '', rows['runsAgain']!),
      reply: () => opening.reply({ ok: true, value: comparisonOf('runs', { runs: [runOf('recovered')] }) }),
    };
  },
};

/** What must be shown in the end: what was asked for last, unless it was deleted. */
const shows: Readonly<Record<string, string>> = { run: 'started', open: 'library', import: 'file', recover: 'runs' };

/** What the row of the shown recording may say; null: nothing is shown. */
function expectedRows(first: string, second: string): readonly (number | null)[] {
  const shown = [second, first].filter((name) => name in shows);
  const isDeleted = first === 'delete' || second === 'delete';
  // Where the deletion came before what was opened, or after it was shown.
  if (shown[0] === 'open' && isDeleted) return [rows['shown']!, null];
  if (shown[0] === undefined) return [rows['shown']!];
  return [shown[0] === 'recover' ? rows['runsAgain']! : rows[shows[shown[0]]!]!];
}

const orders: readonly (readonly number[])[] = permutations([0, 1, 2, 3]);
function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => setTimeout(frame, 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  vi.stubGlobal('window', {
    juggler: {
      request: (name: string, argument: { readonly stream?: string }) =>
        name === 'library.list'
          ? Promise.resolve({ ok: true, value: { comparisons: [], recovered: [] } })
          : new Promise((reply) => asked.push({ name, argument, reply })),
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The window with one comparison that was opened before. */
async function freshWindow(): Promise<void> {
  asked = [];
  useComparison.setState({ documents: {}, shown: null, loading: new Set(), progress: null });
  loadView(null, null);
  keepRecordingsOf(new Set());
  useNavigation.setState({ view: 'home' });
  const opened = openComparison({ id: 'shown' });
  await settle();
  streamed('shown', ask('library.open').argument.stream ?? '', rows['shown']!);
  replyTo('library.open', comparisonOf('shown', { runs: [runOf()] }))();
  await opened;
  asked = [];
}

async function drawFrames(): Promise<void> {
  await settle();
  vi.advanceTimersByTime(1000);
  await settle();
}

const names = Object.keys(actions);
describe.each(names)('%s, and then', (first) => {
  it.each(names)('%s: nothing is mixed, whatever comes first', async (second) => {
    const ends: unknown[] = [];
    for (const order of orders) {
      await freshWindow();
      const one = await actions[first]!();
      const two = await actions[second]!();
      const steps = [one.events, one.reply, two.events, two.reply];
      for (const step of order) {
        steps[step]!();
        await drawFrames();
      }
      const { shown, documents, loading } = useComparison.getState();
      const document = shown === null ? null : documents[shown];
      ends.push({
        order: order.join(''),
        isExpected: expectedRows(first, second).some(
          (row) => `${row}` === (shown === null ? 'null' : valuesOf(shown).join()),
        ),
        isViewOfShown: useViewState.getState().comparison === shown,
        runs: document?.runs.length ?? 1,
        loading: loading.size,
        name: shown === 'library' && [first, second].includes('rename') ? document?.name : 'another name',
      });
    }
    const right = { isExpected: true, isViewOfShown: true, runs: 1, loading: 0, name: 'another name' };
    expect(ends).toEqual(orders.map((order) => ({ order: order.join(''), ...right })));
  });
});
