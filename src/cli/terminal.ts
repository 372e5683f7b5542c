/** Where a command writes to, and what the other end can show. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
}

export interface Output {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
  readonly columns: number;
  /** Whether colours are shown: a terminal that can, and nobody said no. */
  readonly colours: boolean;
}

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Lines longer than this are hard to read, however wide the window is. */
const widest = 120;

/** NO_COLOR (no-color.org) and `--no-color` win over FORCE_COLOR, which wins over what the stream is. */
export function outputTo(stream: Stream, environment: Readonly<Record<string, string | undefined>>): Output {
  const isTty = stream.isTTY === true;
  const forced = isSet(environment['FORCE_COLOR']) && environment['FORCE_COLOR'] !== '0';
  const refused = isSet(environment['NO_COLOR']) || environment['TERM'] === 'dumb';
  return {
    write: (text) => void stream.write(text),
    isTty,
    columns: Math.min(widest, stream.columns ?? (Number(environment['COLUMNS']) || 80)),
    colours: !refused && (isTty || forced),
  };
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
