import fs from 'node:fs';
import { basename } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import type { AgentHello, AgentSettings } from '../../core/protocol/agent';

const { readlinkSync } = fs;

export function sayHello({ epochNs }: AgentSettings, at: number, startedBy: AgentHello['startedBy']): AgentHello {
  return {
    epochNs,
    at,
    pid: process.pid,
    parentPid: process.ppid,
    tid: nativeThread(),
    kind: isMainThread ? 'main' : 'worker',
    thread: threadId,
    name: process.argv[1] === undefined ? basename(process.execPath) : basename(process.argv[1]),
    runtime: { name: 'node', version: process.version },
    startedBy,
    madeBy: null,
  };
}

/** Linux: "PID/task/TID". */
function nativeThread(): number | null {
  try {
    const tid = Number(basename(readlinkSync('/proc/thread-self')));
    return Number.isSafeInteger(tid) && tid > 0 ? tid : null;
  } catch {
    return null;
  }
}
