import { cores } from './cores';
import { cpu } from './cpu';
import type { ProbeDefinition } from './define-probe';

/** Every source of data beside the job's own frames, in the order of their lanes. */
export const probes = [cores, cpu] as const satisfies readonly ProbeDefinition[];
