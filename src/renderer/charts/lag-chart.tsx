import { useMemo, type ReactNode } from 'react';
import type { TimeRange } from '../../core/trace/time-range';
import { bandEnd, hostLoop, type Band } from '../timeline/band';
import type { Span } from '../timeline/arrange-bands';
import { BandChart, type BandChartLine } from './band-chart';
import { lagPoints } from './lag-points';

export interface BandChartPlace {
  readonly band: Band;
  readonly span: Span;
  readonly viewport: TimeRange;
  readonly left: number;
  readonly width: number;
  /** Largest value of all bands: one scale for all, or their heights could not be compared. */
  readonly max: number;
  readonly colour: (variable: string) => string;
}

/** How late each event loop was: that of the job's own process filled, the worst of its workers dashed. */
export function LagChart({ band, span, viewport, left, width, max, colour }: BandChartPlace): ReactNode {
  const lines = useMemo<BandChartLine[]>(() => {
    const end = bandEnd(band);
    const worst = band.loops
      .filter((loop) => !loop.isHost)
      .reduce<Band['loops'][number] | null>((most, loop) => (loop.lag.max > (most?.lag.max ?? -1) ? loop : most), null);
    const host = hostLoop(band);
    const line = (loop: typeof host, name: string, filled: boolean): BandChartLine[] =>
      loop === null
        ? []
        : [
            {
              points: lagPoints(loop.lag, viewport, end, width),
              colour: colour(name),
              filled,
              dashed: !filled,
            },
          ];
    return [...line(worst, '--faint', false), ...line(host, '--accent', true)];
  }, [band, viewport, width, colour]);
  return <BandChart {...{ lines, viewport, max, left, width, top: span.top, height: span.height }} />;
}
