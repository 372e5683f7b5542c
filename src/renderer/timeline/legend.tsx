import type { ReactNode } from 'react';

/** What each look means: also in words and form, never by colour alone. */
const entries = [
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

/** All looks with their words. */
export function LegendList(): ReactNode {
  return (
    <ul>
      {entries.map(({ look, text, title }) => (
        <li key={look} title={title}>
          <i className={`legend-swatch legend-${look}`} aria-hidden="true" />
          {text}
        </li>
      ))}
    </ul>
  );
}

/** The timeline's footer. */
export function Legend(): ReactNode {
  return (
    <footer className="legend">
      <LegendList />
      <span>scroll = zoom · shift + scroll = move · drag = select · double click = show all</span>
    </footer>
  );
}
