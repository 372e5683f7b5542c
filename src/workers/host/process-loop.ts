import type { Channel } from '../channel/channel';
import { failureOf } from '../run/failure';
import { queueOf } from '../run/item-queue';
import { runSerially } from '../run/run-items';
import { printed } from './printed';
import { uncaughtError } from './worker-failures';
import { WorkerSession } from '../run/worker-session';
import type { FromWorker, ToProcess } from './worker-messages';

/** Of a worker process: runs batches as they come, until the host lets it go or is gone. */
export async function serveProcess(host: Channel): Promise<never> {
  const reply = (message: FromWorker): void => host.send(message);
  const next = inbox(host);
  let session: WorkerSession | null = null;
  let item: number | null = null;
  const fail = (error: unknown): void => {
    session?.measurement.flush();
    reply({ type: 'failed', failure: failureOf(error, 'starting a worker process failed') });
  };
  const uncaught = (error: unknown): void => fail(uncaughtError(error, 'the work', item));
  process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught);
  for (;;) {
    const message = await next();
    try {
      if (message.type === 'open') {
        session = await WorkerSession.open(message.setup, 'process');
        reply({ type: 'ready' });
      }
      if (message.type === 'go') session?.beginWork();
      if (message.type === 'batch' && session !== null) {
        const { runner, measurement } = session;
        const began = measurement.clock();
        await runSerially(queueOf(message.items, message.first), (index, value, slot) => {
          item = index;
          return runner.start(index, value, slot);
        });
        item = null;
        reply({ type: 'ran', tasks: message.items.length, ns: measurement.clock() - began });
      }
      if (message.type === 'end' && session !== null) reply({ type: 'done', report: session.report() });
      if (message.type === 'exit') {
        await printed();
        process.exit(0);
      }
    } catch (error) {
      fail(error);
    }
  }
}

/** Messages one after the other; waiting for the next lets the event loop turn. */
function inbox(host: Channel): () => Promise<ToProcess> {
  const waiting: ToProcess[] = [];
  let wake: (() => void) | null = null;
  host.onMessage((message) => {
    waiting.push(message as ToProcess);
    wake?.();
  });
  host.onClose(() => process.exit(0));
  return async () => {
    for (;;) {
      const message = waiting.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
}
