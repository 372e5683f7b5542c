/** What a recording can say about one kind of data. Missing data is drawn as missing, never as zero. */
export type Capability =
  | { readonly quality: 'exact' }
  | { readonly quality: 'sampled'; readonly periodMs: number; readonly reason?: string }
  | { readonly quality: 'missing'; readonly reason: string; readonly remedy?: string };

export const capabilityKinds = ['tasks', 'cores', 'cpu', 'eventLoop', 'scheduler'] as const;
export type CapabilityKind = (typeof capabilityKinds)[number];
export type Capabilities = Readonly<Partial<Record<CapabilityKind, Capability>>>;
