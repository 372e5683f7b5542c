import type { ReactNode } from 'react';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { threadStates, type ThreadState } from '../../core/trace/track';

/** What each look means: also in words and form, never by colour alone. */
const tasks = [
  { look: 'running', text: 'on a core', title: 'As high as the share of the time that the thread was on a core' },
  { look: 'called', text: 'called, not on a core', title: 'run() had not returned, but its thread was not on a core' },
  { look: 'waiting', text: 'awaited', title: 'run() had returned; its promise was still open' },
  { look: 'startup', text: 'start-up', title: 'Loading the module, creating workers' },
  { look: 'unmeasured', text: 'not measured', title: 'Nothing is known of it' },
  { look: 'torn', text: 'cut off', title: 'Still in flight when the run ended' },
  { look: 'lag', text: 'loop lag', title: 'How late the event loop was: it grows while the loop is blocked' },
  { look: 'worker-lag', text: 'worst worker', title: 'The event loop of the worker that was latest' },
  { look: 'end', text: 'end of the run', title: 'All items were done' },
] as const;

const states = [
  { look: 'running', text: 'on a core', title: 'The thread was on a core: the bar has its full height' },
  { look: 'runnable', text: 'wants a core', title: 'It could go on, and all cores were taken' },
  { look: 'io', text: 'I/O', title: 'Waits for a file, a pipe or a socket' },
  { look: 'lock', text: 'lock', title: 'Waits for another thread' },
  { look: 'gil', text: 'GIL', title: 'Waits for Python’s global lock' },
  { look: 'sleep', text: 'sleep', title: 'Waits for a time' },
  { look: 'poll', text: 'events', title: 'An event loop with nothing to do' },
  { look: 'child', text: 'child', title: 'Waits for a process it started' },
  { look: 'blocked', text: 'loop blocked', title: 'The event loop did not turn' },
  { look: 'garbage', text: 'GC', title: 'Garbage collection' },
  {
    look: 'unmeasured',
    text: 'not known, or inferred',
    title: 'Nobody could see why it waited; in a colour: as its last wait',
  },
  { look: 'end', text: 'end of the run', title: 'The last thread has ended' },
] as const;
/** Of jobs whose threads the scheduler tells of as well: what they waited for is what the eye is to fall on. */
const both = [
  ...tasks.slice(0, 3),
  ...states.filter(({ look }) => look === 'runnable' || look === 'gil' || look === 'lock'),
  ...tasks.slice(3).filter(({ look }) => look !== 'lag' && look !== 'worker-lag'),
];
const entries = { tasks, states, both };
export type LegendOf = keyof typeof entries;

export function legendOf({ spec, runs }: ComparisonManifest): LegendOf {
  if (spec.workload.kind === 'command') return 'states';
  return runs.some(({ capabilities }) => capabilities.scheduler !== undefined) ? 'both' : 'tasks';
}

/** The legend is the filter of thread states. */
export interface StateFilter {
  readonly muted: ReadonlySet<ThreadState>;
  readonly onToggle: (state: ThreadState) => void;
}

/** What a look stands for; null: it is no state of a thread. */
const stateOf = (look: string): ThreadState | null =>
  threadStates.find((state) => state === look) ?? (look === 'unmeasured' ? 'unknown' : null);

/** All looks with their words. */
export function LegendList({ of, filter }: { readonly of: LegendOf; readonly filter?: StateFilter }): ReactNode {
  return (
    <ul>
      {entries[of].map(({ look, text, title }) => {
        const state = filter === undefined ? null : stateOf(look);
        const swatch = <i className={`legend-swatch legend-${look}`} aria-hidden="true" />;
        return (
          <li
            key={look}
            title={state === null ? title : `${title}. Click to draw it faintly, and again to bring it back.`}
          >
            {filter === undefined || state === null ? (
              <>
                {swatch}
                {text}
              </>
            ) : (
              <button type="button" aria-pressed={!filter.muted.has(state)} onClick={() => filter.onToggle(state)}>
                {swatch}
                {text}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The timeline's footer. */
export function Legend({ of, filter }: { readonly of: LegendOf; readonly filter?: StateFilter }): ReactNode {
  return (
    <footer className="legend">
      <LegendList of={of} {...(filter === undefined ? {} : { filter })} />
      <span>scroll = zoom · shift + scroll = move · drag = select · double click = show all</span>
    </footer>
  );
}
