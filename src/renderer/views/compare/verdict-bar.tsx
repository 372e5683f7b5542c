import { useMemo, type ReactNode } from 'react';
import type { ModeResult } from '../../../core/analysis/compare-modes';
import { verdict } from '../../../core/analysis/verdict/verdict';
import type { Finding } from '../../../core/analysis/findings/finding';
import type { Machine } from '../../../core/trace/machine';
import { wallBars } from '../../charts/wall-bars';
import { WallChart } from '../../charts/wall-chart';
import { VerdictText } from './verdict-text';

export interface VerdictBarProps {
  readonly results: readonly ModeResult[];
  readonly machine: Machine;
  readonly includeStartup: boolean;
  readonly findings: readonly Finding[];
  /** The first run goes on: there is nothing to compare yet. */
  readonly isFirstRun: boolean;
}

/** What won and by how much in a sentence, and the bars that show it. */
export function VerdictBar({ results, machine, includeStartup, findings, isFirstRun }: VerdictBarProps): ReactNode {
  const { parts, tone } = useMemo(
    () => verdict({ results, logicalCores: machine.logicalCores, includeStartup, findings }),
    [results, machine, includeStartup, findings],
  );
  const bars = useMemo(() => wallBars(results), [results]);
  return (
    <section className="verdict" data-tone={isFirstRun ? 'open' : tone} aria-label="Result">
      <p aria-live="polite">
        {isFirstRun ? (
          'The first run goes on. What is faster, and by how much, stands here then.'
        ) : (
          <VerdictText parts={parts} />
        )}
      </p>
      {bars.length > 0 && <WallChart bars={bars} />}
    </section>
  );
}
