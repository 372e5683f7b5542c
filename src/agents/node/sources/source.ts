import type { Clock } from '../clock';
import type { Operations } from '../operations';
import type { Teller } from '../teller';

export interface SourceParts {
  readonly teller: Teller;
  readonly clock: Clock;
  readonly operations: Operations;
}

/** One kind of thing to see in a program. What it throws while it is set up, the program doesn't hear. */
export interface Source {
  readonly name: string;
  watch(parts: SourceParts): void;
}

export const defineSource = (source: Source): Source => source;
