import type { ReactNode } from 'react';
import { formatBytes } from '../../../core/base/format-bytes';
import { narrowSpace } from '../../../core/base/narrow-space';
import { useLive } from '../../state/live';

const mostRows = 8;

/** One digit behind the point, always: these stand under one another. */
const percent = (share: number): string => `${(share * 100).toFixed(1)}${narrowSpace}%`;

/** Who uses the cores now. */
export function ProcessTable(): ReactNode {
  const processes = useLive((state) => state.processes);
  return (
    <section className="home-processes">
      <h2>Busiest processes</h2>
      {processes === null ? (
        <p className="home-quiet">Looking…</p>
      ) : processes.length === 0 ? (
        <p className="home-quiet">Nothing uses the processor now, or processes can’t be listed on this system.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">process</th>
              <th scope="col">of one core</th>
              <th scope="col" aria-hidden />
              <th scope="col">of the machine</th>
              <th scope="col">memory</th>
            </tr>
          </thead>
          <tbody>
            {processes.slice(0, mostRows).map(({ pid, name, coreShare, machineShare, memoryBytes, own }) => (
              <tr key={pid}>
                <th scope="row" title={`${name}, process ${pid}`}>
                  {name} <small>{own ? `${pid} · Juggler` : pid}</small>
                </th>
                <td>{percent(coreShare)}</td>
                <td aria-hidden>
                  <i style={{ width: `${Math.min(1, coreShare) * 100}%` }} />
                </td>
                <td>{percent(machineShare)}</td>
                <td>{formatBytes(memoryBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
