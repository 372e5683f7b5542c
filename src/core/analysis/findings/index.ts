import { allCoresUsed } from './all-cores-used';
import { asyncGainedNothing } from './async-gained-nothing';
import { contention } from './contention';
import type { FindingDefinition } from './finding';
import { gil } from './gil';
import { loadImbalance } from './load-imbalance';
import { locks } from './locks';
import { loopBlocked } from './loop-blocked';
import { noCore } from './no-core';
import { nativePool } from './native-pool';
import { otherLoad } from './other-load';
import { programBlocked } from './program-blocked';
import { processCost } from './process-cost';
import { recorderCost } from './recorder-cost';
import { resultsDiffer } from './results-differ';
import { startupCost } from './startup-cost';
import { stolenTime } from './stolen-time';
import { waitingDominates } from './waiting-dominates';

/** In the order they are shown: what is wrong, what limits, what is worth knowing. */
export const findings = [
  resultsDiffer,
  otherLoad,
  stolenTime,
  asyncGainedNothing,
  waitingDominates,
  nativePool,
  contention,
  locks,
  gil,
  loopBlocked,
  programBlocked,
  noCore,
  loadImbalance,
  processCost,
  startupCost,
  allCoresUsed,
  recorderCost,
] as const satisfies readonly FindingDefinition[];
