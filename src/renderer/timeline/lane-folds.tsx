import type { ReactNode } from 'react';
import type { Arrangement } from './arrange-bands';
import type { Band, LaneRow } from './band';

/** Px, as the style sheet has it. */
const height = 18;

/** What tells a lane from all others of a picture. */
export const laneKey = ({ mode }: Band, { lane, name }: LaneRow): string => `${mode} ${lane} ${name}`;

export function toggled(opened: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const changed = new Set(opened);
  if (!changed.delete(key)) changed.add(key);
  return changed;
}

export interface LaneFoldsProps {
  readonly arrangement: Arrangement;
  /** `laneKey`s. */
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/** Lanes with hundreds of tasks at once are a strip of how many there were: a button opens it, so that each has its row. */
export function LaneFolds({ arrangement: { bands, metrics }, opened, onToggle }: LaneFoldsProps): ReactNode {
  return bands.flatMap(({ band, lanes }) =>
    lanes.flatMap(({ row, top, folds }) => {
      if (!folds) return [];
      const key = laneKey(band, row);
      const isOpen = opened.has(key);
      const what = `${row.slots} rows of ${row.name}`;
      return [
        <button
          key={key}
          type="button"
          className="timeline-fold"
          style={{
            top: top + metrics.laneHeight - height / 2,
            left: metrics.indent - 8,
            width: metrics.labelWidth - metrics.indent,
          }}
          aria-expanded={isOpen}
          aria-label={isOpen ? `Fold the ${what}` : `Open the ${what}`}
          title={isOpen ? 'Draw how many there were' : `Draw each one: ${what}`}
          onClick={() => onToggle(key)}
        />,
      ];
    }),
  );
}
