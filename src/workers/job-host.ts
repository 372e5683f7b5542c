import { fileURLToPath } from 'node:url';
import { brokeredProcesses } from './channel/brokered-processes';
import { entriesBeside, forkedProcesses } from './channel/forked-processes';
import { runnerChannel, parentPort } from './channel/parent-channel';
import { endWithParent } from './channel/end-with-parent';
import { exitForGood } from './channel/exit-for-good';
import { serveHost } from './host/serve-host';

endWithParent();
exitForGood();
const runner = runnerChannel();
const entries = entriesBeside(fileURLToPath(import.meta.url));
const processes = parentPort === undefined ? forkedProcesses(entries) : brokeredProcesses(runner);
serveHost(runner, { processes, entries });
