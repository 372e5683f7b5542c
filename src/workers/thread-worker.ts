import { parentPort, workerData } from 'node:worker_threads';
import { hideParentThread } from './module/as-main-module';
import { serveThread } from './host/thread-loop';
import type { ThreadSetup } from './host/worker-messages';

if (parentPort !== null) {
  const [port, setup] = [parentPort, workerData as ThreadSetup];
  hideParentThread();
  await serveThread(port, setup);
}
