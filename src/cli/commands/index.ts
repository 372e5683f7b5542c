import type { CommandDefinition } from './command';

import { infoCommand } from './info';
import { openCommand } from './open';
import { workloadsCommand } from './workloads';

/** In the order of the help. */
export const commands = [workloadsCommand, infoCommand, openCommand] as const satisfies readonly CommandDefinition[];
