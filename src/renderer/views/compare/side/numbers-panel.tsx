import type { ReactNode } from 'react';
import { formatDuration } from '../../../../core/base/format-duration';
import { formatShare } from '../../../../core/base/format-share';
import type { Machine } from '../../../../core/trace/machine';
import type { TimeRange } from '../../../../core/trace/time-range';
import { useRunNumbers } from '../../../state/numbers';
import type { ShownBand } from '../use-bands';
import { ThreadsList } from './threads-list';
import { numberRows } from './number-rows';

export interface NumbersPanelProps {
  readonly shown: ShownBand;
  readonly machine: Machine;
  /** Nanos; null: all of the run's work. */
  readonly selection: TimeRange | null;
  readonly onClear: () => void;
}

/** The numbers of one run, or of the selected range of it. */
export function NumbersPanel({ shown, machine, selection, onClear }: NumbersPanelProps): ReactNode {
  const numbers = useRunNumbers(shown.run, machine, selection);
  const { mode } = shown.result;
  return (
    <section className="numbers" aria-label="Numbers">
      <h2>
        {selection === null ? (
          <>
            All of <b>{mode}</b>
          </>
        ) : (
          <>
            {rangeText(selection)} of <b>{mode}</b>
            <button type="button" onClick={onClear} aria-label="Clear the selection" title="Clear the selection (Esc)">
              ×
            </button>
          </>
        )}
      </h2>
      {numbers === null ? (
        <p className="field-about">The work has not begun.</p>
      ) : (
        <>
          <dl>
            {numberRows(numbers, machine, selection !== null, shown.run).map(({ name, value, hint }) => (
              <div key={name} title={hint}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <ThreadsList threads={numbers.threads} />
          {numbers.cores.length > 0 && (
            <CoreBars
              cores={numbers.cores.flatMap(({ core, busyShare }) => (busyShare === null ? [] : { core, busyShare }))}
            />
          )}
        </>
      )}
    </section>
  );
}

function CoreBars({ cores }: { readonly cores: readonly { core: number; busyShare: number }[] }): ReactNode {
  return (
    <>
      <h3>Busy share of each core, with other programs</h3>
      <ul className="core-bars" data-many={cores.length > 16 || undefined}>
        {cores.map(({ core, busyShare }) => (
          <li key={core} title={`core ${core}: ${formatShare(busyShare)}`}>
            <span>{core}</span>
            <i style={{ ['--share' as string]: busyShare }} />
            <span>{formatShare(busyShare, 0)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const rangeText = ({ start, end }: TimeRange): string =>
  `${formatDuration(start / 1e6)} – ${formatDuration(end / 1e6)}`;
