import type { ReactNode } from 'react';
import type { ComparisonManifest } from '../../../core/trace/comparison';
import { useOutput, type OutputPiece } from '../../state/output';
import { runKey } from '../../state/run-key';

/** What the newest run printed, with times; of a run from disk its end, without. */
export function OutputPane({ comparison }: { readonly comparison: ComparisonManifest }): ReactNode {
  const run = comparison.runs.at(-1);
  const pieces = useOutput((state) => state.pieces[runKey(comparison.id, run?.id ?? '')]);
  const lines = pieces === undefined ? linesOfTail(run?.outcome?.output.tail ?? '') : linesOf(pieces);
  if (lines.length === 0) return null;
  return (
    <section className="field">
      <h2>Output</h2>
      <pre className="profile-output" tabIndex={0} aria-label="What the program printed">
        <code>
          {lines.map(({ at, text, stream }, index) => (
            <span key={index} data-stream={stream}>
              {at !== null && <time>{at.toFixed(2)}</time>}
              {text}
              {'\n'}
            </span>
          ))}
        </code>
      </pre>
    </section>
  );
}

interface Line {
  /** s; null: not known. */
  readonly at: number | null;
  readonly text: string;
  readonly stream: OutputPiece['stream'];
}

/** A line has the time at which its first piece came. */
function linesOf(pieces: readonly OutputPiece[]): Line[] {
  const lines: Line[] = [];
  let isOpen = false;
  for (const { atMs, stream, text } of pieces) {
    for (const [index, part] of text.split('\n').entries()) {
      const last = lines.at(-1);
      if (index === 0 && isOpen && last !== undefined) lines[lines.length - 1] = { ...last, text: last.text + part };
      else if (part !== '' || index < text.split('\n').length - 1) lines.push({ at: atMs / 1e3, text: part, stream });
    }
    isOpen = !text.endsWith('\n');
  }
  return lines.slice(-500);
}

const linesOfTail = (tail: string): Line[] =>
  tail
    .split('\n')
    .filter((text, index, all) => text !== '' || index < all.length - 1)
    .slice(-500)
    .map((text) => ({ at: null, text, stream: 'stdout' }));
