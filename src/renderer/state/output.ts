import { create } from 'zustand';

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
  readonly pieces: Readonly<Record<string, readonly OutputPiece[]>>;
}

export const useOutput = create<OutputState>(() => ({ pieces: {} }));

export const outputKey = (comparison: string, run: string): string => `${comparison} ${run}`;

export function receiveOutput(comparison: string, run: string, piece: OutputPiece): void {
  const key = outputKey(comparison, run);
  useOutput.setState(({ pieces }) => ({
    pieces: { ...pieces, [key]: [...(pieces[key] ?? []), piece].slice(-mostPieces) },
  }));
}
