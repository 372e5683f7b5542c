import { readFileSync } from 'node:fs';

export type AddressRange = readonly [start: bigint, end: bigint];

/** `python3.14t`, `libpython3.14t.so.1.0`: built without the GIL, so that nobody waits for it. */
const freeThreaded = /\/(lib)?python\d+\.\d+t[a-z]*(\.so[0-9.]*)?$/;

/**
 * Where the GIL of a CPython process lies: in the writable data of `python` or `libpython`, or in the anonymous memory
 * right behind it. A thread that waits on a futex in there waits for the GIL (checked from 3.8 to 3.13).
 *
 * @param maps text of /proc/PID/maps
 */
export function gilRanges(maps: string): AddressRange[] {
  const ranges: AddressRange[] = [];
  let behindPython = false;
  for (const line of maps.split('\n')) {
    const match = /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+\s*(.*)$/.exec(line);
    if (match === null) continue;
    const [, start, end, rights, file] = match;
    const isPython = /\/(lib)?python[0-9.]*[a-z]*(\.so[0-9.]*)?$/.test(file!) && !freeThreaded.test(file!);
    const isWritable = rights![1] === 'w';
    const isAnonymous = file === '';
    if (isWritable && (isPython || (behindPython && isAnonymous)))
      ranges.push([BigInt(`0x${start}`), BigInt(`0x${end}`)]);
    behindPython = isPython || (behindPython && isAnonymous && isWritable);
  }
  return ranges;
}

/** Empty where there is no GIL, or it can't be seen. */
export function gilRangesOf(pid: number): AddressRange[] {
  try {
    return gilRanges(readFileSync(`/proc/${pid}/maps`, 'latin1'));
  } catch {
    return [];
  }
}
