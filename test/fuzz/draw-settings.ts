import type { Draw } from './draw';

/** How a program is started, as test/fixtures/programs/launch-settings.c reads it. */
export interface LaunchSettings {
  /** In order: signals, limits, descriptors, and whatever else has a line. */
  readonly lines: readonly string[];
  /** Behind those that name the program. */
  readonly arguments: readonly Buffer[];
  /** `NAME=value` */
  readonly variables: readonly Buffer[];
}

const [cpuTime, fileSize, data, stack, core, openFiles, lockedMemory, addressSpace] = [0, 1, 2, 3, 4, 7, 8, 9];
const unlimited = -1;
/** Neither KILL nor STOP. */
const signals = Array.from({ length: 64 }, (_, index) => index + 1).filter((number) => number !== 9 && number !== 19);

const names = ['BASH_FUNC_x%%', 'a.b', 'A B', 'é', 'NODE_OPTIONS', 'PYTHONPATH', 'MAKEFLAGS', 'LANG', 'PWD', '_', '1'];

/** Words hold every byte but 0. */
function bytes({ bytes: draw, int, oneIn }: Draw): Buffer {
  const length = oneIn(8) ? int(1000, 100_000) : int(0, 20);
  return Buffer.from(draw(length)).map((byte) => (byte === 0 ? 10 : byte)) as Buffer;
}

function variable(draw: Draw): Buffer {
  const name = draw.pick(names);
  if (name === 'NODE_OPTIONS') return Buffer.from('NODE_OPTIONS=--no-warnings');
  const value = name === 'MAKEFLAGS' ? Buffer.from(' -j4') : bytes(draw);
  return Buffer.concat([Buffer.from(`${name}=`), value]);
}

const several = <Value>({ int }: Draw, most: number, draw: () => Value): Value[] =>
  Array.from({ length: int(0, most) }, draw);

/** @param folder that it is started in */
export function drawSettings(draw: Draw, cores: number, folder: Buffer): LaunchSettings {
  const { int, oneIn, pick } = draw;
  const sometimes = (line: () => string): string[] => (oneIn(3) ? [line()] : []);
  const lines = [
    ...several(draw, 8, () => `ignore ${pick(signals)}`),
    ...several(draw, 4, () => `default ${pick(signals)}`),
    ...several(draw, 8, () => `block ${pick(signals)}`),
    ...sometimes(() => `limit ${openFiles} ${int(60, 4000)}`),
    ...sometimes(() => `limit ${cpuTime} ${int(100, 1000)}`),
    ...sometimes(() => `limit ${fileSize} ${int(1_000_000, 10_000_000)}`),
    ...sometimes(() => `limit ${data} ${int(50, 500) * 1e6}`),
    ...sometimes(() => `limit ${stack} ${pick([1, 8, 64]) * 2 ** 20}`),
    ...sometimes(() => `limit ${core} ${pick([0, 4096, unlimited])}`),
    ...sometimes(() => `limit ${lockedMemory} ${int(0, 1e6)}`),
    ...sometimes(() => `limit ${addressSpace} ${int(50, 500) * 1e6}`),
    ...sometimes(() => `umask ${pick([0, 0o022, 0o077, 0o777])}`),
    ...sometimes(() => `nice ${int(0, 19)}`),
    ...sometimes(() => `affinity ${int(0, cores - 1)}`),
    ...sometimes(() => `timer-slack ${int(1, 1e6)}`),
    ...sometimes(() => `oom ${int(0, 1000)}`),
    ...sometimes(() => 'personality'),
    ...sometimes(() => 'no-new-privileges'),
    ...sometimes(() => 'session'),
    ...several(draw, 3, () => `file ${int(3, 50)} ${int(0, 1)}`),
    ...several(draw, 2, () => `socket ${int(3, 50)}`),
    ...several(draw, 2, () => `pipe ${int(3, 25)} ${int(26, 50)}`),
    ...sometimes(() => `close ${int(0, 2)}`),
    `folder ${folder.toString('hex')}`,
  ];
  return { lines, arguments: several(draw, 5, () => bytes(draw)), variables: several(draw, 6, () => variable(draw)) };
}

export function settingsFile({ lines, arguments: words, variables }: LaunchSettings): string {
  return [...lines, ...listed('argument', words), ...listed('variable', variables), ''].join('\n');
}

const listed = (word: string, list: readonly Buffer[]): string[] => list.map((one) => `${word} ${one.toString('hex')}`);
