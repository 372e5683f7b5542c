import type { ReactNode } from 'react';
import type { ProcessNumbers } from '../../../../core/analysis/run-numbers';
import { countOf } from '../../../../core/base/format-count';
import { formatDuration } from '../../../../core/base/format-duration';

/** The busiest have a line of their own. */
const most = 12;

/** Where nothing is known of threads: the CPU time of their processes, the busiest first. */
export function ProcessesList({ processes }: { readonly processes: readonly ProcessNumbers[] }): ReactNode {
  if (processes.length === 0) return null;
  const busiest = processes.toSorted((a, b) => b.cpuMs - a.cpuMs);
  const rest = busiest.slice(most);
  return (
    <>
      <h3>Processes: CPU time</h3>
      <ul className="threads-list">
        {busiest.slice(0, most).map(({ process, pid, cpuMs }) => (
          <li key={pid}>
            <span>
              {process} <small>{pid}</small>
            </span>
            <span>{formatDuration(cpuMs)}</span>
          </li>
        ))}
      </ul>
      {rest.length > 0 && <p className="threads-rest">and {countOf(rest.length, 'more process', 'more processes')}</p>}
    </>
  );
}
