import type { ReactNode } from 'react';
import { useCursor } from './cursor';
import type { Hit } from './hit-test';
import type { Told } from './rows/track-row';
import { stateFacts } from './state-facts';
import { factsOf } from './task-facts';

/** The task, or what a thread did, under the pointer. */
export function TaskTooltip({ width, height }: { readonly width: number; readonly height: number }): ReactNode {
  const cursor = useCursor((state) => (state.drag === null ? state.cursor : null));
  const told = cursor?.hit == null ? null : tell(cursor.hit);
  if (cursor?.point == null || told === null) return null;
  const { x, y } = cursor.point;
  const { title, facts } = told;
  // On the side of the pointer where there is room.
  const style = {
    ...(x > width / 2 ? { right: width - x + 14 } : { left: x + 14 }),
    ...(y > height * 0.6 ? { bottom: height - y + 14 } : { top: y + 18 }),
  };
  return (
    <div className="task-tooltip" role="tooltip" style={style}>
      <b>{title}</b>
      <dl>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function tell({ place, lane, task, thread, told, time }: Hit): Told | null {
  if (told !== null) return told;
  if (thread !== null) return stateFacts(thread);
  return lane === null || task === null ? null : factsOf(place.band, lane, task, time);
}
