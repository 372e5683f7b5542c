import { assertNever } from '../../core/base/assert-never';
import { channels } from '../../core/protocol/bridge';
import type { RecorderEvent } from '../../core/protocol/recorder';
import { receiveComparison, receiveOpened, receiveRun } from './comparison';
import { FrameBatch } from './frame-batch';
import { receiveLive } from './live';
import { appendChunks, type RunChunk } from './recordings';

const chunks = new FrameBatch<RunChunk>(appendChunks);

/** Where every event of the recorder goes. Chunks wait for the next frame; all else is known at once. */
export function receiveEvent(event: RecorderEvent): void {
  switch (event.type) {
    case 'comparison':
      chunks.flush();
      return receiveComparison(event.manifest);
    case 'run':
      return receiveRun(event.comparison, event.manifest);
    case 'chunk':
      return chunks.add(event);
    case 'opened':
      chunks.flush();
      return receiveOpened(event.comparison);
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
