import { endWithParent } from './channel/end-with-parent';
import { exitForGood } from './channel/exit-for-good';
import { hostChannel } from './channel/parent-channel';
import { serveProcess } from './host/process-loop';

endWithParent();
exitForGood();
await serveProcess(await hostChannel());
