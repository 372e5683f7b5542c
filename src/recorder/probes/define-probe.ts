import type { Capability, CapabilityKind } from '../../core/trace/capability';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import type { LaneId } from '../../core/trace/lane';
import type { LaneTree } from '../assemble/lane-tree';

/** What a probe may know of the run it measures. */
export interface ProbedRun {
  readonly builder: ChunkBuilder;
  readonly lanes: LaneTree;
  /** Process of the job's host. */
  readonly pid: number;
  /** As on systems without /proc. */
  readonly portable?: boolean;
  /** The run's t = 0 on CLOCK_MONOTONIC, ns; null until the job has begun. */
  readonly epoch: () => bigint | null;
  /** A core has a lane now. */
  readonly onCore?: (core: number, lane: LaneId) => void;
  /** Start-up is over: every thread of the job that runs JavaScript has said hello. */
  readonly working: () => boolean;
}

export interface OpenProbe {
  readonly capability: Capability;
  /** Called every `probePeriodMs`, and once more at the end. `atNs`: CLOCK_MONOTONIC. May throw: it is closed then. */
  sample(atNs: bigint): void;
  close(): void;
}

/** A source of data beside what the job says of itself. */
export interface ProbeDefinition {
  readonly id: string;
  /** What it can see, for documents. */
  readonly about: string;
  readonly kind: CapabilityKind;
  /** Adds its lanes and tracks; a probe that can see nothing here gives back why. */
  readonly open: (run: ProbedRun) => OpenProbe | { readonly missing: Capability & { readonly quality: 'missing' } };
}

/** A probe that needs less leaves calls out. */
export const probePeriodMs = 25;

export function defineProbe(definition: ProbeDefinition): ProbeDefinition {
  return definition;
}
