import { useState, type ReactNode } from 'react';
import type { ThreadNumbers } from '../../../../core/analysis/run-numbers';
import { blockedReasons, type StateTimes } from '../../../../core/analysis/thread-states';
import { countOf } from '../../../../core/base/format-count';
import { formatDuration } from '../../../../core/base/format-duration';
import { agentThreadName } from '../../../../core/trace/lane';
import { toggleHiddenThread, togglePinnedThread, useThreads } from '../../../state/threads';
import { threadKey } from '../../../timeline/choose-threads';

/** The busiest have a line of their own, as long as not all are asked for. */
const most = 10;

interface RecordedThread extends ThreadNumbers {
  readonly states: StateTimes;
}

/** Where the time of each thread went, the busiest first; the way to pin and to hide them. */
export function ThreadsList({ threads }: { readonly threads: readonly ThreadNumbers[] }): ReactNode {
  const [all, setAll] = useState(false);
  const { pinned, hidden } = useThreads();
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
        {(all ? recorded : recorded.slice(0, most)).map((thread) => {
          const key = threadKey(thread.pid, thread.tid);
          const name = `${nameOf(thread)} ${thread.tid ?? ''}`;
          return (
            <li key={key} title={titleOf(thread)} data-hidden={hidden.has(key) || undefined}>
              <span>
                {nameOf(thread)} <small>{thread.tid}</small>
              </span>
              <span className="thread-actions">
                <button
                  type="button"
                  aria-pressed={pinned.has(key)}
                  aria-label={`Pin ${name}`}
                  title="Show it above the others"
                  onClick={() => togglePinnedThread(key)}
                >
                  pin
                </button>
                <button
                  type="button"
                  aria-pressed={hidden.has(key)}
                  aria-label={`Hide ${name}`}
                  title="Take it out of the timeline"
                  onClick={() => toggleHiddenThread(key)}
                >
                  hide
                </button>
              </span>
              <span>{formatDuration(thread.states.onCpuMs)}</span>
              <StateBar thread={thread} />
            </li>
          );
        })}
      </ul>
      {rest.length > 0 && (
        <p className="threads-rest">
          {!all && `and ${countOf(rest.length, 'more thread')} with ${formatDuration(restMs)} `}
          <button type="button" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : 'Show all'}
          </button>
        </p>
      )}
      <TopReasons threads={recorded.filter(({ name }) => name !== agentThreadName)} />
    </>
  );
}

/** What all threads together waited for most. */
function TopReasons({ threads }: { readonly threads: readonly RecordedThread[] }): ReactNode {
  const sums = blockedReasons
    .map((reason) => ({ reason, ms: threads.reduce((sum, { states }) => sum + states.blockedMs[reason], 0) }))
    .filter(({ ms }) => ms >= 0.05)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 3);
  const runnable = threads.reduce((sum, { states }) => sum + states.runnableMs, 0);
  const words = [
    ...sums.map(({ reason, ms }) => `${reason === 'gil' ? 'GIL' : reason} ${formatDuration(ms)}`),
    ...(runnable >= 0.05 ? [`for a core ${formatDuration(runnable)}`] : []),
  ];
  if (words.length === 0) return null;
  return <p className="threads-rest">All threads together waited most for: {words.join(', ')}.</p>;
}

const nameOf = ({ name, process }: ThreadNumbers): string => (name === 'main' ? process : name);

function partsOf({ states: { onCpuMs, runnableMs, blockedMs, unknownMs }, stolenMs }: RecordedThread) {
  return [
    { name: 'on a core', look: 'running', ms: onCpuMs },
    // The timeline shows it as running: no record says when it was.
    { name: 'on a core that the hypervisor took away', look: 'runnable', ms: stolenMs ?? 0 },
    { name: 'wanted a core', look: 'runnable', ms: runnableMs },
    ...blockedReasons.map((reason) => ({
      name: reason === 'gil' ? 'GIL' : reason,
      look: reason,
      ms: blockedMs[reason],
    })),
    { name: 'not known', look: 'unmeasured', ms: unknownMs },
  ];
}

function StateBar({ thread }: { readonly thread: RecordedThread }): ReactNode {
  const parts = partsOf(thread);
  const life = parts.reduce((sum, { ms }) => sum + ms, 0);
  if (life <= 0) return null;
  return (
    <i className="state-bar" aria-hidden="true">
      {parts
        .filter(({ ms }) => ms / life > 0.004)
        .map(({ name, look, ms }) => (
          <i key={name} data-state={look} style={{ flexGrow: ms / life }} />
        ))}
    </i>
  );
}

function titleOf(thread: RecordedThread): string {
  const { states } = thread;
  const times = partsOf(thread)
    .filter(({ ms }) => ms >= 0.05)
    .map(({ name, ms }) => `${name} ${formatDuration(ms)}`);
  return [...times, countOf(states.switches, 'switch', 'switches'), countOf(states.migrations, 'migration')].join('\n');
}
