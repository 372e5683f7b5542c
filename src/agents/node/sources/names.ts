import dns from 'node:dns';
import type { OperationKind } from '../../../core/protocol/agent';
import { defineSource } from './source';
import { words, wrapCallbacks, wrapPromises } from './wrapped';

const kind: OperationKind = 'dns';
const queries = words(`resolve resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs
  resolvePtr resolveSoa resolveSrv resolveTxt reverse`);

/** Names that are looked up: by the system (`lookup`), or by asking name servers. */
export const names = defineSource({
  name: 'names',
  watch({ operations }) {
    wrapCallbacks(dns, ['lookup', 'lookupService', ...queries], kind, described, operations);
    wrapCallbacks(dns.Resolver.prototype, queries, kind, described, operations);
    wrapPromises(dns.promises, ['lookup', 'lookupService', ...queries], kind, described, operations);
    wrapPromises(dns.promises.Resolver.prototype, queries, kind, described, operations);
  },
});

const described =
  (name: string) =>
  ([host]: readonly unknown[]): string =>
    typeof host === 'string' ? `${name} ${host}` : name;
