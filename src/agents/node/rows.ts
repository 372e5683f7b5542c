import { agentRowFields, type AgentRowKind } from '../../core/protocol/agent';
import { frameHeaderBytes, writeHeader } from '../../core/protocol/frames';

/** Rows of one kind, kept as the frame they will be. The array is used again after `take`. */
export interface Rows {
  readonly width: number;
  /** As many fields as the kind has; others are ignored. */
  add(a: number, b: number, c?: number, d?: number, e?: number, f?: number): void;
  /** The frame, good until the next row; null without rows. */
  take(): Uint8Array | null;
}

const header = frameHeaderBytes / 8;

/*
 * A closure, not a class: private fields would be compiled to WeakMaps for the oldest Node that must at least be able
 * to read this file.
 */
export function createRows(kind: AgentRowKind): Rows {
  const width = agentRowFields[kind].length;
  let values = new Float64Array(header + 32 * width);
  let used = header;

  const grow = (): void => {
    const grown = new Float64Array(values.length * 2);
    grown.set(values);
    values = grown;
  };
  return {
    width,
    add(a, b, c = 0, d = 0, e = 0, f = 0) {
      // Six are written whatever the width: what is too much is overwritten by the next row.
      if (used + 6 > values.length) grow();
      values[used] = a;
      values[used + 1] = b;
      values[used + 2] = c;
      values[used + 3] = d;
      values[used + 4] = e;
      values[used + 5] = f;
      used += width;
    },
    take() {
      if (used === header) return null;
      const frame = new Uint8Array(values.buffer, 0, used * 8);
      writeHeader(frame, kind, used * 8 - frameHeaderBytes);
      used = header;
      return frame;
    },
  };
}
