import { files } from './files';
import { http } from './http';
import { names } from './names';
import { sockets } from './sockets';
import type { Source } from './source';
import { timersSource } from './timers';
import { workers } from './workers';

/** Sources of named operations, in the order they are set up; children are seen to apart, see `own-option.ts`. */
export const operationSources: readonly Source[] = [files, timersSource, names, http, sockets, workers];
