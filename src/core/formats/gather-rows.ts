import type { TrackRows } from '../trace/chunk';
import { columnTypes, type TrackId } from '../trace/track';
import { columnConstructors, orderColumn, rowCount, type Column, type ColumnSet } from './columns';
import { sortedOrder } from '../base/sorted-order';

/**
 * Brings rows that were flushed four times a second together to fewer, bigger pieces: one a track, in order, in
 * buffers of their own (so that sending them to a window copies nothing else along).
 */
export class RowGatherer {
  readonly #tracks = new Map<TrackId, TrackRows[]>();
  #count = 0;

  /** Rows that wait. */
  get count(): number {
    return this.#count;
  }

  push(rows: TrackRows): void {
    this.#count += rowCount(rows);
    const pieces = this.#tracks.get(rows.track);
    if (pieces === undefined) this.#tracks.set(rows.track, [rows]);
    else pieces.push(rows);
  }

  take(): TrackRows[] {
    const gathered = [...this.#tracks.values()].map(joined);
    this.#tracks.clear();
    this.#count = 0;
    return gathered;
  }
}

function joined(pieces: readonly TrackRows[]): TrackRows {
  const { track, kind } = pieces[0]!;
  const count = pieces.reduce((sum, piece) => sum + rowCount(piece), 0);
  const columns: ColumnSet = {};
  for (const [name, type] of Object.entries(columnTypes[kind])) {
    const column = new columnConstructors[type](count);
    let at = 0;
    for (const piece of pieces) {
      const part = (piece.columns as unknown as ColumnSet)[name]!;
      column.set(part, at);
      at += part.length;
    }
    columns[name] = column;
  }
  const order = sortedOrder(columns[orderColumn(kind)] as Float64Array);
  if (order !== null) for (const [name, column] of Object.entries(columns)) columns[name] = permuted(column, order);
  return { track, kind, columns } as unknown as TrackRows;
}

function permuted(column: Column, order: Uint32Array): Column {
  const sorted = new (column.constructor as new (length: number) => Column)(column.length);
  for (let row = 0; row < order.length; row++) sorted[row] = column[order[row]!]!;
  return sorted;
}
