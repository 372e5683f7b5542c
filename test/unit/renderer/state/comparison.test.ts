import { beforeEach, describe, expect, it } from 'vitest';
import type { CompareProgress } from '../../../../src/core/protocol/contract';
import type { RunManifest } from '../../../../src/core/trace/run';
import {
  closeComparison,
  openComparison,
  receiveComparison,
  receiveProgress,
  receiveRun,
  runningComparison,
  shownComparison,
  useComparison,
} from '../../../../src/renderer/state/comparison';
import { useNavigation } from '../../../../src/renderer/state/navigation';
import { appendChunks, useRecordings } from '../../../../src/renderer/state/recordings';
import { initialView, useViewState } from '../../../../src/renderer/state/view';
import { chunkWith, comparisonOf, runOf } from './fake-window';

const run = (id: string, status: RunManifest['status'] = 'recording'): RunManifest => runOf(status, id);

const progress = (id: string, state: CompareProgress['state']): CompareProgress => ({
  comparison: id,
  state,
  finishedRuns: 0,
  totalRuns: 1,
  current: null,
  manifest: null,
});

const chunkOf = (comparison: string, run: string) => ({ comparison, run, chunk: chunkWith(1) });

const state = () => useComparison.getState();
const recorded = () => Object.keys(useRecordings.getState().versions);

beforeEach(() => {
  useComparison.setState({ documents: {}, shown: null, loading: new Set(), progress: null });
  useNavigation.setState({ view: 'home' });
});

describe('the comparison', () => {
  it('is shown with the view it was left with', async () => {
    const view = { ...initialView, collapsed: ['serial' as const], viewport: { start: 1, end: 2 } };
    receiveComparison(comparisonOf('a', { view }), null);
    expect(shownComparison(state())).toBeNull();
    await openComparison({ id: 'a' });
    expect(shownComparison(state())?.id).toBe('a');
    expect(useNavigation.getState().view).toBe('compare');
    expect(useViewState.getState()).toEqual({ comparison: 'a', view });
  });

  it('takes runs as they begin and as they change, in the order they were run', () => {
    receiveComparison(comparisonOf('a'), null);
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
    receiveComparison(comparisonOf('a'), null);
    appendChunks([chunkOf('a', '1')]);
    expect(recorded()).toEqual(['a 1']);
    receiveComparison(comparisonOf('a'), null);
    expect(recorded()).toEqual([]);
  });

  it('that runs is kept while another one is shown, and let go of after it', async () => {
    receiveComparison(comparisonOf('runs'), null);
    for (const id of ['old', 'other']) {
      useComparison.setState(({ documents }) => ({ documents: { ...documents, [id]: comparisonOf(id) } }));
    }
    void receiveProgress(progress('runs', 'running'));
    appendChunks([chunkOf('runs', '1'), chunkOf('old', '2'), chunkOf('other', '3')]);
    await openComparison({ id: 'old' });
    expect(runningComparison(state())).toBe('runs');
    expect(Object.keys(state().documents)).toEqual(['runs', 'old']);
    expect(recorded()).toEqual(['runs 1', 'old 2']);
    void receiveProgress(progress('runs', 'done'));
    await openComparison({ id: 'old' });
    expect(Object.keys(state().documents)).toEqual(['old']);
    expect(recorded()).toEqual(['old 2']);
  });

  it('leaves the page when it is removed', async () => {
    receiveComparison(comparisonOf('a'), null);
    appendChunks([chunkOf('a', '1')]);
    await openComparison({ id: 'a' });
    closeComparison('a');
    expect(state().shown).toBeNull();
    expect(state().documents).toEqual({});
    expect(recorded()).toEqual([]);
  });
});
