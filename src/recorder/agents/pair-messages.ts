import { messageWays, type MessageWay } from '../../core/protocol/agent';
import type { AgentThread } from './agent-sink';

interface Side {
  readonly thread: AgentThread;
  readonly at: number;
}

export interface PairedMessage {
  readonly from: Side;
  readonly to: Side;
}

/** Messages that were sent and never seen to arrive (or the other way round), per pair of threads and direction. */
const mostUnpaired = 10_000;
/** Pairs of threads and directions; what is told of the oldest is forgotten. */
const maxSides = 10_000;

/**
 * Messages between a thread and its worker arrive in the order they are sent: the nth that is sent is the nth that is
 * received. Each side is told in a file of its own, so either may be read first.
 */
export class MessagePairs {
  readonly #unpaired = new Map<string, Map<number, Side>>();

  /** @param worker Node's number of the worker, which with the process names the pair. @returns once both are known. */
  add(pid: number, worker: number, number: number, way: MessageWay, side: Side): PairedMessage | null {
    const sent = isSent(way);
    const other = this.#sides(pid, worker, opposite(way));
    const known = other.get(number);
    if (known === undefined) {
      const own = this.#sides(pid, worker, way);
      own.set(number, side);
      if (own.size > mostUnpaired) own.delete(own.keys().next().value!);
      return null;
    }
    other.delete(number);
    const pair = sent ? { from: side, to: known } : { from: known, to: side };
    // Something was taken off the port in another way, and from there on the counts are not each other's.
    return pair.to.at < pair.from.at ? null : pair;
  }

  #sides(pid: number, worker: number, way: MessageWay): Map<number, Side> {
    const key = `${pid} ${worker} ${way}`;
    const known = this.#unpaired.get(key);
    if (known !== undefined) return known;
    const made = new Map<number, Side>();
    this.#unpaired.set(key, made);
    if (this.#unpaired.size > maxSides) this.#unpaired.delete(this.#unpaired.keys().next().value!);
    return made;
  }
}

const isSent = (way: MessageWay): boolean => way.endsWith('-sent');

function opposite(way: MessageWay): MessageWay {
  const index = messageWays.indexOf(way);
  return messageWays[index % 2 === 0 ? index + 1 : index - 1]!;
}
