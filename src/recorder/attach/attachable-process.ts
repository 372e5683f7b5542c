import { readFileSync, readlinkSync } from 'node:fs';
import { readProcLine } from '../proc/proc-file';
import { isAlive } from '../proc/is-alive';
import { maySee } from '../proc/may-see';
import { systemProcesses } from '../proc/system-processes';
import { lineOf } from './command-line';
import { userName } from './user-name';

/** A process that can be recorded while it runs. */
export interface AttachableProcess {
  readonly pid: number;
  readonly name: string;
  /** Its words as a shell takes them; its name where they can't be read. */
  readonly line: string;
  /** Empty: not known. */
  readonly folder: string;
  /** What will be missing: a sentence. */
  readonly notice: string | null;
}

/** include/linux/sched.h: the process is part of the kernel. */
const isKernelThread = 0x0020_0000;

/**
 * Looks whether a process can be recorded: its owner's programs may be seen, by the owner and by root.
 *
 * @throws {Error} with a sentence that says why not, and what would allow it
 */
export async function attachableProcess(pid: number): Promise<AttachableProcess> {
  if (pid === process.pid) throw new Error(`Process ${pid} is Juggler itself, which records.`);
  return process.platform === 'linux' ? ofProc(pid) : await ofSystem(pid);
}

function ofProc(pid: number): AttachableProcess {
  const status = statusOf(pid);
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  const name = field('Name');
  const group = Number(field('Tgid'));
  if (group !== pid) {
    throw new Error(
      `${pid} is a thread of process ${group} (${name}): give ${group}, and all its threads are recorded.`,
    );
  }
  if ((flagsOf(pid) & isKernelThread) !== 0) {
    throw new Error(`Process ${pid} (${name}) is a part of the kernel: only programs can be recorded.`);
  }
  if (/^[ZX]/.test(field('State'))) {
    throw new Error(`Process ${pid} (${name}) has ended; it is listed until its parent has asked how.`);
  }
  if (!maySee(pid)) throw new Error(refusalOf(pid, name, field('Uid')));
  return {
    pid,
    name,
    line: lineOf(pid) ?? (name || `process ${pid}`),
    folder: linkOf(pid, 'cwd') ?? '',
    notice: waitsNotice(pid),
  };
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    throw noSuchProcess(pid);
  }
}

const noSuchProcess = (pid: number): Error =>
  new Error(`There is no process ${pid}. It may have ended; “ps -e” lists those that there are.`);

/** Field 9 of `stat` (proc(5)), counted from the last parenthesis. */
function flagsOf(pid: number): number {
  const line = readProcLine(`/proc/${pid}/stat`) ?? '';
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[6] ?? 0);
}

/** @param users the line of `status`: real, effective, saved and file system's */
function refusalOf(pid: number, name: string, users: string): string {
  const [real, effective] = users.split(/\s+/).map(Number);
  const own = process.geteuid?.();
  const remedy = `sudo juggler record --pid ${pid}`;
  if (effective === own && real === own) {
    return `Process ${pid} (${name}) has rights of its own, or has closed itself to others: only root may record it. To do so: ${remedy}`;
  }
  const user = userName(effective ?? 0);
  const who = user === 'root' ? 'root' : `${user} and root`;
  return `Process ${pid} (${name}) belongs to ${user}: only ${who} may record what it does. To do so: ${remedy}`;
}

function linkOf(pid: number, name: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return null;
  }
}

/** What threads wait for is told to fewer than what they run. */
function waitsNotice(pid: number): string | null {
  try {
    readFileSync(`/proc/${pid}/syscall`);
    return null;
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    const scope = readProcLine('/proc/sys/kernel/yama/ptrace_scope')?.trim();
    if (scope === undefined || scope === '0')
      return 'Why its threads wait can’t be read: the system does not allow it.';
    const leave = scope === '1' ? 'leaves that to the process that started it' : 'leaves that to root';
    return `Why its threads wait can’t be read: kernel.yama.ptrace_scope is ${scope}, which ${leave}. To unlock it: sudo sysctl kernel.yama.ptrace_scope=0`;
  }
}

/** macOS and Windows. */
async function ofSystem(pid: number): Promise<AttachableProcess> {
  if (!isAlive(pid)) throw noSuchProcess(pid);
  const { processes } = await systemProcesses.look();
  const found = processes.find((one) => one.pid === pid);
  if (found === undefined) throw noSuchProcess(pid);
  return { pid, name: found.name, line: found.line, folder: '', notice: null };
}
