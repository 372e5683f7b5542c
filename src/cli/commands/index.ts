import type { CommandDefinition } from './command';

import { compareCommand } from './compare';
import { doctorCommand } from './doctor';
import { infoCommand } from './info';
import { openCommand } from './open';
import { recordCommand } from './record';
import { workloadsCommand } from './workloads';

/** In the order of the help. */
export const commands = [
  compareCommand,
  recordCommand,
  workloadsCommand,
  infoCommand,
  openCommand,
  doctorCommand,
] as const satisfies readonly CommandDefinition[];
