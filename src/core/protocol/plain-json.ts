// As it is before any program runs: a program may replace it later.
const { stringify } = JSON;
const { hasOwn } = Object;

/** JSON of plain data. Unlike `JSON.stringify` it calls no `toJSON`, which a program may have put on its prototypes. */
export function plainJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) text += `${at === 0 ? '' : ','}${plainJson(value[at])}`;
    return `[${text}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    if (!hasOwn(fields, name) || fields[name] === undefined) continue;
    text += `${text === '' ? '' : ','}${stringify(name)}:${plainJson(fields[name])}`;
  }
  return `{${text}}`;
}
