import { endWithParent } from './channel/end-with-parent';
import { hostChannel } from './channel/parent-channel';
import { serveProcess } from './host/process-loop';

endWithParent();
await serveProcess(await hostChannel());
