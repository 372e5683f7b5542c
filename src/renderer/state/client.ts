import type { JugglerBridge } from '../../core/protocol/bridge';
import type { NoticeName, Notices, Replies, RequestArgument, RequestName } from '../../core/protocol/contract';

declare global {
  interface Window {
    readonly juggler: JugglerBridge;
  }
}

/** @throws {Error} whose message is one sentence for the user. */
export async function request<N extends RequestName>(name: N, argument: RequestArgument<N>): Promise<Replies[N]> {
  const reply = await window.juggler.request(name, argument);
  if (!reply.ok) throw new Error(reply.message);
  return reply.value;
}

/** @returns stops listening. */
export function onNotice<N extends NoticeName>(name: N, listener: (notice: Notices[N]) => void): () => void {
  return window.juggler.on(name, listener);
}
