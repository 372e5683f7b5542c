import type { ChildExit } from './spawn';

const outOfMemory = /MemoryError/;

/** Why the process of a Python run ended without a word, in one sentence. @param output the last it printed */
export function pythonDeathSentence({ code, signal }: ChildExit, output: string): string {
  const how = signal ?? `exit code ${code ?? 'unknown'}`;
  if (outOfMemory.test(output)) {
    return `The job ran out of memory: Python raised MemoryError (${how}). Use smaller items or fewer workers.`;
  }
  if (signal === 'SIGKILL') {
    return "The job's process was killed from outside (SIGKILL), most likely since the machine ran out of memory. Use smaller items or fewer workers.";
  }
  if (signal !== null && crashes.has(signal)) {
    return `The job's interpreter crashed (${signal}) in native code: what faulthandler saw is in the output below.`;
  }
  if (signal !== null) return `The job's process was ended from outside (${signal}).`;
  return `The job's process ended by itself (${how}) before its work was done: does the work call os._exit() or os.execv()?`;
}

const crashes = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP']);
