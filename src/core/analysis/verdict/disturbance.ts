import type { ModeResult } from '../compare-modes';
import type { Finding } from '../findings/finding';
import { noticeableLoad } from '../findings/others-used';

/** What a verdict stands on beside the times. */
export interface Evidence {
  readonly logicalCores: number;
  readonly includeStartup: boolean;
  /** Of the comparison, where its recordings are at hand; without them, what the runs themselves say counts. */
  readonly findings?: readonly Pick<Finding, 'id' | 'evidence'>[];
}

/** Other programs were busy while a mode ran. */
export interface Disturbance {
  readonly mode: ModeResult['mode'];
  /** Cores that others used; null: a finding says so, and the run doesn't say how many. */
  readonly cores: number | null;
}

/** The finding that says that times can't be trusted. */
const disturbing = 'other-load';

/** What disturbed the measurement most; null: nothing is known to have. Of each mode, the run that is drawn is asked. */
export function disturbanceOf(
  finished: readonly ModeResult[],
  { logicalCores, findings = [] }: Evidence,
): Disturbance | null {
  const loads = finished
    .map(({ mode, drawn }) => ({ mode, cores: drawn.outcome?.othersCores ?? 0 }))
    .toSorted((a, b) => b.cores - a.cores);
  const worst = loads[0];
  if (worst !== undefined && worst.cores >= noticeableLoad * logicalCores) return worst;
  const said = findings.find(
    ({ id, evidence }) => id === disturbing && finished.some(({ mode }) => mode === evidence.mode),
  );
  return said === undefined ? null : { mode: said.evidence.mode, cores: null };
}
