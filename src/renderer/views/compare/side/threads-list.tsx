import type { ReactNode } from 'react';
import type { ThreadNumbers } from '../../../../core/analysis/run-numbers';
import { blockedReasons, type StateTimes } from '../../../../core/analysis/thread-states';
import { countOf } from '../../../../core/base/format-count';
import { formatDuration } from '../../../../core/base/format-duration';

/** The busiest have a line of their own. */
const most = 10;

interface RecordedThread extends ThreadNumbers {
  readonly states: StateTimes;
}

/** Where the time of each thread went, the busiest first. */
export function ThreadsList({ threads }: { readonly threads: readonly ThreadNumbers[] }): ReactNode {
  const recorded = threads
    .filter((thread): thread is RecordedThread => thread.states !== null)
    .sort((a, b) => b.states.onCpuMs - a.states.onCpuMs);
  if (recorded.length === 0) return null;
  const rest = recorded.slice(most);
  const restMs = rest.reduce((sum, { states }) => sum + states.onCpuMs, 0);
  return (
    <>
      <h3>Threads: CPU time, and what the rest of their time was</h3>
      <ul className="threads-list">
        {recorded.slice(0, most).map((thread) => (
          <li key={`${thread.pid} ${thread.tid}`} title={titleOf(thread)}>
            <span>
              {nameOf(thread)} <small>{thread.tid}</small>
            </span>
            <span>{formatDuration(thread.states.onCpuMs)}</span>
            <StateBar states={thread.states} />
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <p className="threads-rest">
          and {countOf(rest.length, 'more thread')} with {formatDuration(restMs)}
        </p>
      )}
    </>
  );
}

const nameOf = ({ name, process }: ThreadNumbers): string => (name === 'main' ? process : name);

function partsOf({ onCpuMs, runnableMs, blockedMs, unknownMs }: StateTimes) {
  return [
    { name: 'on a core', look: 'running', ms: onCpuMs },
    { name: 'wanted a core', look: 'runnable', ms: runnableMs },
    ...blockedReasons.map((reason) => ({
      name: reason === 'gil' ? 'GIL' : reason,
      look: reason,
      ms: blockedMs[reason],
    })),
    { name: 'not known', look: 'unmeasured', ms: unknownMs },
  ];
}

function StateBar({ states }: { readonly states: StateTimes }): ReactNode {
  const parts = partsOf(states);
  const life = parts.reduce((sum, { ms }) => sum + ms, 0);
  if (life <= 0) return null;
  return (
    <i className="state-bar" aria-hidden="true">
      {parts
        .filter(({ ms }) => ms / life > 0.004)
        .map(({ look, ms }) => (
          <i key={look} data-state={look} style={{ flexGrow: ms / life }} />
        ))}
    </i>
  );
}

function titleOf({ states }: RecordedThread): string {
  const times = partsOf(states)
    .filter(({ ms }) => ms >= 0.05)
    .map(({ name, ms }) => `${name} ${formatDuration(ms)}`);
  return [...times, countOf(states.switches, 'switch', 'switches'), countOf(states.migrations, 'migration')].join('\n');
}
