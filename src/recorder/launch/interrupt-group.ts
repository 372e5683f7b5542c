import { allProcesses, familyOf } from '../proc/process-stat';

/** Interrupts what a program has started in the process group of this process, as Ctrl-C does. @param pids of it */
export function interruptGroup(root: number, pids: readonly number[]): void {
  const processes = allProcesses();
  const group = processes.find(({ pid }) => pid === process.pid)?.group;
  for (const { pid, group: its } of familyOf([root, ...pids], processes)) {
    if (pid === root || its !== group) continue;
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      // It ended in the meantime.
    }
  }
}
