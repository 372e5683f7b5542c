import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

const pollMs = 200;

/**
 * Runs `work` while holding the lock file, waiting for another process that holds it.
 * A lock whose process is gone (killed, power cut) is taken over.
 */
export async function withLock(file, work, { onWait = () => {}, timeoutMs = 30 * 60_000 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + timeoutMs;
  let told = false;
  while (!tryLock(file)) {
    const owner = readOwner(file);
    if (Date.now() > deadline) {
      throw new Failure(`process ${owner?.pid} holds ${file} for too long`, `end that process, or delete ${file}`);
    }
    if (!told && owner) {
      onWait(owner.pid);
      told = true;
    }
    await sleep(pollMs);
  }
  const release = () => {
    if (isOurs(file)) rmSync(file, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock(file) {
  const owner = readOwner(file);
  if (owner && isRunning(owner)) return false;
  if (owner) removeStale(file, owner);

  // A link appears with its content or not at all, so nobody ever reads half a lock.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(ownIdentity()));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the lock away first: whoever moved it can see whether it is still the stale one, or a new owner's. */
function removeStale(file, stale) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = readOwner(aside);
  if (moved && (moved.pid !== stale.pid || moved.startTime !== stale.startTime)) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function readOwner(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const { pid, startTime = null } = JSON.parse(text);
    if (Number.isInteger(pid) && pid > 0) return { pid, startTime };
  } catch {
    // Falls through: content we didn't write is as good as a stale lock.
  }
  return { pid: 0, startTime: null };
}

const ownIdentity = () => ({ pid: process.pid, startTime: startTimeOf(process.pid) });

function isOurs(file) {
  return readOwner(file)?.pid === process.pid;
}

/** A process id alone is not enough: after a restart of a container the same small ids come back. */
function isRunning({ pid, startTime }) {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return startTime === null || startTimeOf(pid) === startTime;
}

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)); null where there is no /proc. */
function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return null;
  }
}
