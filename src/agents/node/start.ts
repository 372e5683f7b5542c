import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { agentFrameKinds, agentSettingsFile, type AgentEnd, type AgentSettings } from '../../core/protocol/agent';
import { atExit } from './at-exit';
import { clockSince } from './clock';
import { createContext } from './context';
import { tickMs, watchEventLoop } from './event-loop';
import { sayHello } from './hello';
import { createOperations } from './operations';
import { createOwnOption } from './own-option';
import { watchReader } from './reader-sign';
import { operationSources } from './sources';
import { children } from './sources/children';
import { garbage } from './sources/garbage';
import { countPromises } from './sources/promises';
import { takeSamples } from './sources/samples';
import type { SourceParts } from './sources/source';
import { workers } from './sources/workers';
import { userTiming } from './sources/user-timing';
import { createTeller } from './teller';
import { openThreadFile } from './thread-file';

// As they are before anybody mocks them: a mock that is given a timer of Node's own prints a warning.
const { setInterval, clearInterval } = globalThis;

/** @param agent path of this agent's own file: its settings lie beside it, and what it tells goes there as well. */
export function start(agent: string, folder: string): void {
  const settings = JSON.parse(fs.readFileSync(join(folder, agentSettingsFile), 'utf8')) as AgentSettings;
  const clock = clockSince(settings.epochNs, settings.clockOffsetNs);
  const begun = clock.now();
  const ownOption = createOwnOption(settings, agent);
  ownOption.arrive();
  const reader = watchReader(folder, settings.epochNs);
  if (reader.isOld(begun)) return;
  const file = openThreadFile(join(folder, `${process.pid}-${threadId}-${Math.round(begun)}.frames`));
  const teller = createTeller(
    file,
    (now) => reader.isGone(now),
    () => {
      clearInterval(timer);
      if (!fs.existsSync(agent)) ownOption.remove();
    },
  );
  const context = createContext();
  teller.json(agentFrameKinds.hello, sayHello(settings, begun, context.kind));

  const operations = createOperations(teller, clock, context, settings.operations);
  const loop = watchEventLoop(teller, begun, settings.blockedMs * 1e6, () => operations.takePeak());
  const ends: (() => void)[] = [];
  const parts: SourceParts = { teller, clock, operations };
  const sources = [
    garbage,
    userTiming((end) => ends.push(end)),
    children((pairs) => ownOption.withoutIfGone(pairs)),
    workers(ownOption),
    ...(settings.operations ? operationSources : []),
  ];
  for (const source of sources) attempt(() => source.watch(parts));
  syncBuiltinESMExports();
  const promises = settings.promises ? attempt(() => countPromises(teller, begun)) : null;
  const { samplesUs } = settings;
  const samples = samplesUs === null ? null : attempt(() => takeSamples(teller, clock, samplesUs));

  const tick = (): void => {
    const now = clock.now();
    loop.tick(now);
    operations.tick(now);
    promises?.tick(now);
    samples?.tick(now);
    teller.flush(now);
  };
  const timer = setInterval(() => attempt(tick), tickMs).unref();
  atExit(() =>
    attempt(() => {
      clearInterval(timer);
      for (const end of ends) end();
      samples?.end();
      const now = clock.now();
      operations.settle(now);
      loop.end(now);
      teller.hurry();
      teller.json(agentFrameKinds.end, { at: now } satisfies AgentEnd);
    }),
  );
}

/** Nothing of the agent's may reach the program. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
