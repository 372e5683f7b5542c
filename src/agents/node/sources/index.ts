import { files } from './files';
import { http } from './http';
import { names } from './names';
import { sockets } from './sockets';
import type { Source } from './source';
import { timersSource } from './timers';

/** Sources of named operations, in the order they are set up. Children and workers are seen to apart: what they are started with. */
export const operationSources: readonly Source[] = [files, timersSource, names, http, sockets];
