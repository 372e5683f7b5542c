import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRows } from '../../../src/agents/node/rows';
import { agentRowFields, type AgentRowKind } from '../../../src/core/protocol/agent';
import { decodeFrames } from '../../../src/core/protocol/frames';
import { parseAgentRows } from '../../../src/recorder/agents/parse-agent-frames';
import { RefusedRows } from '../../../src/recorder/agents/refused-rows';

const kinds = Object.keys(agentRowFields).map(Number) as AgentRowKind[];

describe('rows of the agent', () => {
  it.each(kinds)('of kind %i are read as they were written, over several flushes', (kind) => {
    const { length: width } = agentRowFields[kind];
    const row = fc.tuple(fc.double(), fc.double(), fc.double(), fc.double(), fc.double(), fc.double());
    fc.assert(
      fc.property(fc.array(fc.array(row, { minLength: 1, maxLength: 100 }), { maxLength: 5 }), (flushes) => {
        const rows = createRows(kind);
        for (const flush of flushes) {
          for (const one of flush) rows.add(...one);
          const frame = rows.take();
          expect(rows.take()).toBeNull();
          const { frames, consumed } = decodeFrames(frame!);
          expect(consumed).toBe(frame!.length);
          expect(frames.map((decoded) => decoded.kind)).toEqual([kind]);
          const refused = new RefusedRows();
          const { values } = parseAgentRows(kind, frames[0]!.payload, refused);
          expect(refused.sentence('it')).toBeNull();
          expect([...values]).toEqual(flush.flatMap((one) => one.slice(0, width)));
        }
      }),
      { numRuns: 30 },
    );
  });
});
