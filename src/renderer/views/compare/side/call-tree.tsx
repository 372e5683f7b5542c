import { useMemo, useState, type ReactNode } from 'react';
import { threadCalls, type CallNode } from '../../../../core/analysis/call-tree';
import { functionName, placeOf } from '../../../../core/analysis/heaviest-path';
import { formatDuration } from '../../../../core/base/format-duration';
import { formatShare } from '../../../../core/base/format-share';
import type { TimeRange } from '../../../../core/trace/time-range';
import { recordingOf } from '../../../state/recordings';
import type { RunKey } from '../../../state/run-key';

/** Functions below this share of all samples are left out. */
const leastShare = 0.01;
/** Calls that make up so much of their caller are opened: the way to where the time went. */
const openShare = 0.5;

export interface CallTreeProps {
  readonly run: RunKey;
  readonly range: TimeRange;
  /** Stands for the run's data. */
  readonly version: unknown;
}

/** What the program's functions took of a range, from CPU samples: who called whom. */
export function CallTree({ run, range: { start, end }, version }: CallTreeProps): ReactNode {
  const threads = useMemo(() => callsOf(run, { start, end }, version), [run, start, end, version]);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  if (threads.length === 0) return null;
  const all = threads.reduce((sum, { totalNs }) => sum + totalNs, 0);
  const lines = threads.flatMap(({ thread, name, totalNs, calls }) =>
    threads.length === 1
      ? calls.flatMap((node) => linesOf(node, all, 0, '', opened))
      : linesOf({ name, totalNs, selfNs: 0, callees: calls }, all, 0, `${thread ?? ''}`, opened),
  );
  return (
    <>
      <h3>Functions, by samples: {formatDuration(all / 1e6)}</h3>
      <ul className="call-tree" role="tree" aria-label="Calls">
        {lines.map(({ key, node, depth, isOpen }) => (
          <li
            key={key}
            role="treeitem"
            aria-level={depth + 1}
            {...(node.callees.length > 0 ? { 'aria-expanded': isOpen } : {})}
            title={[
              node.name,
              `in all ${formatDuration(node.totalNs / 1e6)}`,
              `in itself ${formatDuration(node.selfNs / 1e6)}`,
            ].join('\n')}
          >
            <button
              type="button"
              style={{ paddingInlineStart: 10 * Math.min(depth, 12) }}
              disabled={node.callees.length === 0}
              onClick={() => setOpened(new Map(opened).set(key, !isOpen))}
            >
              <i aria-hidden="true">{node.callees.length === 0 ? '' : isOpen ? '▾' : '▸'}</i>
              <span>{functionName(node.name)}</span> <small>{fileName(placeOf(node.name))}</small>
            </button>
            <span>{formatShare(node.totalNs / all, 0)}</span>
            <i
              className="call-bar"
              style={{ ['--total' as string]: node.totalNs / all, ['--self' as string]: node.selfNs / all }}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

interface Line {
  readonly key: string;
  readonly node: CallNode;
  readonly depth: number;
  readonly isOpen: boolean;
}

function linesOf(
  node: CallNode,
  all: number,
  depth: number,
  above: string,
  opened: ReadonlyMap<string, boolean>,
): Line[] {
  if (node.totalNs / all < leastShare) return [];
  const key = `${above}/${node.name}`;
  const heaviest = node.callees[0];
  const isOpen =
    opened.get(key) ?? (depth === 0 || (heaviest !== undefined && heaviest.totalNs > node.totalNs * openShare));
  const below = isOpen ? node.callees.flatMap((callee) => linesOf(callee, all, depth + 1, key, opened)) : [];
  return [{ key, node, depth, isOpen }, ...below];
}

const fileName = (place: string): string => place.split('/').at(-1) ?? '';

/** `version` stands for the run's data. */
function callsOf(run: RunKey, range: TimeRange, _version: unknown) {
  return threadCalls(recordingOf(run), range);
}
