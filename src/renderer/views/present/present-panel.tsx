import type { ReactNode } from 'react';
import type { Verdict } from '../../../core/analysis/verdict/verdict';
import { LegendList, type LegendOf } from '../../timeline/legend';
import type { WallBar } from '../../charts/wall-bars';
import { VerdictText } from '../compare/verdict-text';
import { presentKeys, type PanelName } from './present-keys';

export interface PresentPanelProps {
  readonly name: PanelName;
  readonly legend: LegendOf;
  readonly verdict: Verdict;
  readonly bars: readonly WallBar[];
}

/** What is laid over the picture on request. */
export function PresentPanel({ name, legend, verdict, bars }: PresentPanelProps): ReactNode {
  return (
    <section className={`present-panel present-${name}`} role="dialog" aria-label={name}>
      {name === 'verdict' && <BigVerdict verdict={verdict} bars={bars} />}
      {name === 'legend' && <LegendList of={legend} />}
      {name === 'keys' && <KeyList />}
    </section>
  );
}

function KeyList(): ReactNode {
  return (
    <dl>
      {presentKeys.map(({ cap, label }) => (
        <div key={cap}>
          <dt>{cap}</dt>
          <dd>{label}</dd>
        </div>
      ))}
    </dl>
  );
}

function BigVerdict({ verdict, bars }: Pick<PresentPanelProps, 'verdict' | 'bars'>): ReactNode {
  const longest = Math.max(1e-9, ...bars.map((bar) => bar.timeMs ?? 0));
  return (
    <>
      <p>
        <VerdictText parts={verdict.parts} />
      </p>
      <ul>
        {bars.map((bar) => (
          <li key={bar.mode} data-best={bar.isBest || undefined}>
            <span>{bar.mode}</span>
            <i style={{ width: `${((bar.timeMs ?? 0) / longest) * 100}%` }} />
            <span>{bar.label}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
