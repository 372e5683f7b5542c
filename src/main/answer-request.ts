import { requests, type Replies, type RequestArgument, type RequestName } from '../core/protocol/contract';

/** One function for every request of the contract: a missing or wrong one does not compile. */
export type Handlers = {
  readonly [N in RequestName]: (argument: RequestArgument<N>) => Replies[N] | Promise<Replies[N]>;
};

type AnyReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Never rejects: an error becomes a reply with one sentence. */
export async function answerRequest(handlers: Handlers, name: unknown, argument: unknown): Promise<AnyReply> {
  if (!isRequestName(name)) return { ok: false, message: `There is no request called ${JSON.stringify(name)}.` };
  const parsed = requests[name].safeParse(argument);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    return { ok: false, message: `${name}: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'wrong argument'}.` };
  }
  try {
    // The parser of this name gave the argument of this name, which the compiler can't follow through the table.
    const handle = handlers[name] as (argument: unknown) => unknown;
    return { ok: true, value: await handle(parsed.data) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

const isRequestName = (name: unknown): name is RequestName => typeof name === 'string' && Object.hasOwn(requests, name);
