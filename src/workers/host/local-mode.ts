import { queueOf, type ItemQueue } from '../run/item-queue';
import { runConcurrently, runSerially, type StartItem } from '../run/run-items';
import { WorkerSession } from '../run/worker-session';
import type { ModeRun, ModeSetup, StartMode } from './mode-run';

/** The host's own thread runs the items. */
const localMode =
  (run: (queue: ItemQueue, start: StartItem, setup: ModeSetup) => Promise<void>): StartMode =>
  (setup) => {
    const session = WorkerSession.within(setup.measurement, setup.work, setup.spec.mode);
    const { runner } = session;
    const start: StartItem = (index, item, slot) => runner.start(index, item, slot);
    const mode: ModeRun = {
      work: async () => {
        session.beginWork();
        await run(queueOf(setup.items), start, setup);
        return [session.report()];
      },
      finish: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      loopNames: () => ({ process: 'job', thread: 'main' }),
    };
    return Promise.resolve(mode);
  };

export const serialMode = localMode((queue, start) => runSerially(queue, start));
/** Slots are told as 16-bit numbers. */
const maxSlots = 0x1_0000;
export const asyncMode = localMode((queue, start, { spec }) =>
  runConcurrently(queue, Math.min(spec.inFlight, maxSlots), start),
);
