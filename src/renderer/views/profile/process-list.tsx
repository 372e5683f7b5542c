import type { ReactNode } from 'react';
import { narrowSpace } from '../../../core/base/narrow-space';
import { shortLine, type ProcessChoice } from './find-processes';

/** More can be found by typing. */
const mostRows = 100;

export interface ProcessListProps {
  /** Null: they are being looked for. */
  readonly found: readonly ProcessChoice[] | null;
  readonly chosen: number | null;
  readonly onChoose: (pid: number) => void;
  /** The pointer comes or goes. */
  readonly onPoint: (isIn: boolean) => void;
}

export const rowId = (pid: number): string => `process-${pid}`;

/** Running programs, the busiest first. */
export function ProcessList({ found, chosen, onChoose, onPoint }: ProcessListProps): ReactNode {
  if (found === null) return <p className="process-list-quiet">Looking…</p>;
  if (found.length === 0) return <p className="process-list-quiet">No program of yours is called that.</p>;
  return (
    <ul
      id="processes"
      className="process-list"
      role="listbox"
      aria-label="Running processes"
      tabIndex={-1}
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
    >
      {found.slice(0, mostRows).map(({ pid, process }) => (
        <li
          key={pid}
          id={rowId(pid)}
          role="option"
          aria-selected={pid === chosen}
          title={process?.line}
          onClick={() => onChoose(pid)}
        >
          <b>{process?.name ?? `Process ${pid}`}</b>
          <span>{process === null ? '' : shareText(process.coreShare)}</span>
          <small>{process === null ? 'by its number' : `${pid}  ${shortLine(process.line)}`}</small>
          <i style={{ width: `${Math.min(1, process?.coreShare ?? 0) * 100}%` }} aria-hidden />
        </li>
      ))}
    </ul>
  );
}

/** Of one core; programs that rest have nothing to say. */
const shareText = (share: number): string => (share < 0.0005 ? '' : `${(share * 100).toFixed(1)}${narrowSpace}%`);
