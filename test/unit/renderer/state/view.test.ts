import { beforeEach, describe, expect, it } from 'vitest';
import type { Mode } from '../../../../src/core/trace/run';
import {
  bandOrder,
  initialView,
  loadView,
  moveBand,
  toggleHidden,
  togglePinned,
  useViewState,
} from '../../../../src/renderer/state/view';

const run: readonly Mode[] = ['serial', 'async', 'threads', 'processes'];
const order = () => bandOrder(run, useViewState.getState().view).join(' ');

beforeEach(() => loadView('a', null));

describe('the order of the bands', () => {
  it('is the order they were run in', () => expect(order()).toBe('serial async threads processes'));

  it('is the user’s, with what the user never moved behind it', () => {
    useViewState.setState({ view: { ...initialView, order: ['threads', 'serial'] } });
    expect(order()).toBe('threads serial async processes');
  });

  it('moves by one and stops at the ends', () => {
    moveBand(run, 'threads', -1);
    expect(order()).toBe('serial threads async processes');
    moveBand(run, 'serial', -1);
    expect(order()).toBe('serial threads async processes');
    moveBand(run, 'processes', 1);
    expect(order()).toBe('serial threads async processes');
  });

  it('puts pinned ones first and leaves hidden ones out, and both can be undone', () => {
    togglePinned('processes');
    toggleHidden('async');
    expect(order()).toBe('processes serial threads');
    toggleHidden('async');
    togglePinned('processes');
    expect(order()).toBe('serial async threads processes');
  });

  it('knows nothing of modes that were not run', () => {
    useViewState.setState({ view: { ...initialView, order: ['threads', 'serial'], pinned: ['processes'] } });
    expect(bandOrder(['serial'], useViewState.getState().view)).toEqual(['serial']);
  });

  it('can be written down and read back', () => {
    togglePinned('async');
    const { view } = useViewState.getState();
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });
});
