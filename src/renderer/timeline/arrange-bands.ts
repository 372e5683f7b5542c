import type { LaneId } from '../../core/trace/lane';
import type { Band, LaneRow } from './band';
import { chooseThreads, usualThreads, type ThreadLook } from './choose-threads';
import type { Metrics } from './metrics';
import type { TrackRow } from './rows/track-row';
import type { StateLaneRow } from './state-lane-row';

/** Where everything of a band lies, in px from the top of all bands. */
export interface BandPlace {
  readonly band: Band;
  readonly collapsed: boolean;
  readonly top: number;
  readonly bottom: number;
  readonly header: Span;
  /** Room for sentences below the header: what failed, and why. */
  readonly note: Span | null;
  readonly cores: RowsPlace;
  readonly lanes: readonly LanePlace[];
  readonly states: readonly StatePlace[];
  readonly tracks: readonly TrackPlace[];
  /** Room for a word on threads that are folded away. */
  readonly folded: Span | null;
  /** Null where there is nothing to draw, or the band is collapsed. */
  readonly inFlight: Span | null;
  readonly lag: Span | null;
}

export interface Span {
  readonly top: number;
  readonly height: number;
}

/** Equal rows: row i is drawn from `top + i * pitch` on, `height` px high. */
export interface RowsPlace {
  readonly top: number;
  readonly rows: number;
  readonly pitch: number;
  readonly height: number;
}

export interface LanePlace {
  readonly row: LaneRow;
  readonly top: number;
  readonly height: number;
  /** One row a slot; null: there are more slots than rows would fit, so their number is drawn. */
  readonly slots: RowsPlace | null;
  /** It has more slots than usually fit: it can be opened, so that each has its row, and closed again. */
  readonly folds: boolean;
}

export interface StatePlace {
  readonly row: StateLaneRow;
  readonly top: number;
  readonly height: number;
}

export interface TrackPlace {
  readonly row: TrackRow;
  readonly top: number;
  readonly height: number;
}

export interface Arrangement {
  readonly metrics: Metrics;
  /** Where the plot begins and how wide it is, px. */
  readonly left: number;
  readonly width: number;
  readonly bands: readonly BandPlace[];
  readonly height: number;
}

export interface ArrangeOptions {
  readonly metrics: Metrics;
  /** Of the whole picture, px. */
  readonly width: number;
  readonly isCollapsed: (band: Band) => boolean;
  /** Px that a band needs for sentences of its own; 0: none. */
  readonly noteHeight?: (band: Band) => number;
  /** Whether a lane with many slots is open: each has its row. Left out: none is. */
  readonly isOpen?: (band: Band, row: LaneRow) => boolean;
  /** Which threads of commands are drawn; left out: those that ran. */
  readonly threads?: ThreadLook;
  /** Whether a band shows its charts; left out: each does. */
  readonly hasCharts?: (band: Band) => boolean;
}

/** Px of a slot of an open lane; of all of them, as long as they are not thinner than two. */
const openPitch = 9;
const mostOpen = 9000;

/** Puts bands under each other. */
export function arrangeBands(bands: readonly Band[], options: ArrangeOptions): Arrangement {
  const { metrics, width } = options;
  const places: BandPlace[] = [];
  let top = 0;
  for (const band of bands) {
    const place = arrangeBand(band, top, options);
    places.push(place);
    top = place.bottom;
  }
  return {
    metrics,
    left: metrics.labelWidth,
    width: Math.max(1, width - metrics.labelWidth - metrics.restWidth),
    bands: places,
    height: top,
  };
}

function arrangeBand(band: Band, top: number, options: ArrangeOptions): BandPlace {
  const { metrics } = options;
  const collapsed = options.isCollapsed(band);
  const noteHeight = options.noteHeight?.(band) ?? 0;
  const hasCharts = options.hasCharts?.(band) ?? true;
  const header = { top, height: metrics.headerHeight };
  let y = top + metrics.headerHeight;
  const note = noteHeight > 0 ? { top: y, height: noteHeight } : null;
  y += noteHeight;
  const cores = arrangeCores(band, y, collapsed, metrics);
  if (cores.rows > 0) y += cores.rows * cores.pitch + metrics.gap;
  if (collapsed) {
    const nothing = { lanes: [], states: [], tracks: [], folded: null, inFlight: null, lag: null };
    return { band, collapsed, top, bottom: y, header, note, cores, ...nothing };
  }

  const states: StatePlace[] = [];
  const tracks: TrackPlace[] = [];
  const lanes: LanePlace[] = [];
  const { all } = band.states;
  const rows = chooseThreads(band.states, options.threads ?? usualThreads);
  const oneState = stateHeight(rows.length, metrics);
  const oneLane = laneHeight(band, metrics);
  const placeTracks = (beneath: (thread: LaneId | null) => boolean): void => {
    for (const row of band.tracks) {
      if (row.isEmpty || !beneath(row.thread)) continue;
      const height = row.height(metrics);
      tracks.push({ row, top: y, height });
      y += height;
    }
    for (const row of band.lanes) {
      if (!beneath(row.thread)) continue;
      const place = arrangeLane(row, y, oneLane, metrics, options.isOpen?.(band, row) ?? false);
      lanes.push(place);
      y += place.height;
    }
  };
  const known = new Set(all.map(({ lane }) => lane.id));
  for (const row of rows) {
    states.push({ row, top: y, height: oneState });
    y += oneState;
    placeTracks((thread) => thread === row.lane.id);
  }
  const folded = rows.length === all.length ? null : { top: y, height: metrics.laneHeight };
  if (folded !== null) y += folded.height;
  if (states.length > 0) y += metrics.gap;
  // Threads whose states could not be seen.
  placeTracks((thread) => thread === null || !known.has(thread));
  if (lanes.length > 0) y += metrics.gap;
  const inFlight = band.inFlight === null || !hasCharts ? null : { top: y, height: metrics.chartHeight };
  if (inFlight !== null) y += metrics.chartHeight + metrics.gap;
  const lag = band.loops.length === 0 || !hasCharts ? null : { top: y, height: metrics.chartHeight };
  if (lag !== null) y += metrics.chartHeight + metrics.gap;
  return {
    band,
    collapsed,
    top,
    bottom: y + metrics.gap,
    header,
    note,
    cores,
    lanes,
    states,
    tracks,
    folded,
    inFlight,
    lag,
  };
}

/** Few cores: rows apart. Many: thinner rows that touch. A collapsed band keeps them as its summary. */
function arrangeCores(band: Band, top: number, collapsed: boolean, metrics: Metrics): RowsPlace {
  const rows = band.cores.length;
  const room = collapsed ? metrics.coreHeight * 4 : metrics.coresHeight;
  const fit = Math.floor(room / Math.max(1, rows));
  const least = collapsed ? 1 : metrics.thinCoreHeight;
  const pitch = Math.min(metrics.coreHeight + 1, Math.max(least, fit));
  return { top, rows, pitch, height: pitch > 3 ? pitch - 1 : pitch };
}

function laneHeight(band: Band, metrics: Metrics): number {
  const single = band.lanes.filter((row) => row.slots === 1).length;
  const fit = Math.floor(metrics.lanesHeight / Math.max(1, single));
  return Math.min(metrics.laneHeight, Math.max(metrics.thinLaneHeight, fit));
}

/** Threads keep some height: their states are told apart by it. */
function stateHeight(rows: number, metrics: Metrics): number {
  const fit = Math.floor((metrics.lanesHeight * 2) / Math.max(1, rows));
  return Math.min(metrics.laneHeight, Math.max(metrics.thinLaneHeight * 2, fit));
}

/** A lane grows with its slots up to `slotsHeight`; then its rows get thinner; then only their number is drawn. */
function arrangeLane(row: LaneRow, top: number, oneLane: number, metrics: Metrics, isOpen: boolean): LanePlace {
  if (row.slots === 1) {
    const height = barHeight(oneLane, metrics);
    return { row, top, height: oneLane, slots: { top, rows: 1, pitch: oneLane, height }, folds: false };
  }
  const thinnest = 2;
  // A third more than usual is spent before rows give way to a density: 64 slots, the default, are still seen one by one.
  const most = Math.floor((metrics.slotsHeight * 4) / 3);
  const folds = row.slots * thinnest > most;
  if (folds && !isOpen) return { row, top, height: metrics.slotsHeight + metrics.gap / 2, slots: null, folds };
  const room = folds ? Math.min(row.slots * openPitch, mostOpen) : metrics.slotsHeight;
  const pitch = Math.min(metrics.laneHeight, Math.max(thinnest, Math.floor(room / row.slots)));
  const slots = { top, rows: row.slots, pitch, height: barHeight(pitch, metrics) };
  return { row, top, height: row.slots * pitch + metrics.gap / 2, slots, folds };
}

const barHeight = (pitch: number, metrics: Metrics): number =>
  pitch >= metrics.laneHeight ? Math.round((pitch * 5) / 6) : pitch > 4 ? pitch - 1 : pitch;
