import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { describe, expect, it } from 'vitest';
import { CoreShares } from '../../../../src/recorder/probes/core-shares';
import { parseCoreTimes } from '../../../../src/recorder/probes/core-times';

const stat = `cpu  400 40 30 9000 50 6 7 8 100 0
cpu0 100 10 20 4000 30 1 2 3 50 0
cpu11 300 30 10 5000 20 5 5 5 50 0
intr 99 1 2
cpus_are_not_here 1
`;

describe('parseCoreTimes', () => {
  it('counts what a core did, without idling, waiting for disks, and what a hypervisor took', () => {
    expect([...parseCoreTimes(stat)]).toEqual([
      [0, (100 + 10 + 20 + 1 + 2) * 10e6],
      [11, (300 + 30 + 10 + 5 + 5) * 10e6],
    ]);
  });

  it.runIf(process.platform === 'linux')('reads this machine as Node does', () => {
    const ours = parseCoreTimes(readFileSync('/proc/stat', 'latin1'));
    expect([...ours.keys()]).toEqual(cpus().map((_, core) => core));
    for (const [core, { times }] of cpus().entries()) {
      const theirs = times.user + times.nice + times.sys + times.irq;
      // Node leaves soft interrupts out; and time goes on between the two.
      expect(ours.get(core)! / 1e6).toBeGreaterThan(theirs * 0.9 - 100);
      expect(ours.get(core)! / 1e6).toBeLessThan(theirs * 1.3 + 5000);
    }
  });
});

const ms = (value: number): bigint => BigInt(value) * 1_000_000n;
const times = (busyMs: number): Map<number, number> => new Map([[0, busyMs * 1e6]]);

describe('CoreShares', () => {
  it('carries what is over one: a busy core that was counted 60 ms in 50 is busy, not lost', () => {
    const shares = new CoreShares();
    expect(shares.next(times(0), ms(0))).toBeNull();
    expect(shares.next(times(60), ms(50))!.get(0)).toBe(1);
    expect(shares.next(times(100), ms(100))!.get(0)).toBe(1);
    expect(shares.next(times(100), ms(150))!.get(0)).toBe(0);
  });

  it('divides by the time that has really passed', () => {
    const shares = new CoreShares();
    shares.next(times(0), ms(0));
    expect(shares.next(times(50), ms(200))!.get(0)).toBe(0.25);
  });

  it('leaves out a core that was off, and never goes below zero', () => {
    const shares = new CoreShares();
    shares.next(times(100), ms(0));
    expect([...shares.next(new Map([[1, 5e6]]), ms(50))!]).toEqual([]);
    shares.next(times(100), ms(100));
    expect(shares.next(times(40), ms(150))!.get(0)).toBe(0);
  });
});
