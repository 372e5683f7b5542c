import { parentPort, workerData } from 'node:worker_threads';
import { serveThread } from './host/thread-loop';
import type { ThreadSetup } from './host/worker-messages';

if (parentPort !== null) await serveThread(parentPort, workerData as ThreadSetup);
