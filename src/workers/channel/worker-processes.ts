import type { BrokerEntry } from '../../core/protocol/job';
import type { Channel } from './channel';

export interface ProcessEnd {
  readonly code: number | null;
  /** `SIGKILL`, or why it could not be started; null where nothing but the code is known. */
  readonly reason: string | null;
}

/** A process that the host started, or had started. */
export interface WorkerProcess extends Channel {
  readonly pid: number;
  /** Settles once it has ended, however. */
  readonly ended: Promise<ProcessEnd>;
  kill(): void;
}

/** How a host comes by other processes: forking them, or asking Electron's main process. */
export interface WorkerProcesses {
  /** @param name for process lists. @throws {Error} if it can't be started. */
  spawn(entry: BrokerEntry, name: string): Promise<WorkerProcess>;
  killAll(): void;
}
