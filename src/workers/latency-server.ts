import { endWithParent } from './channel/end-with-parent';
import { hostChannel } from './channel/parent-channel';
import { serveLatency } from './latency/serve-latency';

endWithParent();
serveLatency(await hostChannel());
