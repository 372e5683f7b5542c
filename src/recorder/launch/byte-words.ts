/** Splits what ends with a 0 each: arguments, variables. */
export function splitWords(block: Buffer): Buffer[] {
  const words: Buffer[] = [];
  for (let at = 0; at < block.length;) {
    const end = block.indexOf(0, at);
    words.push(block.subarray(at, end < 0 ? block.length : end));
    at = end < 0 ? block.length : end + 1;
  }
  return words;
}

/** Variables as Node would show them; of several with one name the first counts, as in getenv(3). */
export function decodeVariables(entries: readonly Buffer[]): Record<string, string> {
  const variables: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const entry of entries) {
    const text = entry.toString();
    const equals = text.indexOf('=', 1);
    if (equals > 0) variables[text.slice(0, equals)] ??= text.slice(equals + 1);
  }
  return variables;
}

/**
 * Variables to change, byte for byte: where a new value contains the old one, bytes of the old one that are no UTF-8 stay.
 *
 * @param before the program's own variables
 * @param after those that it is started with
 * @returns `NAME=value`
 */
export function changedVariables(
  before: readonly Buffer[],
  after: Readonly<Record<string, string | undefined>>,
): Buffer[] {
  const known = decodeVariables(before);
  return Object.entries(after).flatMap(([name, value]) => {
    const old = known[name];
    if (value === undefined || value === old) return [];
    const raw = before.find((entry) => entry.subarray(0, name.length + 1).equals(Buffer.from(`${name}=`)));
    return [Buffer.concat([Buffer.from(`${name}=`), withRaw(value, old, raw?.subarray(name.length + 1))])];
  });
}

function withRaw(value: string, old: string | undefined, raw: Buffer | undefined): Buffer {
  const at = old === undefined || old === '' || raw === undefined ? -1 : value.lastIndexOf(old);
  if (at < 0) return Buffer.from(value);
  return Buffer.concat([Buffer.from(value.slice(0, at)), raw!, Buffer.from(value.slice(at + old!.length))]);
}
