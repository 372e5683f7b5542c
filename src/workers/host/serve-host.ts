import type { FromJob, ToJob } from '../../core/protocol/job';
import type { LastWord } from '../channel/parent-channel';
import type { Channel } from '../channel/channel';
import { describeModule } from '../module/describe-module';
import { failureOf } from '../run/failure';
import { Job, type JobSurroundings } from './job';
import { printed } from './printed';
import { uncaughtError } from './worker-failures';

/** Of a job's host: does what the runner says, answers, ends. */
export function serveHost(runner: Channel & LastWord, surroundings: JobSurroundings): void {
  let job: Job | null = null;
  let over = false;
  const leave = async (message: FromJob): Promise<void> => {
    if (over) return;
    over = true;
    await runner.sendLast(message);
    await printed();
    process.exit(0);
  };
  const fail = async (error: unknown): Promise<void> => {
    if (over) return;
    const failed =
      job === null
        ? { type: 'failed' as const, failure: failureOf(error, 'loading failed'), phase: 'startup' as const }
        : await job.fail(error);
    await leave(failed);
  };
  const stop = async (): Promise<void> => {
    over = true;
    await job?.stop();
    process.exit(0);
  };
  const obey = async (message: ToJob): Promise<void> => {
    if (message.type === 'check') await leave(await describeModule(message.file));
    if (message.type === 'stop') await stop();
    if (message.type === 'prepare') {
      job = new Job(message.spec, surroundings);
      await job.prepare();
      runner.send({ type: 'prepared' } satisfies FromJob);
    }
    if (message.type === 'start' && job !== null) {
      const finished = await job.run();
      await job.stop();
      await leave(finished);
    }
  };
  const uncaught = (error: unknown): void => void fail(uncaughtError(error, 'the work', null));
  process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught);
  process.once('SIGTERM', () => void stop());
  runner.onClose(() => void stop());
  runner.onMessage((message) => void obey(message as ToJob).catch(fail));
}
