import type { ReactNode } from 'react';
import type { Mode } from '../../../core/trace/run';
import type { RunNote } from './run-note';

/** Where it happened and what was printed, of one run; unfolded below the timeline. */
export function ConsolePanel({
  mode,
  note,
  onClose,
}: {
  readonly mode: Mode;
  readonly note: RunNote;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <section className="console" aria-label={`Details of ${mode}`}>
      <header>
        <h2>
          {mode}
          {note.sentences.length > 0 ? `: ${note.sentences.join(' ')}` : ''}
        </h2>
        <button type="button" onClick={onClose} aria-label="Close details">
          ×
        </button>
      </header>
      {note.details.map(({ title, text }) => (
        <details key={title} open>
          <summary>{title}</summary>
          <pre tabIndex={0}>{text}</pre>
        </details>
      ))}
    </section>
  );
}
