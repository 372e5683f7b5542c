import { assertNever } from '../../core/base/assert-never';
import { channels } from '../../core/protocol/bridge';
import type { RecorderEvent } from '../../core/protocol/recorder';
import { isKnown, receiveComparison, receiveOpened, receiveRun, useComparison } from './comparison';
import { FrameBatch, nextFrame, type Schedule } from './frame-batch';
import { loadLibrary } from './library';
import { receiveLive } from './live';
import { receiveSaved } from './growth';
import { receiveOutput } from './output';
import { appendChunks, type RunChunk } from './recordings';
import { runKey } from './run-key';

/** What is read from disk comes faster than it can be drawn: each picture of it takes time from the reading. */
const readingPeriodMs = 200;
let drawnAt = -Infinity;

const soon: Schedule = (callback) => {
  const wait = useComparison.getState().loading.size === 0 ? 0 : drawnAt + readingPeriodMs - performance.now();
  const draw = (): void =>
    nextFrame(() => {
      drawnAt = performance.now();
      callback();
    });
  if (wait > 0) setTimeout(draw, wait);
  else draw();
};

const chunks = new FrameBatch<RunChunk>(
  (items) => appendChunks(items.filter(({ comparison }) => isKnown(comparison))),
  soon,
);

/** Where every event of the recorder goes. Chunks wait for the next frame; all else is known at once. */
export function receiveEvent(event: RecorderEvent): void {
  switch (event.type) {
    case 'comparison':
      chunks.flush();
      return receiveComparison(event.manifest, event.stream);
    case 'run':
      return receiveRun(event.comparison, event.manifest);
    case 'chunk':
      return chunks.add(event);
    case 'output':
      return receiveOutput(event.comparison, event.run, event);
    case 'saved':
      return receiveSaved(runKey(event.comparison, event.run), event.bytes);
    case 'opened':
      chunks.flush();
      return receiveOpened(event.comparison, event.stream);
    case 'library':
      // If it can't be read now, whoever looks at it next is told why.
      return void loadLibrary().catch(() => undefined);
    case 'live':
      return receiveLive(event.sample);
    default:
      return assertNever(event);
  }
}

/** Listens to the port that the preload hands on; a recorder that was restarted brings a new one. */
export function listenToRecorder(): void {
  let port: MessagePort | undefined;
  window.addEventListener('message', (message: MessageEvent<unknown>) => {
    const [received] = message.ports;
    if (message.source !== window || message.data !== channels.recorderPort || received === undefined) return;
    port?.close();
    port = received;
    // The recorder is a process of our own, and its events are declared in `core/protocol/recorder.ts`.
    port.addEventListener('message', ({ data }: MessageEvent<RecorderEvent>) => receiveEvent(data));
    port.start();
  });
}
