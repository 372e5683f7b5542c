import { z } from 'zod';

/**
 * Makes compiler and parser agree on `T`: a schema that gives something else than `T`, or that knows fewer or more
 * properties than `T` has, does not compile.
 *
 * ```ts
 * export const laneSchema = schemaOf<Lane>()(z.object({ … }));
 * ```
 */
export function schemaOf<T>() {
  return <S extends z.ZodType<T>>(schema: S & Agrees<T, z.output<S>>): S => schema;
}

type Agrees<T, Output> = [T] extends [Deep<Output>]
  ? [KeysOf<T>] extends [KeysOf<Output>]
    ? unknown
    : { readonly 'a property is missing in the schema': Exclude<KeysOf<T>, KeysOf<Output>> }
  : { readonly 'the schema refuses what the type allows': never };

/** Properties of all members of a union. */
type KeysOf<T> = T extends unknown ? keyof T : never;

type Deep<T> = { readonly [K in keyof T]: Deep<T[K]> };
