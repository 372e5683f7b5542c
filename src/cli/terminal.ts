import { visibleLines } from '../core/base/visible-text';
import { ownSequences } from './output/paint';

/** Where a command writes to, and what the other end can show. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
}

export interface Output {
  /** Of the text only line ends and the colours of `painter` reach the terminal; all other controls are made visible. */
  readonly write: (text: string) => void;
  /** Draws one line anew in the place of the last; an empty one takes it away. For terminals only. */
  readonly redraw: (line: string) => void;
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
const maxColumns = 120;
/** In a narrower terminal lines are broken by the terminal itself. */
const minColumns = 20;
const usualColumns = 80;
const clearLine = '\r\u001b[K';

/** NO_COLOR (no-color.org) and `--no-color` win over FORCE_COLOR, which wins over what the stream is. */
export function outputTo(stream: Stream, environment: Readonly<Record<string, string | undefined>>): Output {
  const isTty = stream.isTTY === true;
  const forced = isSet(environment['FORCE_COLOR']) && environment['FORCE_COLOR'] !== '0';
  const refused = isSet(environment['NO_COLOR']) || environment['TERM'] === 'dumb';
  const colours = !refused && (isTty || forced);
  return {
    write: (text) => void stream.write(safe(text, colours)),
    redraw: (line) => void stream.write(`${clearLine}${safe(line, colours)}`),
    isTty,
    columns: columnsOf(stream.columns ?? Number(environment['COLUMNS'])),
    colours,
  };
}

// oxlint-disable-next-line no-control-regex -- escape sequences are what is let through
const sequence = /(\u001b\[[\d;]*m)/;

/** What `painter` has let through unpainted, and what was written without it. */
function safe(text: string, colours: boolean): string {
  if (!colours) return visibleLines(text);
  return text
    .split(sequence)
    .map((part) => (ownSequences.has(part) ? part : visibleLines(part)))
    .join('');
}

/** A terminal that says 0 does not know; COLUMNS may hold anything. */
function columnsOf(told: number): number {
  if (!Number.isFinite(told) || told < 1) return usualColumns;
  return Math.max(minColumns, Math.min(maxColumns, Math.floor(told)));
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
