import fs from 'node:fs';
import { basename } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import type { AgentHello, AgentSettings } from '../../core/protocol/agent';

const { readFileSync, readlinkSync, statSync } = fs;

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
    // Where there is no such thing, `pid` is the recorder's number.
    ...(process.platform === 'linux' ? { pidNamespace: pidNamespace() } : {}),
  };
}

/** Linux: its innermost number (proc(5), `NSpid`). In a container /proc may be that of the host, whose numbers are others. */
function nativeThread(): number | null {
  try {
    const [, numbers] = /^NSpid:\s*(.+)$/m.exec(readFileSync('/proc/thread-self/status', 'latin1')) ?? [];
    const tid = Number(numbers?.split(/\s+/).at(-1) ?? basename(readlinkSync('/proc/thread-self')));
    return Number.isSafeInteger(tid) && tid > 0 ? tid : null;
  } catch {
    return null;
  }
}

function pidNamespace(): number | null {
  try {
    return statSync('/proc/self/ns/pid').ino;
  } catch {
    return null;
  }
}
