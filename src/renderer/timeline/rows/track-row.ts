import type { LaneId } from '../../../core/trace/lane';
import type { DrawListBuilder } from '../draw-list';
import type { Metrics } from '../metrics';
import type { TimeScale } from '../viewport';

/** A line of what is known of something on the timeline. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Told {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** Where a row is drawn, CSS px of the picture. */
export interface RowBox {
  readonly top: number;
  readonly height: number;
}

/**
 * What stands beneath a thread: one kind of thing that its program told of itself. Each kind is a class of its own, which
 * knows how high it is, how it looks, and what it says of a point.
 */
export interface TrackRow {
  /** Lane of the thread that it stands beneath; null: of none. */
  readonly thread: LaneId | null;
  readonly name: string;
  /** Has nothing to show, and takes no room. */
  readonly isEmpty: boolean;
  /** Px. */
  height(metrics: Metrics): number;
  layout(builder: DrawListBuilder, box: RowBox, scale: TimeScale, metrics: Metrics): void;
  /**
   * What lies at a point; null: nothing.
   *
   * @param at Nanos
   * @param below px from the top of the row
   * @param near Nanos that count as a hit beside something thin
   */
  tell(at: number, below: number, height: number, near: number): Told | null;
}
