import { trackNames, type TrackId } from '../../core/trace/track';
import { CoreShares } from './core-shares';
import { openCoreTimes } from './core-times';
import { defineProbe, probePeriodMs } from './define-probe';

interface Sample {
  readonly atNs: bigint;
  readonly shares: ReadonlyMap<number, number>;
}

/** Samples kept while the job gets ready: its t = 0 is known only when its first frame has been read. */
const mostWaiting = 100;

export const cores = defineProbe({
  id: 'cores',
  about: 'How busy each core is, with whatever program: /proc/stat on Linux, os.cpus() elsewhere.',
  kind: 'cores',
  open({ builder, epoch, onCore, portable = false }) {
    const reader = openCoreTimes(portable ? 'other' : process.platform);
    const shares = new CoreShares();
    const tracks = new Map<number, TrackId>();
    let waiting: Sample[] = [];
    let last = 0n;

    const write = ({ atNs, shares }: Sample, start: bigint): void => {
      const time = Number(atNs - start);
      if (time <= 0) return; // Its window ended before the run began.
      for (const [core, share] of shares) builder.row(trackOf(core), time, share);
    };
    const trackOf = (core: number): TrackId => {
      const known = tracks.get(core);
      if (known !== undefined) return known;
      const lane = builder.addLane({ kind: 'core', name: `core ${core}`, parent: null, core });
      const track = builder.addTrack({ lane, kind: 'counter', name: trackNames.coreBusy, unit: 'share' });
      tracks.set(core, track);
      onCore?.(core, lane);
      return track;
    };
    const found = [...reader.read().keys()];
    if (found.length === 0) {
      reader.close();
      return { missing: { quality: 'missing', reason: 'The system does not tell how busy its cores are.' } };
    }
    for (const core of found) trackOf(core);

    return {
      capability: {
        quality: 'sampled',
        periodMs: reader.periodMs,
        reason: `The system counts the time of cores in steps of ${reader.quantumMs} ms.`,
      },
      sample(atNs) {
        // Half a call early is in time: a timer that comes a little too soon must not halve the rate.
        if (Number(atNs - last) < (reader.periodMs - probePeriodMs / 2) * 1e6) return;
        last = atNs;
        const now = shares.next(reader.read(), atNs);
        if (now === null) return;
        const start = epoch();
        if (start === null) {
          waiting.push({ atNs, shares: now });
          if (waiting.length > mostWaiting) waiting.shift();
          return;
        }
        for (const sample of waiting) write(sample, start);
        waiting = [];
        write({ atNs, shares: now }, start);
      },
      close: () => reader.close(),
    };
  },
});
