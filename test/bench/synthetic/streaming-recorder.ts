/*
 * Takes the recorder's place in the app: a machine of 64 cores and a run with 1,000 workers that goes on for as long as
 * the window looks. Chunks are sent as often as the recorder sends them, 20 times a second.
 */
import type { ParentPort } from '../../../src/workers/channel/channel';
import type { RecorderEvent, ToRecorder } from '../../../src/core/protocol/recorder';
import { packChunk } from '../../../src/core/trace/pack-chunk';
import { syntheticComparison, syntheticMachine, syntheticRun } from './documents';
import { chunkOf, firstChunk } from './machine-chunks';

const periodMs = 50;
const machine = { cores: 64, workers: 1000, taskNs: 45e6 };
const run = syntheticRun(machine.workers, 'recording');
const comparison = syntheticComparison('streaming', '1,000 lanes', syntheticMachine(machine.cores), run, 1_000_000);

interface Viewer {
  postMessage(event: RecorderEvent): void;
  start(): void;
}
interface Message {
  readonly data: ToRecorder | { readonly type: 'viewer' };
  readonly ports: readonly Viewer[];
}

const parent = Reflect.get(process, 'parentPort') as ParentPort;
let viewer: Viewer | undefined;
let stream: NodeJS.Timeout | undefined;

parent.on('message', (message) => {
  const { data, ports } = message as unknown as Message;
  if ('type' in data) return watch(ports[0]);
  parent.postMessage({ type: 'reply', call: data.call, value: replyTo(data) });
  if (data.name === 'open') startStream();
});

function watch(port: Viewer | undefined): void {
  viewer = port;
  port?.start();
}

function replyTo({ name }: ToRecorder): unknown {
  if (name === 'hello') return { machine: comparison.machine };
  if (name === 'list') return { comparisons: [], recovered: [] };
  if (name === 'open') return { manifest: comparison };
  return null;
}

/** After the reply, so that the window shows the run while it grows. */
function startStream(): void {
  const { id } = comparison;
  const started = performance.now();
  let seen = 0;
  send({ type: 'comparison', manifest: comparison, stream: null });
  send({ type: 'chunk', comparison: id, run: run.id, chunk: packChunk(firstChunk(machine)), writtenAtMs: nowMs() });
  clearInterval(stream);
  stream = setInterval(() => {
    const to = (performance.now() - started) * 1e6;
    send({
      type: 'chunk',
      comparison: id,
      run: run.id,
      chunk: packChunk(chunkOf(machine, seen, to)),
      writtenAtMs: nowMs(),
    });
    seen = to;
  }, periodMs);
}

function send(event: RecorderEvent): void {
  viewer?.postMessage(event);
}

/** CLOCK_MONOTONIC. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
