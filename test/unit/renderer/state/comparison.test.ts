import { beforeEach, describe, expect, it } from 'vitest';
import type { CompareProgress } from '../../../../src/core/protocol/contract';
import type { RecorderEvent } from '../../../../src/core/protocol/recorder';
import type { ComparisonManifest } from '../../../../src/core/trace/comparison';
import type { RunManifest } from '../../../../src/core/trace/run';
import {
  closeComparison,
  openComparison,
  receiveComparison,
  receiveOpened,
  receiveProgress,
  receiveRun,
  runningComparison,
  shownComparison,
  useComparison,
} from '../../../../src/renderer/state/comparison';
import { useNavigation } from '../../../../src/renderer/state/navigation';
import { appendChunks, useRecordings } from '../../../../src/renderer/state/recordings';
import { initialView, useViewState } from '../../../../src/renderer/state/view';

const run = (id: string, status: RunManifest['status'] = 'recording'): RunManifest => ({
  schema: 'juggler.run/1',
  id,
  mode: 'serial',
  workers: 1,
  inFlight: 1,
  repeat: 1,
  status,
  startedAt: '2026-01-01T00:00:00.000Z',
  capabilities: {},
});

const comparison = (id: string, some: Partial<ComparisonManifest> = {}): ComparisonManifest => ({
  schema: 'juggler.comparison-file/1',
  id,
  name: id,
  createdAt: '2026-01-01T00:00:00.000Z',
  version: '0.1.0',
  machine: {
    logicalCores: 2,
    physicalCores: 2,
    model: 'a machine',
    memoryBytes: 1,
    os: 'an os',
    kernel: '1',
    node: '20',
    electron: null,
  },
  spec: {
    workload: { kind: 'built-in', id: 'primes', title: 'Primes', items: 4, seed: 1, parameters: {} },
    modes: ['serial'],
    workers: 2,
    inFlight: 64,
    repeats: 1,
    timeLimitMs: null,
  },
  runs: [],
  notes: '',
  view: null,
  ...some,
});

const progress = (id: string, state: CompareProgress['state']): CompareProgress => ({
  comparison: id,
  state,
  finishedRuns: 0,
  totalRuns: 1,
  current: null,
  manifest: null,
});

type Chunk = Extract<RecorderEvent, { type: 'chunk' }>;
const chunkOf = (comparison: string, run: string): Pick<Chunk, 'comparison' | 'run' | 'chunk'> => ({
  comparison,
  run,
  chunk: { lanes: [], tracks: [], strings: [], rows: [], open: [], seenUntil: 1 },
});

const state = () => useComparison.getState();
const recorded = () => Object.keys(useRecordings.getState().versions);

beforeEach(() => {
  useComparison.setState({ documents: {}, shown: null, loading: new Set(), progress: null });
  useNavigation.setState({ view: 'home' });
});

describe('the comparison', () => {
  it('is shown with the view it was left with', async () => {
    const view = { ...initialView, collapsed: ['serial' as const], viewport: { start: 1, end: 2 } };
    receiveComparison(comparison('a', { view }));
    expect(shownComparison(state())).toBeNull();
    await openComparison({ id: 'a' });
    expect(shownComparison(state())?.id).toBe('a');
    expect(useNavigation.getState().view).toBe('compare');
    expect(useViewState.getState()).toEqual({ comparison: 'a', view });
  });

  it('takes runs as they begin and as they change, in the order they were run', () => {
    receiveComparison(comparison('a'));
    receiveRun('a', run('1'));
    receiveRun('a', run('2'));
    receiveRun('a', run('1', 'done'));
    receiveRun('nobody', run('3'));
    expect(state().documents['a']!.runs.map(({ id, status }) => [id, status])).toEqual([
      ['1', 'done'],
      ['2', 'recording'],
    ]);
  });

  it('begins anew when it is streamed again, instead of having everything twice', () => {
    receiveComparison(comparison('a'));
    appendChunks([chunkOf('a', '1')]);
    expect(recorded()).toEqual(['1']);
    receiveComparison(comparison('a'));
    expect(recorded()).toEqual([]);
  });

  it('that runs is kept while another one is shown, and let go of after it', async () => {
    for (const id of ['runs', 'old', 'other']) receiveComparison(comparison(id));
    void receiveProgress(progress('runs', 'running'));
    appendChunks([chunkOf('runs', '1'), chunkOf('old', '2'), chunkOf('other', '3')]);
    await openComparison({ id: 'old' });
    expect(runningComparison(state())).toBe('runs');
    expect(Object.keys(state().documents)).toEqual(['runs', 'old']);
    expect(recorded()).toEqual(['1', '2']);
    void receiveProgress(progress('runs', 'done'));
    await openComparison({ id: 'old' });
    expect(Object.keys(state().documents)).toEqual(['old']);
    expect(recorded()).toEqual(['2']);
  });

  it('is not loading once it was read, and never while it runs', () => {
    useComparison.setState({ loading: new Set(['read', 'runs']) });
    receiveOpened('read');
    expect([...state().loading]).toEqual(['runs']);
    void receiveProgress(progress('runs', 'running'));
    expect(state().loading.size).toBe(0);
  });

  it('leaves the page when it is removed', async () => {
    receiveComparison(comparison('a'));
    appendChunks([chunkOf('a', '1')]);
    await openComparison({ id: 'a' });
    closeComparison('a');
    expect(state().shown).toBeNull();
    expect(state().documents).toEqual({});
    expect(recorded()).toEqual([]);
  });
});
