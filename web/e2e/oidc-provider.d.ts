// The part of panva's oidc-provider that the tests use; the package ships no types.
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface Account {
    accountId: string;
    claims: () => Record<string, unknown>;
  }

  interface Configuration {
    clients: Record<string, unknown>[];
    claims: Record<string, string[]>;
    findAccount: (context: unknown, id: string) => Account;
    cookies: { keys: string[] };
    features: { devInteractions: { enabled: boolean } };
  }

  export default class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): RequestListener;
  }
}
