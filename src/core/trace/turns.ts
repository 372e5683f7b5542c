import { noCore, type StatesColumns } from './track';

/** How often a thread got a core. */
export interface Turns {
  readonly switches: number;
  /** How often that was another one than before. */
  readonly migrations: number;
  /** `noCore`: none was seen. */
  readonly lastCore: number;
}

export const noTurns: Turns = { switches: 0, migrations: 0, lastCore: noCore };

/**
 * @param rows those that are looked at
 * @param from turns that began earlier are not counted, Nanos
 * @param before what came before these rows: they are added to it
 */
export function turnsOf(
  { start, end, state, core }: StatesColumns,
  rows: { readonly first: number; readonly end: number },
  from: number,
  before: Turns = noTurns,
): Turns {
  let { switches, migrations, lastCore } = before;
  for (let row = rows.first; row < rows.end; row++) {
    if (state[row] !== 0) continue;
    const at = core[row]!;
    // A long stretch comes in pieces.
    const goesOn = row > 0 && state[row - 1] === 0 && end[row - 1] === start[row] && core[row - 1] === at;
    if (!goesOn && start[row]! >= from) {
      switches++;
      if (lastCore !== noCore && at !== lastCore) migrations++;
    }
    lastCore = at;
  }
  return { switches, migrations, lastCore };
}
