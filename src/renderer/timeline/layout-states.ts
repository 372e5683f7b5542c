import { stateFlags, threadStates, type ThreadState } from '../../core/trace/track';
import type { StatePlace } from './arrange-bands';
import { colour, pattern, type ColourName } from './colours';
import type { DrawListBuilder } from './draw-list';
import { xOf, type TimeScale } from './viewport';

/*
 * What a thread did: work has height, waiting is a line.
 *
 *     ████      ████████  running: the full height
 *     ████──────████████  what it waited for, in the colour of the reason; hatched where that is inferred
 *     ████▨▨▨▨──████████  wanted a core and had none: hatched, thicker
 */
const colours: Readonly<Record<ThreadState, ColourName>> = {
  running: 'running',
  runnable: 'runnable',
  io: 'io',
  lock: 'lock',
  gil: 'gil',
  sleep: 'sleep',
  poll: 'poll',
  child: 'child',
  other: 'sleep',
  unknown: 'unmeasured',
};
const stateColours = threadStates.map((state) => colour[colours[state]]);
const running = threadStates.indexOf('running');
const runnable = threadStates.indexOf('runnable');
const unknown = threadStates.indexOf('unknown');

/** With less room than this for an interval, px on average, shares of columns are drawn. */
const leastWidth = 1.5;
/** Of a state that the user does not want to see: it is still told that there is something. */
const mutedOpacity = 28;
/** Below this share of a pixel nothing is drawn. */
const least = 0.01;

export function layoutStates(
  builder: DrawListBuilder,
  { row, top, height }: StatePlace,
  scale: TimeScale,
  y: (value: number) => number,
  muted: ReadonlySet<ThreadState>,
): void {
  const { viewport, width } = scale;
  const opacities = threadStates.map((state) => (muted.has(state) ? mutedOpacity : 255));
  const { first, end } = row.index.rowsWithin(viewport.start, viewport.end);
  const place = { middle: y(top) + height / 2, height, opacities };
  if (end - first <= width / leastWidth) layoutIntervals(builder, row.columns, first, end, place, scale);
  else layoutShares(builder, row, place, scale);
}

interface Place {
  /** By state. */
  readonly opacities: readonly number[];
  readonly middle: number;
  readonly height: number;
}

function layoutIntervals(
  builder: DrawListBuilder,
  { start, end, state, flags }: StatePlace['row']['columns'],
  first: number,
  last: number,
  place: Place,
  scale: TimeScale,
): void {
  const right = scale.left + scale.width;
  for (let row = first; row < last; row++) {
    const x0 = Math.max(scale.left, xOf(scale, start[row]!));
    const x1 = Math.min(right, xOf(scale, end[row]!));
    if (x1 <= x0) continue;
    drawState(builder, state[row]!, x0, x1, place, 1, (flags[row]! & stateFlags.inferred) !== 0);
  }
}

/** A column a pixel: as high as the share of it that the thread ran, on the line of what it mostly waited for. */
function layoutShares(
  builder: DrawListBuilder,
  row: StatePlace['row'],
  place: Place,
  { viewport, left, width }: TimeScale,
): void {
  const parts = Math.floor(width);
  const step = (viewport.end - viewport.start) / width;
  const profile = row.index.profile(viewport.start, viewport.start + step * parts, parts);
  const states = threadStates.length;
  let from = 0;
  let wait = -1;
  for (let part = 0; part <= parts; part++) {
    const next = part === parts ? -1 : mostWaited(profile, part * states);
    if (next === wait && part < parts) continue;
    if (wait >= 0) drawState(builder, wait, left + from, left + part, place, 1, false);
    from = part;
    wait = next;
  }
  for (let part = 0; part < parts; part++) {
    const share = profile[part * states + running]!;
    if (share < least) continue;
    drawState(builder, running, left + part, left + part + 1, place, share, false);
  }
}

function mostWaited(profile: Float32Array, at: number): number {
  let most = -1;
  let longest = least;
  for (let state = 0; state < threadStates.length; state++) {
    if (state === running || profile[at + state]! <= longest) continue;
    most = state;
    longest = profile[at + state]!;
  }
  return most;
}

function drawState(
  builder: DrawListBuilder,
  state: number,
  x0: number,
  x1: number,
  { middle, height, opacities }: Place,
  share: number,
  inferred: boolean,
): void {
  const full = Math.max(2, height - 3);
  const line = Math.max(1, Math.min(4, Math.round(height / 4)));
  const thick =
    state === running ? Math.max(1, Math.round(full * share)) : state === runnable ? Math.min(full, line * 2) : line;
  const hatched = state === runnable || state === unknown || inferred;
  const top = Math.round(middle - thick / 2);
  builder.rect(
    x0,
    top,
    x1,
    top + thick,
    stateColours[state]!,
    opacities[state],
    hatched ? pattern.hatched : pattern.solid,
  );
}
