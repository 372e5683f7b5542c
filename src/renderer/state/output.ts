import { create } from 'zustand';
import { visibleLines } from '../../core/base/visible-text';
import { runKey, type RunKey } from './run-key';

/** Something that a recorded command printed. */
export interface OutputPiece {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** After the run's t = 0. */
  readonly atMs: number;
}

/** Of each run; the oldest is dropped. */
const mostPieces = 2000;

interface OutputState {
  /** By run, in order; of runs that were recorded while this window was open. */
  readonly pieces: Readonly<Record<RunKey, readonly OutputPiece[]>>;
}

export const useOutput = create<OutputState>(() => ({ pieces: {} }));

export function receiveOutput(comparison: string, run: string, printed: OutputPiece): void {
  const piece = { ...printed, text: visibleLines(printed.text) };
  const key = runKey(comparison, run);
  useOutput.setState(({ pieces }) => ({
    pieces: { ...pieces, [key]: [...(pieces[key] ?? []), piece].slice(-mostPieces) },
  }));
}
