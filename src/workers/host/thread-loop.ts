import type { MessagePort } from 'node:worker_threads';
import { failureOf } from '../run/failure';
import { sharedQueue } from '../run/item-queue';
import { runSerially } from '../run/run-items';
import { printed } from './printed';
import { WorkerSession } from '../run/worker-session';
import type { FromWorker, ThreadSetup, ToThread } from './worker-messages';

/** Of a worker thread, from its start to its report: one item at a time from the shared queue. */
export async function serveThread(port: MessagePort, setup: ThreadSetup): Promise<void> {
  const reply = (message: FromWorker): void => port.postMessage(message);
  let session: WorkerSession | null = null;
  try {
    const opened = await WorkerSession.open(setup, 'thread');
    session = opened;
    const go = new Promise<void>((resolve) => {
      port.once('message', (message: ToThread) => message.type === 'go' && resolve());
    });
    reply({ type: 'ready' });
    await go;
    opened.beginWork();
    const queue = sharedQueue(setup.items, setup.queue, setup.worker);
    await runSerially(queue, (index, item, slot) => opened.runner.start(index, item, slot));
    reply({ type: 'done', report: opened.report() });
    await printed();
    reply({ type: 'printed' });
  } catch (error) {
    session?.measurement.flush();
    reply({ type: 'failed', failure: failureOf(error, 'starting a worker thread failed') });
  }
}
