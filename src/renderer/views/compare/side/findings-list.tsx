import type { ReactNode } from 'react';
import type { Finding } from '../../../../core/analysis/findings/finding';

export interface FindingsListProps {
  readonly findings: readonly Finding[];
  readonly isRunning: boolean;
  readonly onShow: (finding: Finding) => void;
}

/** What limits the runs, each with the way to the place that proves it. */
export function FindingsList({ findings, isRunning, onShow }: FindingsListProps): ReactNode {
  return (
    <section className="findings" aria-label="Findings">
      <h2>Findings</h2>
      {findings.length === 0 && (
        <p className="field-about">{isRunning ? 'Once runs have finished.' : 'Nothing stands out.'}</p>
      )}
      {findings.map((finding, index) => (
        <article key={`${finding.id}-${index}`} data-weight={finding.weight}>
          <h3>{finding.title}</h3>
          <p>
            {finding.detail}{' '}
            <button type="button" onClick={() => onShow(finding)} aria-label={`Show: ${finding.title}`}>
              Show
            </button>
          </p>
        </article>
      ))}
    </section>
  );
}
