import { useMemo, type ReactNode } from 'react';
import { formatDuration } from '../../../../core/base/format-duration';
import { formatShare } from '../../../../core/base/format-share';
import type { Machine } from '../../../../core/trace/machine';
import type { TimeRange } from '../../../../core/trace/time-range';
import { useRunNumbers } from '../../../state/numbers';
import type { ShownBand } from '../use-bands';
import { bandEnd, ownRange, type Band } from '../../../timeline/band';
import { CallTree } from './call-tree';
import { ProcessesList } from './processes-list';
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
  const range = useMemo(() => (selection === null ? null : ownRange(shown.band, selection)), [selection, shown.band]);
  const numbers = useRunNumbers(shown.key, shown.run, machine, range);
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
          <ProcessesList processes={numbers.processes ?? []} />
          {numbers.functions.length > 0 && (
            <CallTree run={shown.key} range={range ?? workOf(shown.band)} version={numbers} />
          )}
          {numbers.cores.length > 0 && (
            <CoreBars
              cores={numbers.cores.flatMap(({ core, busyShare, targetShare }) =>
                busyShare === null ? [] : { core, busyShare, targetShare },
              )}
            />
          )}
        </>
      )}
    </section>
  );
}

const workOf = (band: Band): TimeRange => ({ start: band.workStart ?? 0, end: bandEnd(band) });

interface CoreShares {
  readonly core: number;
  readonly busyShare: number;
  /** Null: it is no recorded command. */
  readonly targetShare: number | null;
}

function CoreBars({ cores }: { readonly cores: readonly CoreShares[] }): ReactNode {
  const isOfCommand = cores.some(({ targetShare }) => targetShare !== null);
  return (
    <>
      <h3>
        {isOfCommand ? 'Each core: this program, and all programs' : 'Busy share of each core, with other programs'}
      </h3>
      <ul className="core-bars" data-many={cores.length > 16 || undefined}>
        {cores.map(({ core, busyShare, targetShare }) => (
          <li
            key={core}
            title={`core ${core}: busy ${formatShare(busyShare)}${targetShare === null ? '' : `, with this program ${formatShare(targetShare)}`}`}
          >
            <span>{core}</span>
            <i
              style={{
                ['--share' as string]: targetShare ?? busyShare,
                ['--others' as string]: Math.max(busyShare, targetShare ?? 0),
              }}
            />
            <span>{formatShare(targetShare ?? busyShare, 0)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const rangeText = ({ start, end }: TimeRange): string =>
  `${formatDuration(start / 1e6)} – ${formatDuration(end / 1e6)}`;
