import type { TimeRange } from '../../core/trace/time-range';
import { panBy, zoomAt } from './viewport';

/** What a key is pressed on. Nanos. */
export interface CommandInput {
  readonly viewport: TimeRange;
  readonly whole: TimeRange;
  readonly cursor: number | null;
  readonly selection: TimeRange | null;
}

/** What it changes; what is left out stays. A viewport of null is everything. */
export interface CommandResult {
  readonly viewport?: TimeRange | null;
  readonly selection?: TimeRange | null;
  readonly cursor?: number;
}

export interface TimelineCommand {
  /** As `KeyboardEvent.key`, small letters. */
  readonly keys: readonly string[];
  /** For the list of keys. */
  readonly label: string;
  readonly run: (input: CommandInput) => CommandResult;
}

const zoomStep = 1.5;

const anchorOf = ({ viewport, cursor }: CommandInput): number =>
  cursor !== null && cursor >= viewport.start && cursor <= viewport.end ? cursor : (viewport.start + viewport.end) / 2;
const lengthOf = ({ start, end }: TimeRange): number => end - start;

const zoom =
  (factor: number) =>
  (input: CommandInput): CommandResult => ({
    viewport: zoomAt(input.viewport, anchorOf(input), factor, input.whole),
  });
const pan =
  (share: number) =>
  ({ viewport, whole }: CommandInput): CommandResult => ({
    viewport: panBy(viewport, lengthOf(viewport) * share, whole),
  });
const moveCursor =
  (share: number) =>
  (input: CommandInput): CommandResult => {
    const { viewport } = input;
    const cursor = anchorOf(input) + lengthOf(viewport) * share;
    return { cursor: Math.min(viewport.end, Math.max(viewport.start, cursor)) };
  };

/** Everything that keys do on a timeline, in the order in which it is listed. */
export const timelineCommands: readonly TimelineCommand[] = [
  { keys: ['+', '=', 'w'], label: 'Zoom in at the cursor', run: zoom(1 / zoomStep) },
  { keys: ['-', '_', 's'], label: 'Zoom out', run: zoom(zoomStep) },
  { keys: ['arrowleft', 'a'], label: 'Move left', run: pan(-0.15) },
  { keys: ['arrowright', 'd'], label: 'Move right', run: pan(0.15) },
  {
    keys: ['home'],
    label: 'To the beginning',
    run: ({ viewport, whole }) => ({ viewport: panBy(viewport, -lengthOf(whole), whole) }),
  },
  {
    keys: ['end'],
    label: 'To the end',
    run: ({ viewport, whole }) => ({ viewport: panBy(viewport, lengthOf(whole), whole) }),
  },
  { keys: ['0'], label: 'Show everything', run: () => ({ viewport: null }) },
  { keys: [','], label: 'Move the cursor left', run: moveCursor(-0.01) },
  { keys: ['.'], label: 'Move the cursor right', run: moveCursor(0.01) },
  {
    keys: ['['],
    label: 'Selection begins at the cursor',
    run: (input) => ({ selection: ordered(anchorOf(input), input.selection?.end ?? input.viewport.end) }),
  },
  {
    keys: [']'],
    label: 'Selection ends at the cursor',
    run: (input) => ({ selection: ordered(input.selection?.start ?? input.viewport.start, anchorOf(input)) }),
  },
  { keys: ['escape'], label: 'Clear the selection', run: () => ({ selection: null }) },
];

export function commandOf(key: string): TimelineCommand | null {
  return timelineCommands.find(({ keys }) => keys.includes(key.toLowerCase())) ?? null;
}

/** A range from two times in any order. */
export function ordered(a: number, b: number): TimeRange {
  return { start: Math.min(a, b), end: Math.max(a, b) };
}
