import type { ChildExit } from './spawn';

/** What V8 and Node print before they abort for want of memory. */
const heapLimit = /heap out of memory|Zone Allocation failed|Allocation failed - process out of memory/i;
const advice = 'Use smaller items or fewer workers';

/** Why a job's process ended without a word, in one sentence. @param output the last it printed. */
export function deathSentence({ code, signal, signalInCode }: ChildExit, output: string): string {
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : signal;
  if (heapLimit.test(output)) {
    return `The job ran out of memory: its process reached the heap limit of JavaScript and was ended (${how}). ${advice}, or raise the limit with NODE_OPTIONS=--max-old-space-size.`;
  }
  if (signal === 'SIGKILL') {
    return `The job's process was killed from outside (SIGKILL), most likely since the machine ran out of memory. ${advice}.`;
  }
  if (signal === 'SIGABRT' || code === 134) {
    return `The job's process gave up (${how}), most likely since it ran out of memory. ${advice}.`;
  }
  if (signal !== null && crashes.has(signal)) {
    return `The job's process crashed (${signal}) in native code: does the work use a native module?`;
  }
  if (signal !== null) return `The job's process was ended from outside (${signal}).`;
  const perhaps = signalInCode === true && code !== null ? signalsInCodes.get(code) : undefined;
  if (perhaps !== undefined) {
    const [name, reason] = perhaps;
    return `The job's process ended with code ${code}: it ${reason} (${name}), or the work calls process.exit(${code}).`;
  }
  return `The job's process ended by itself (${how}) before its work was done: does the work call process.exit()?`;
}

/** Numbers of signals, signal(7), that end a process without its doing. */
const signalsInCodes: ReadonlyMap<number, readonly [name: string, reason: string]> = new Map([
  [6, ['SIGABRT', 'gave up, most likely since it ran out of memory']],
  [9, ['SIGKILL', 'was killed from outside, most likely since the machine ran out of memory']],
  [11, ['SIGSEGV', 'crashed in native code']],
]);

const crashes = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP']);
