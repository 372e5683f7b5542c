import { app, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { channels } from '../core/protocol/bridge';
import { requests, type Replies, type RequestArgument, type RequestName } from '../core/protocol/contract';
import { isOwnPage } from './content';

/** One function for every request of the contract: a missing or wrong one does not compile. */
export type Handlers = {
  readonly [N in RequestName]: (argument: RequestArgument<N>) => Replies[N] | Promise<Replies[N]>;
};

type AnyReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Answers the window's requests. Whoever sends them, they are parsed, and only our own page is answered. */
export function setUpRequests(handlers: Handlers): void {
  ipcMain.handle(channels.request, (event, name: unknown, argument: unknown) => {
    if (!isOwnMainFrame(event)) return { ok: false, message: 'Only Juggler’s own window may ask.' };
    return answerRequest(handlers, name, argument);
  });
}

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

function isOwnMainFrame({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url, app.isPackaged);
}
