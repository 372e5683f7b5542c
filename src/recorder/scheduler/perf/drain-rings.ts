/*
 * A thread that does nothing but empty rings, while a program switches faster than the recorder's own thread can be sure to
 * look: that one also writes files, and collects garbage. It ends by itself when there has been little for a while.
 */
import { workerData } from 'node:worker_threads';
import { drainStates, mostWaitingBytes, stateAt, waitingAt, type DrainedRound, type DrainTask } from './drain-task';
import { RingReader } from './ring-reader';

/** A ring of an ordinary user takes what a CPU tells in 40 ms of a storm. */
const pauseMs = 2;
/** So much in a pause is little; ring by ring. */
const calmBytes = 2048;
const calmRounds = 1000;
const { places, epoch, shared, port } = workerData as DrainTask;
const control = new Int32Array(shared);
const rings = places.map((place) => new RingReader(place));
const now = (): number => Number(process.hrtime.bigint()) - epoch;

function round(): number {
  const at = now();
  const readings: DrainedRound['readings'][number][] = [];
  for (const [ring, reader] of rings.entries()) {
    const reading = reader.read(now);
    if (reading === null) continue;
    // Made with memory of its own.
    readings.push({ ring, bytes: reading.bytes.buffer as ArrayBuffer, span: reading.span, isFull: reading.isFull });
  }
  const bytes = readings.reduce((sum, reading) => sum + reading.bytes.byteLength, 0);
  port.postMessage(
    { at, readings } satisfies DrainedRound,
    readings.map((reading) => reading.bytes),
  );
  return bytes;
}

Atomics.store(control, stateAt, drainStates.ready);
Atomics.wait(control, stateAt, drainStates.ready);
for (let calm = 0; calm < calmRounds && Atomics.load(control, stateAt) === drainStates.go;) {
  const hasRoom = Atomics.load(control, waitingAt) < mostWaitingBytes / 1024;
  if (hasRoom) calm = round() > calmBytes * rings.length ? 0 : calm + 1;
  Atomics.wait(control, stateAt, drainStates.go, pauseMs);
}
Atomics.store(control, stateAt, drainStates.over);
Atomics.notify(control, stateAt);
port.close();
