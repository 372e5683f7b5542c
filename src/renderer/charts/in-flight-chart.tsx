import { useMemo, type ReactNode } from 'react';
import { bandEnd } from '../timeline/band';
import { BandChart, type BandChartLine } from './band-chart';
import type { BandChartPlace } from './lag-chart';
import { stepPoints } from './step-points';

/** How many tasks were in flight. */
export function InFlightChart({ band, span, viewport, left, width, max, colour }: BandChartPlace): ReactNode {
  const lines = useMemo<BandChartLine[]>(
    () =>
      band.inFlight === null
        ? []
        : [
            {
              points: stepPoints(band.inFlight(), viewport, bandEnd(band), width),
              colour: colour('--io'),
              filled: true,
              dashed: false,
            },
          ],
    [band, viewport, width, colour],
  );
  return <BandChart {...{ lines, viewport, max, left, width, top: span.top, height: span.height }} />;
}
