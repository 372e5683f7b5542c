/** Port 0: any free one. */
export type ToLatencyServer = { readonly type: 'listen'; readonly port: number };

export type FromLatencyServer =
  | { readonly type: 'listening'; readonly port: number }
  /** A clause that says why. */
  | { readonly type: 'failed'; readonly reason: string };
