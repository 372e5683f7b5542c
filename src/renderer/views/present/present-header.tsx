import type { ReactNode } from 'react';
import { formatCount } from '../../../core/base/format-count';
import { formatDuration } from '../../../core/base/format-duration';
import type { Machine } from '../../../core/trace/machine';
import { resultPieces } from '../compare/result-line';
import type { ShownBand } from '../compare/use-bands';
import type { RacePlace } from './race';

export interface PresentHeaderProps {
  readonly shown: ShownBand;
  readonly machine: Machine;
  readonly isDimmed: boolean;
  /** While a race is replayed: what is known by now, and nothing of the end. */
  readonly place: RacePlace | null;
}

/** Name and result of a run, to be read from afar. */
export function PresentHeader({ shown, machine, isDimmed, place }: PresentHeaderProps): ReactNode {
  return (
    <div className="present-header" data-dimmed={isDimmed || undefined} data-mode={shown.result.mode}>
      <b>{shown.result.mode}</b>
      {place === null ? (
        // The first four say it all from afar: time, share, gain, efficiency.
        <span>{resultPieces(shown.result, shown.run, machine).slice(0, 4).join('  ·  ')}</span>
      ) : (
        <span className="present-race">
          {formatCount(place.done)} of {formatCount(place.total)}
          {place.finishedAt !== null && <em>{formatDuration(place.finishedAt / 1e6)}</em>}
        </span>
      )}
    </div>
  );
}
