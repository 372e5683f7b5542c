import { formatDuration } from '../../core/base/format-duration';
import { stateTimes } from '../../core/analysis/thread-states';
import { trackOfLane } from '../../core/trace/find-tracks';
import type { LaneId } from '../../core/trace/lane';
import type { Recording } from '../../core/trace/recording';
import { trackNames } from '../../core/trace/track';

/** A thread that was ended by force: what it sampled since it last told of any is gone. */
export interface CutThread {
  readonly lane: LaneId;
  /** What the notice calls it. */
  readonly name: string;
  /** Of its last sample, or of its first word. */
  readonly from: number;
}

export interface MissingSamples {
  /** Null: not known, since nobody knows when the threads were on a core. */
  readonly count: number | null;
  /** For the recording's notices; null: nothing is missing. */
  readonly sentence: string | null;
}

const none: MissingSamples = { count: 0, sentence: null };

/** Samples that threads took and never told: one for each interval in which they were on a core. */
export function missingSamples(recording: Recording, cut: readonly CutThread[], intervalNs: number): MissingSamples {
  const missing: { readonly thread: CutThread; readonly ms: number }[] = [];
  for (const thread of cut) {
    const states = trackOfLane(recording, thread.lane, 'states', trackNames.states);
    if (states === null) return { count: null, sentence: sentenceOf(thread, cut.length - 1, null) };
    const range = { start: thread.from, end: Infinity };
    const { onCpuMs } = stateTimes(states.columns, range, new Map());
    if (onCpuMs * 1e6 >= intervalNs) missing.push({ thread, ms: onCpuMs });
  }
  if (missing.length === 0) return none;
  const ms = missing.reduce((sum, one) => sum + one.ms, 0);
  const worst = missing.reduce((most, one) => (one.ms > most.ms ? one : most));
  return {
    count: Math.round((ms * 1e6) / intervalNs),
    sentence: sentenceOf(worst.thread, missing.length - 1, ms),
  };
}

function sentenceOf({ name, from }: CutThread, others: number, ms: number | null): string {
  const who = others === 0 ? name : `${name} and ${others} other ${others === 1 ? 'thread' : 'threads'}`;
  const how = others === 0 ? 'was ended' : 'were ended';
  const time = ms === null ? '' : ` of ${formatDuration(ms)} on a core`;
  const since = others === 0 ? `, from ${formatDuration(from / 1e6)} on` : '';
  return `CPU samples${time} are missing${since}: ${who} ${how} by force, and a thread of Node tells its samples only while its event loop turns.`;
}
