import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { formatShare } from '../../../core/base/format-share';
import type { LiveSample } from '../../../core/protocol/recorder';
import { liveSamples, liveWindowMs, useLive } from '../../state/live';
import { stripColumns, stripRows } from './strip-columns';

const mostHeight = 288;

/** The last minute of every core: the busier, the brighter; one row a core, the newest at the right. */
export function CoreStrip({ cores }: { readonly cores: number }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize();
  const { row, gap } = stripRows(cores, mostHeight);
  const height = cores * (row + gap);
  useEffect(() => {
    const paint = (): void => {
      if (canvas.current !== null && width > 0) paintStrip(canvas.current, Math.floor(width), height, row, gap);
    };
    paint();
    return useLive.subscribe(paint);
  }, [width, height, row, gap]);
  return (
    <section className="home-strip" aria-label="All cores, the last minute">
      <h2>
        All cores, the last minute
        <BusyNow cores={cores} />
      </h2>
      <div className="home-strip-rows">
        <ol style={{ gridAutoRows: `${row + gap}px` }} aria-hidden>
          {labelled(cores, row + gap).map((core) => (
            <li key={core} style={{ gridRow: core + 1, height: Math.max(12, row + gap) }}>
              {core}
            </li>
          ))}
        </ol>
        <div ref={ref} style={{ height }}>
          <canvas ref={canvas} style={{ height, width: '100%' }} />
        </div>
      </div>
      <p className="home-strip-axis" aria-hidden>
        <span>60 s ago</span>
        <span className="home-strip-legend">
          idle <i /> busy <u /> not measured
        </span>
        <span>now</span>
      </p>
    </section>
  );
}

/** Over the last second, so that the number can be read. */
function BusyNow({ cores }: { readonly cores: number }): ReactNode {
  const second = useLive((state) => Math.floor(state.version / 20));
  const busy = useMemo(() => (second === 0 ? null : busyCores(liveSamples().slice(-20))), [second]);
  if (busy === null) return null;
  return (
    <span>
      now {busy.toFixed(1)} of {cores} busy · {formatShare(busy / cores)} of the machine
    </span>
  );
}

const busyCores = (samples: readonly LiveSample[]): number =>
  samples.reduce((sum, sample) => sum + sample.cores.reduce((all, share) => all + share, 0), 0) / samples.length;

/** Every core has its number while there is room; then every 8th or 16th. */
function labelled(cores: number, each: number): readonly number[] {
  const step = each >= 12 ? 1 : each >= 4 ? 8 : 16;
  return Array.from({ length: Math.ceil(cores / step) }, (_, index) => index * step);
}

function paintStrip(canvas: HTMLCanvasElement, width: number, height: number, row: number, gap: number): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const samples = liveSamples();
  const { columns, cores, shares } = stripColumns(samples, samples.at(-1)?.atMs ?? 0, liveWindowMs, width);
  const style = getComputedStyle(canvas);
  const running = style.getPropertyValue('--running');
  const idle = style.getPropertyValue('--poll');
  const line = style.getPropertyValue('--line');
  for (let core = 0; core < cores; core++) {
    const top = core * (row + gap);
    for (let column = 0; column < columns; column++) {
      const share = shares[core * columns + column]!;
      context.globalAlpha = 1;
      if (Number.isNaN(share)) {
        // Not measured: a thin line, which no share looks like.
        context.fillStyle = line;
        context.fillRect(column, top + Math.floor(row / 2), 1, 1);
        continue;
      }
      context.fillStyle = idle;
      context.fillRect(column, top, 1, row);
      context.globalAlpha = share;
      context.fillStyle = running;
      context.fillRect(column, top, 1, row);
    }
  }
}
