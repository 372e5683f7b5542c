import type { ReactNode } from 'react';
import { useCursor } from './cursor';
import { factsOf } from './task-facts';

/** The task under the pointer. */
export function TaskTooltip({ width, height }: { readonly width: number; readonly height: number }): ReactNode {
  const cursor = useCursor((state) => (state.drag === null ? state.cursor : null));
  const task = cursor?.hit?.task ?? null;
  const lane = cursor?.hit?.lane ?? null;
  if (cursor?.point == null || cursor.hit === null || task === null || lane === null) return null;
  const { x, y } = cursor.point;
  const { title, facts } = factsOf(cursor.hit.place.band, lane, task);
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
